using Amazon.ElastiCache.Model;
using Amazon.Lambda.Core;

namespace SessionStore.Failover;

/// <summary>
/// Looks whether ElastiCache still publishes to the Region's topic. It stops for good after one failed attempt and nothing else shows
/// it, but it is never a reason to delay or fail a move: the check runs beside the work and ends in a log line and a metric.
/// </summary>
internal sealed class NotificationCheck(ReplicationGroups groups, TimeProvider time)
{
    /// <summary>The most that an invocation waits for the check once its work is done, if it has that long.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private const string Active = "active";

    private string? _member;

    /// <summary>Asks for the state of a group's notifications, through one of its cache clusters.</summary>
    /// <param name="replicationGroupId">The group.</param>
    /// <param name="group">Its description, which may still be on its way.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>"active", "inactive", or null without a topic.</returns>
    public async Task<string?> StartAsync(
        string replicationGroupId, Task<ReplicationGroup> group, CancellationToken cancellationToken)
    {
        try
        {
            // ElastiCache numbers a group's clusters, and the first one is nearly always there: no need to wait for their list. In cluster
            // mode the shard's number comes before it, and of the shards none is there for good: then a warm function knows who answered.
            return await groups.NotificationStatusAsync(_member ?? replicationGroupId + "-001", cancellationToken).ConfigureAwait(false);
        }
        catch (CacheClusterNotFoundException)
        {
            var member = (await group.ConfigureAwait(false)).MemberClusterId ?? throw new FailoverException(
                $"Replication group {replicationGroupId} has no member clusters; expected one to ask about its notifications.");
            var status = await groups.NotificationStatusAsync(member, cancellationToken).ConfigureAwait(false);
            _member = member;
            return status;
        }
    }

    /// <summary>Logs what the check found.</summary>
    /// <returns>Whether notifications are active; null when that could not be learned. Never throws.</returns>
    public async Task<bool?> ReportAsync(Task<string?> check, string replicationGroupId, TimeBudget budget, ILambdaLogger log)
    {
        try
        {
            var status = await check.WaitAsync(budget.Left < Grace ? budget.Left : Grace, time).ConfigureAwait(false);
            if (status == Active)
            {
                return true;
            }
            log.LogWarning(
                "ElastiCache does not publish to the topic of {replicationGroupId}: its notifications are {topicStatus}, expected active. "
                + "Run: aws elasticache modify-replication-group --replication-group-id {group} --notification-topic-status active "
                + "--apply-immediately",
                replicationGroupId, status ?? "absent", replicationGroupId);
            return false;
        }
        catch (Exception e) // whatever it is, the writer record is more important
        {
            log.LogWarning(e, "Whether ElastiCache publishes to the topic of {replicationGroupId} could not be learned",
                replicationGroupId);
            return null;
        }
    }
}
