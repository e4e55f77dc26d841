using Amazon.ElastiCache;
using Amazon.ElastiCache.Model;
using SessionStore.Contract;

namespace SessionStore.Failover;

/// <summary>The replication groups of this Region, as ElastiCache describes them.</summary>
internal sealed class ReplicationGroups(IAmazonElastiCache elastiCache)
{
    /// <summary>Describes a group.</summary>
    /// <exception cref="FailoverException">ElastiCache knows no such group in this Region.</exception>
    public async Task<ReplicationGroup> DescribeAsync(string id, CancellationToken cancellationToken)
    {
        var request = new DescribeReplicationGroupsRequest { ReplicationGroupId = id };
        DescribeReplicationGroupsResponse response;
        try
        {
            response = await elastiCache.DescribeReplicationGroupsAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationGroupNotFoundException e)
        {
            throw NotFound(id, e);
        }
        var group = response.ReplicationGroups is [var only, ..] ? only : throw NotFound(id, null);
        return new ReplicationGroup(
            id, RoleOf(group.GlobalReplicationGroupInfo), EndpointOf(group), group.MemberClusters is [var member, ..] ? member : null);
    }

    /// <summary>The state of the notifications about a cache cluster: "active", "inactive", or null without a topic.</summary>
    public async Task<string?> NotificationStatusAsync(string cacheClusterId, CancellationToken cancellationToken)
    {
        var request = new DescribeCacheClustersRequest { CacheClusterId = cacheClusterId };
        var response = await elastiCache.DescribeCacheClustersAsync(request, cancellationToken).ConfigureAwait(false);
        return response.CacheClusters is [var cluster, ..] ? cluster.NotificationConfiguration?.TopicStatus : null;
    }

    // A stand-alone group has no member role. A role that is not known takes no writes as far as anybody knows.
    private static MemberRole RoleOf(GlobalReplicationGroupInfo? membership) => membership?.GlobalReplicationGroupMemberRole switch
    {
        null or "" => MemberRole.StandAlone,
        MemberRoles.Primary => MemberRole.Primary,
        _ => MemberRole.Secondary,
    };

    // With cluster mode on, clients find the shards through the configuration endpoint; the node groups have no primary endpoint.
    private static string? EndpointOf(Amazon.ElastiCache.Model.ReplicationGroup group)
    {
        var endpoint = group.ClusterEnabled is true
            ? group.ConfigurationEndpoint
            : group.NodeGroups is [var shard, ..] ? shard.PrimaryEndpoint : null;
        return string.IsNullOrEmpty(endpoint?.Address) ? null : endpoint.Address;
    }

    private static FailoverException NotFound(string id, Exception? cause)
    {
        var message = $"Replication group {id} was not found in this function's Region; expected the group that "
            + $"{FunctionEnvironment.ReplicationGroupId} names.";
        return cause is null ? new FailoverException(message) : new FailoverException(message, cause);
    }
}
