using Amazon;
using Amazon.ElastiCache;
using Amazon.ElastiCache.Model;
using Amazon.Runtime;
using Group = Amazon.ElastiCache.Model.ReplicationGroup;

namespace SessionStore.Lambda.Tests.Support;

/// <summary>ElastiCache with one replication group, whose role may change from one description to the next.</summary>
internal sealed class FakeElastiCache() : AmazonElastiCacheClient(new AnonymousAWSCredentials(), RegionEndpoint.USEast2)
{
    public const string Primary = "PRIMARY";
    public const string Secondary = "SECONDARY";

    public Group? Described { get; set; } = new()
    {
        ReplicationGroupId = World.Group,
        ClusterEnabled = false,
        MemberClusters = [World.Group + "-001", World.Group + "-002"],
        NodeGroups = [new NodeGroup { PrimaryEndpoint = new Endpoint { Address = World.Endpoint, Port = 6379 } }],
    };

    /// <summary>The member role by number of description, counted from 1; null for a stand-alone group.</summary>
    public Func<int, string?> Role { get; set; } = _ => Primary;

    public int Descriptions { get; private set; }

    /// <summary>The status of the topic; a function, so that it can throw or wait.</summary>
    public Func<CancellationToken, Task<string?>> TopicStatus { get; set; } = _ => Task.FromResult<string?>("active");

    public List<string> ClustersAskedFor { get; } = [];

    /// <summary>The clusters that exist.</summary>
    public List<string> Clusters { get; } = [World.Group + "-001", World.Group + "-002"];

    public override Task<DescribeReplicationGroupsResponse> DescribeReplicationGroupsAsync(
        DescribeReplicationGroupsRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Described is null || request.ReplicationGroupId != Described.ReplicationGroupId)
        {
            throw new ReplicationGroupNotFoundException("none");
        }
        Described.GlobalReplicationGroupInfo = Role(++Descriptions) is { } role
            ? new GlobalReplicationGroupInfo { GlobalReplicationGroupMemberRole = role }
            : null;
        return Task.FromResult(new DescribeReplicationGroupsResponse { ReplicationGroups = [Described] });
    }

    public override async Task<DescribeCacheClustersResponse> DescribeCacheClustersAsync(
        DescribeCacheClustersRequest request, CancellationToken cancellationToken = default)
    {
        ClustersAskedFor.Add(request.CacheClusterId);
        if (!Clusters.Contains(request.CacheClusterId))
        {
            throw new CacheClusterNotFoundException("none");
        }
        var status = await TopicStatus(cancellationToken);
        var topic = status is null ? null : new NotificationConfiguration { TopicStatus = status };
        return new DescribeCacheClustersResponse { CacheClusters = [new CacheCluster { NotificationConfiguration = topic }] };
    }
}
