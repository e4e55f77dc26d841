using Amazon.ElastiCache.Model;
using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests;

internal sealed class ReplicationGroupsTests
{
    private FakeElastiCache _elastiCache = null!;

    [SetUp]
    public void SetUp() => _elastiCache = new FakeElastiCache();

    [TearDown]
    public void TearDown() => _elastiCache.Dispose();

    [TestCase("PRIMARY", MemberRole.Primary)]
    [TestCase("SECONDARY", MemberRole.Secondary)]
    [TestCase("PROMOTING", MemberRole.Secondary)]
    [TestCase("", MemberRole.StandAlone)]
    [TestCase(null, MemberRole.StandAlone)]
    public async Task The_role_is_the_member_role(string? role, MemberRole expected)
    {
        _elastiCache.Role = _ => role;
        Assert.That((await DescribeAsync()).Role, Is.EqualTo(expected));
    }

    [Test]
    public async Task The_endpoint_is_the_first_shards_primary_endpoint() =>
        Assert.That((await DescribeAsync()).Endpoint, Is.EqualTo(World.Endpoint));

    [Test]
    public async Task With_cluster_mode_on_the_endpoint_is_the_configuration_endpoint()
    {
        _elastiCache.Described!.ClusterEnabled = true;
        _elastiCache.Described.ConfigurationEndpoint = new Endpoint { Address = "clustercfg.example.com" };
        Assert.That((await DescribeAsync()).Endpoint, Is.EqualTo("clustercfg.example.com"));
    }

    [TestCase(true, false)]
    [TestCase(false, false)]
    [TestCase(false, true)]
    [TestCase(null, true)]
    public async Task A_group_that_has_no_endpoint_yet_is_described_without_one(bool? clusterEnabled, bool emptyShard)
    {
        _elastiCache.Described!.ClusterEnabled = clusterEnabled;
        _elastiCache.Described.NodeGroups = emptyShard ? [new NodeGroup()] : null;
        Assert.That((await DescribeAsync()).Endpoint, Is.Null);
    }

    [Test]
    public void A_group_that_is_not_there_is_an_error_that_names_it()
    {
        _elastiCache.Described = null;
        Assert.That(DescribeAsync, Throws.TypeOf<FailoverException>().With.Message.Contains(World.Group)
            .And.Message.Contains("REPLICATION_GROUP_ID"));
    }

    private Task<SessionStore.Failover.ReplicationGroup> DescribeAsync() =>
        new ReplicationGroups(_elastiCache).DescribeAsync(World.Group, CancellationToken.None);
}
