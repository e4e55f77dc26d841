using Amazon;
using Amazon.ElastiCache;
using Amazon.ElastiCache.Model;
using Amazon.Runtime;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests.Histories;

/// <summary>
/// What one Region's ElastiCache shows of its group: the role as it was at some moment that is not too long ago. Proof limit: that AWS
/// shows a role late is known, for how long and whether it comes and goes is not.
/// </summary>
internal sealed class SimulatedElastiCache(Datastore datastore, string group, FakeTime time, Random random, Conditions conditions)
{
    private DateTimeOffset _seen = DateTimeOffset.MinValue;

    /// <summary>The client of one invocation.</summary>
    public AmazonElastiCacheClient Client(SimulatedNetwork network) => new View(this, network);

    private DescribeReplicationGroupsResponse Describe()
    {
        var age = conditions.Aging == Aging.Demotions ? 1 : random.NextDouble();
        var seen = time.GetUtcNow() - (conditions.Staleness * age);
        _seen = conditions.Aging == Aging.Flapping || seen > _seen ? seen : _seen;
        var primary = datastore.IsPrimary(group, _seen)
            || (conditions.Aging == Aging.Demotions && datastore.IsPrimary(group, time.GetUtcNow()));
        return new()
        {
            ReplicationGroups =
            [
                new()
                {
                    ReplicationGroupId = group,
                    MemberClusters = [group + "-001"],
                    NodeGroups = [new() { PrimaryEndpoint = new() { Address = Datastore.EndpointOf(group) } }],
                    GlobalReplicationGroupInfo = new()
                    {
                        GlobalReplicationGroupMemberRole = primary ? FakeElastiCache.Primary : FakeElastiCache.Secondary,
                    },
                },
            ],
        };
    }

    private sealed class View(SimulatedElastiCache cloud, SimulatedNetwork network)
        : AmazonElastiCacheClient(new AnonymousAWSCredentials(), RegionEndpoint.USEast2)
    {
        public override Task<DescribeReplicationGroupsResponse> DescribeReplicationGroupsAsync(
            DescribeReplicationGroupsRequest request, CancellationToken cancellationToken = default) =>
                network.SendAsync(cloud.Describe, cancellationToken);

        public override Task<DescribeCacheClustersResponse> DescribeCacheClustersAsync(
            DescribeCacheClustersRequest request, CancellationToken cancellationToken = default) =>
            network.SendAsync(Notifications, cancellationToken);

        private static DescribeCacheClustersResponse Notifications() =>
            new() { CacheClusters = [new() { NotificationConfiguration = new() { TopicStatus = "active" } }] };
    }
}

/// <summary>Who the primary really was at which time.</summary>
internal sealed class Datastore
{
    private readonly List<(DateTimeOffset From, string[] Primaries)> _times = [];

    /// <summary>When who became the primary.</summary>
    public IReadOnlyList<(DateTimeOffset From, string[] Primaries)> Promotions => _times;

    public static string EndpointOf(string group) => $"master.{group}.cache.amazonaws.com";

    public void Promote(DateTimeOffset at, params string[] primaries) => _times.Add((at, primaries));

    /// <summary>Those who are the primary at last: one, unless something is wrong.</summary>
    public IReadOnlyList<string> Primaries => _times[^1].Primaries;

    /// <summary>The number of the promotion by which a group is or was the primary at last, at a time; -1 for none.</summary>
    public int PromotionOf(string group, DateTimeOffset at) =>
        _times.FindLastIndex(time => time.From <= at && time.Primaries.Contains(group));

    public bool IsPrimary(string group, DateTimeOffset at) => _times.FindLast(time => time.From <= at).Primaries is { } primaries
        ? primaries.Contains(group)
        : _times[0].Primaries.Contains(group);
}
