using Amazon.Lambda.Core;

namespace SessionStore.Failover;

/// <summary>
/// Looks whether ElastiCache still publishes to the Region's topic. It stops for good after one failed attempt and nothing else shows
/// it, but it is never a reason to delay or fail a move: the check runs beside the work and ends in a log line and a metric.
/// </summary>
public sealed class NotificationCheck(ReplicationGroups groups, TimeProvider time)
{
    /// <summary>The most that an invocation waits for the check once its work is done.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private const string Active = "active";

    /// <summary>Starts the check of a group.</summary>
    public async Task<string?> StartAsync(ReplicationGroup group, CancellationToken cancellationToken) =>
        group.MemberClusterId is { } member
            ? await groups.NotificationStatusAsync(member, cancellationToken).ConfigureAwait(false)
            : throw new FailoverException($"Replication group {group.Id} has no member clusters; expected one to ask about its notifications.");

    /// <summary>Logs what the check found.</summary>
    /// <returns>Whether notifications are active; null when that could not be learned. Never throws.</returns>
    public async Task<bool?> ReportAsync(Task<string?> check, string replicationGroupId, ILambdaLogger log)
    {
        try
        {
            var status = await check.WaitAsync(Grace, time).ConfigureAwait(false);
            if (status == Active)
            {
                return true;
            }
            log.LogWarning(
                "ElastiCache does not publish to the topic of {replicationGroupId}: its notifications are {topicStatus}, expected active. Run: "
                + "aws elasticache modify-replication-group --replication-group-id {group} --notification-topic-status active --apply-immediately",
                replicationGroupId, status ?? "absent", replicationGroupId);
            return false;
        }
        catch (Exception e) // whatever it is, the writer record is more important
        {
            log.LogWarning(e, "Whether ElastiCache publishes to the topic of {replicationGroupId} could not be learned", replicationGroupId);
            return null;
        }
    }
}
