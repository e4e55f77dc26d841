using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.MemoryDB;
using Amazon.MemoryDB.Model;
using Amazon.Route53;
using Amazon.Route53.Model;
using SessionStore.Contract;
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

    [TestCase("10000", null)]
    [TestCase("10000.5", "writes of other Regions are up to 10000.5 ms late in us-east-1, and what has not arrived there is lost with "
        + "us-east-2: wait until it is at most 10 s (session-store:replicationLagAlarmSeconds)")]
    [TestCase("", "how late writes of other Regions are in us-east-1 is unknown, and what has not arrived there is lost with us-east-2: "
        + "CloudWatch there has had no value of MultiRegionClusterReplicationLag for 10 minutes")]
    [TestCase("denied", "how late writes of other Regions are in us-east-1 is unknown, and what has not arrived there is lost with "
        + "us-east-2: CloudWatch there: denied")]
    public async Task A_secondary_goes_when_the_others_have_heard_of_its_writes(string lag, string? refusal)
    {
        var answer = await Checks("us-east-1 us-east-2", lag: lag).SecondaryAsync(_other, CancellationToken.None);
        Assert.That(answer, Is.EqualTo(refusal));
    }

    [Test]
    public async Task Every_other_Region_is_asked_and_the_own_one_is_not()
    {
        var asked = new ConcurrentBag<string>();
        await Checks("us-east-1 us-east-2 eu-west-1", asked: asked).SecondaryAsync(_other, CancellationToken.None);
        Assert.That(asked, Is.EquivalentTo(new[] { "us-east-1", "eu-west-1" }));
    }

    [Test]
    public async Task A_store_that_is_gone_keeps_nobody()
    {
        var checks = new RegionalChecks(
            Answers<IAmazonMemoryDB>(_ => throw new MultiRegionClusterNotFoundException("gone")),
            Answers<IAmazonRoute53>(_ => throw new NoSuchHostedZoneException("gone")), NoCloudWatch, 10);
        Assert.That(await checks.HomeAsync(_home, CancellationToken.None), Is.Null);
        Assert.That(await checks.SecondaryAsync(_other, CancellationToken.None), Is.Null);
    }

    [Test]
    public void Whoever_does_not_answer_is_not_taken_for_one_who_agrees()
    {
        var checks = new RegionalChecks(
            Answers<IAmazonMemoryDB>(_ => throw new AmazonMemoryDBException("denied")),
            Answers<IAmazonRoute53>(_ => throw new NotSupportedException()), NoCloudWatch, 10);
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

    private static IAmazonCloudWatch NoCloudWatch(string region) => throw new NotSupportedException();

    private static IAmazonCloudWatch CloudWatch(string lag) => Answers<IAmazonCloudWatch>(request =>
    {
        var query = ((GetMetricDataRequest)request!).MetricDataQueries.Single();
        Assert.That((query.Expression, query.Period), Is.EqualTo((MemoryDbLag.Longest, (int?)60)));
        return lag == "denied" ? throw new AmazonCloudWatchException("denied") : Task.FromResult(new GetMetricDataResponse
        {
            MetricDataResults =
            [
                new MetricDataResult { Values = lag is "" ? [] : [double.Parse(lag, CultureInfo.InvariantCulture), 99_999] },
            ],
        });
    });

    private static RegionalChecks Checks(string regions, string status = "available", List<VPC>? vpcs = null, string lag = "300",
        ConcurrentBag<string>? asked = null) => new(
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
        Answers<IAmazonRoute53>(_ => Task.FromResult(new GetHostedZoneResponse { VPCs = vpcs })),
        region =>
        {
            asked?.Add(region);
            return CloudWatch(lag);
        },
        10);

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
