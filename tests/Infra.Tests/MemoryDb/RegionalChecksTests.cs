using System.Collections.Immutable;
using System.Reflection;
using Amazon.MemoryDB;
using Amazon.MemoryDB.Model;
using Amazon.Route53;
using Amazon.Route53.Model;
using SessionStore.Infra.Guard;

namespace SessionStore.Infra.Tests.MemoryDb;

/// <summary>When a stack whose store is on MemoryDB may be destroyed.</summary>
/// <remarks>Proof limit: the answers are made up after the API reference; no service was asked.</remarks>
public class RegionalChecksTests
{
    private static readonly GuardedRegion _home = Guarded("us-east-1"), _other = Guarded("us-east-2");

    [TestCase("us-east-1", null)]
    [TestCase("", null)]
    [TestCase("us-east-1 us-east-2",
        "session-store-us-east-2 in us-east-2 still belongs to virxk-session-store: destroy the secondary stacks first")]
    [TestCase("us-east-1 us-east-2 eu-west-1",
        "session-store-us-east-2 in us-east-2 and session-store-eu-west-1 in eu-west-1 still belong")]
    public async Task The_primary_goes_last(string regions, string? refusal)
    {
        var answer = await Checks(regions).HomeAsync(_home, CancellationToken.None);
        Assert.That(answer, refusal is null ? Is.Null : Does.StartWith(refusal));
    }

    [TestCase("vpc-2", "us-east-2", "vpc-2 in us-east-2 is still associated with the hosted zone Z1")]
    [TestCase("vpc-1", "us-east-1", null)]
    public async Task The_zone_is_not_taken_from_under_another_Region(string vpc, string region, string? refusal)
    {
        var answer = await Checks("us-east-1", vpcs: [new VPC { VPCId = vpc, VPCRegion = region }])
            .HomeAsync(_home, CancellationToken.None);
        Assert.That(answer, refusal is null ? Is.Null : Does.StartWith(refusal));
    }

    [TestCase("us-east-1 us-east-2", "available", null)]
    [TestCase("us-east-1 us-east-2", "updating", "virxk-session-store is updating: expected available; wait until it is")]
    [TestCase("us-east-2", "available", "us-east-2 has the only cluster that virxk-session-store has left")]
    [TestCase("us-east-1", "updating", null)]
    public async Task A_secondary_goes_while_another_Region_has_the_data_and_nobody_joins(string regions, string status, string? refusal)
    {
        var answer = await Checks(regions, status).SecondaryAsync(_other, CancellationToken.None);
        Assert.That(answer, refusal is null ? Is.Null : Does.StartWith(refusal));
    }

    [Test]
    public async Task A_store_that_is_gone_keeps_nobody()
    {
        var checks = new RegionalChecks(
            Answers<IAmazonMemoryDB>(_ => throw new MultiRegionClusterNotFoundException("gone")),
            Answers<IAmazonRoute53>(_ => throw new NoSuchHostedZoneException("gone")));
        Assert.That(await checks.HomeAsync(_home, CancellationToken.None), Is.Null);
        Assert.That(await checks.SecondaryAsync(_other, CancellationToken.None), Is.Null);
    }

    [Test]
    public void Whoever_does_not_answer_is_not_taken_for_one_who_agrees()
    {
        var checks = new RegionalChecks(
            Answers<IAmazonMemoryDB>(_ => throw new AmazonMemoryDBException("denied")),
            Answers<IAmazonRoute53>(_ => throw new NotSupportedException()));
        Assert.That(() => checks.SecondaryAsync(_other, CancellationToken.None), Throws.TypeOf<AmazonMemoryDBException>());
        Assert.That(() => checks.HomeAsync(_home, CancellationToken.None), Throws.TypeOf<AmazonMemoryDBException>());
    }

    [Test]
    public void The_state_of_a_guard_has_the_name_where_the_store_has_it_and_only_there()
    {
        var state = new[] { "Region", "ReplicationGroupId", "PrimaryEndpoint", "VpcId", "HostedZoneId", "WriterName" }
            .ToImmutableDictionary(name => name, name => (object?)name);
        Assert.Multiple(() =>
        {
            Assert.That(GuardedRegion.Of(state).MultiRegionClusterName, Is.Null);
            Assert.That(GuardedRegion.Of(state.Add("MultiRegionClusterName", "virxk-a")).MultiRegionClusterName, Is.EqualTo("virxk-a"));
        });
    }

    [Test]
    public void A_guard_without_the_name_says_what_to_run() => Assert.That(
        () => Checks("us-east-1").HomeAsync(_home with { MultiRegionClusterName = null }, CancellationToken.None),
        Throws.InvalidOperationException.With.Message.Contains("MultiRegionClusterName: run `pulumi up` first"));

    private static GuardedRegion Guarded(string region) =>
        new(region, $"session-store-{region}", "endpoint", "vpc-1", "Z1", "demo.example.com")
        {
            MultiRegionClusterName = "virxk-session-store",
        };

    private static RegionalChecks Checks(string regions, string status = "available", List<VPC>? vpcs = null) => new(
        Answers<IAmazonMemoryDB>(request => Task.FromResult(new DescribeMultiRegionClustersResponse
        {
            MultiRegionClusters =
            [
                new MultiRegionCluster
                {
                    MultiRegionClusterName = ((DescribeMultiRegionClustersRequest)request!).MultiRegionClusterName,
                    Status = status,
                    Clusters = ((DescribeMultiRegionClustersRequest)request).ShowClusterDetails is true
                        ? [.. regions.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(region =>
                            new RegionalCluster { ClusterName = $"session-store-{region}", Region = region })]
                        : null,
                },
            ],
        })),
        Answers<IAmazonRoute53>(_ => Task.FromResult(new GetHostedZoneResponse { VPCs = vpcs })));

    private static T Answers<T>(Func<object?, object> answer) where T : class
    {
        var client = DispatchProxy.Create<T, Proxy>();
        ((Proxy)(object)client).Answer = answer;
        return client;
    }

    public class Proxy : DispatchProxy
    {
        public Func<object?, object> Answer { get; set; } = _ => throw new InvalidOperationException("nothing was expected");

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Answer(args?[0]);
    }
}
