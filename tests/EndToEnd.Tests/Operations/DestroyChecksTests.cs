using System.Xml.Linq;
using Amazon.ElastiCache;
using Amazon.Runtime;
using SessionStore.Infra.Guard;

namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>What the guard of a stack finds when it looks before a destroy.</summary>
public sealed class DestroyChecksTests : OperatedWorld
{
    private readonly List<IDisposable> _clients = [];

    [TearDown]
    public void CloseTheClients() => _clients.ForEach(client => client.Dispose());

    [Test]
    public async Task The_primary_stack_waits_for_the_secondaries()
    {
        Home.Member.MembersAsync = () =>
            Task.FromResult<IEnumerable<XElement>>([Member(Home, MemberRoles.Primary), Member(Away, MemberRoles.Secondary)]);
        Assert.That(await Checks(Home).HomeAsync(Guarded(Home), default), Is.EqualTo(
            "session-store-us-east-2 in us-east-2 still belongs to ldgnf-session-store: destroy the secondary stacks first"));
    }

    [Test]
    public async Task The_primary_stack_waits_for_the_way_back()
    {
        World.Promoted = Away;
        Assert.That(
            await Checks(Home).HomeAsync(Guarded(Home), default),
            Does.StartWith("us-east-1 is not the primary of ldgnf-session-store").And.EndsWith("promote us-east-1 first"));
    }

    [Test]
    public async Task A_secondary_stack_without_a_member_is_still_found_by_its_network()
    {
        Home.Member.MembersAsync = () => Task.FromResult<IEnumerable<XElement>>([Member(Home, MemberRoles.Primary)]);
        using var route53 = Route53();
        await route53.AssociateVPCWithHostedZoneAsync(new AssociateVPCWithHostedZoneRequest
        {
            HostedZoneId = World.Zone.Id,
            VPC = new VPC { VPCId = "vpc-2", VPCRegion = VPCRegion.UsEast2 },
        });
        Assert.That(
            await Checks(Home).HomeAsync(Guarded(Home), default),
            Does.StartWith("vpc-2 in us-east-2 is still associated with the hosted zone"));
    }

    [Test]
    public async Task The_primary_stack_goes_when_it_is_alone_or_already_gone()
    {
        await using var fresh = await World.StartAsync();
        fresh.Home.Member.MembersAsync = () => Task.FromResult<IEnumerable<XElement>>([Member(fresh.Home, MemberRoles.Primary)]);
        var checks = new DestroyChecks(ElastiCache(fresh, fresh.Home), Route53(fresh));
        Assert.Multiple(async () =>
        {
            Assert.That(await checks.HomeAsync(Guarded(fresh.Home, fresh.Zone.Id), default), Is.Null);
            Assert.That(await checks.HomeAsync(Guarded(fresh.Home, fresh.Zone.Id) with { ReplicationGroupId = "gone" }, default), Is.Null);
            Assert.That(await checks.HomeAsync(Guarded(fresh.Home, "ZGONE"), default), Is.Null);
        });
    }

    [Test]
    public async Task A_secondary_that_takes_writes_stays()
    {
        World.Promoted = Away;
        Assert.That(await Checks(Away).SecondaryAsync(Guarded(Away), default), Is.EqualTo(
            "us-east-2 is the primary of ldgnf-session-store: promote the Region of the primary stack first"));
        // Taken out of the datastore and pinned: ElastiCache knows of no role, but clients write there.
        Away.Member.RoleAsync = () => Task.FromResult<string?>(null);
        await SetAsync(RRType.CNAME, World.WriterName, Away.Member.PrimaryEndpoint);
        Assert.That(await Checks(Away).SecondaryAsync(Guarded(Away), default), Does.StartWith("demo.valkey-dr.live leads to us-east-2"));
    }

    [Test]
    public async Task A_secondary_that_only_follows_goes() =>
        Assert.That(await Checks(Away).SecondaryAsync(Guarded(Away), default), Is.Null);

    private DestroyChecks Checks(LocalRegion region) => new(ElastiCache(World, region), Route53());

    private AmazonElastiCacheClient ElastiCache(World world, LocalRegion region) => Keep(new AmazonElastiCacheClient(
        new BasicAWSCredentials("k", "s"),
        new AmazonElastiCacheConfig { ServiceURL = world.ElastiCache.Url, AuthenticationRegion = region.Name }));

    private AmazonRoute53Client Route53(World? world = null) => Keep(new AmazonRoute53Client(
        new BasicAWSCredentials("k", "s"),
        new AmazonRoute53Config { ServiceURL = (world ?? World).Route53.Url, AuthenticationRegion = "us-east-1" }));

    private T Keep<T>(T client) where T : IDisposable
    {
        _clients.Add(client);
        return client;
    }

    private GuardedRegion Guarded(LocalRegion region, string? zone = null) => new(
        region.Name,
        region.Member.ReplicationGroupId,
        region.Member.PrimaryEndpoint,
        "vpc-rehearsal", zone ?? World.Zone.Id, World.WriterName);

    private static XElement Member(LocalRegion region, string role) => new("GlobalReplicationGroupMember",
        new XElement("ReplicationGroupId", region.Member.ReplicationGroupId),
        new XElement("ReplicationGroupRegion", region.Name),
        new XElement("Role", role));
}
