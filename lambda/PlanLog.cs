using Amazon.Lambda.Core;

namespace SessionStore.Failover;

/// <summary>Says in the log what was decided and why.</summary>
internal static class PlanLog
{
    /// <summary>Logs a plan before it is carried out.</summary>
    public static void LogPlan(this ILambdaLogger log, NoticeKind kind, RegionState state, Plan plan, FailoverSettings settings)
    {
        var (group, records, _) = state;
        var decision = plan.Decision;
        if (records.History is null)
        {
            log.LogWarning(
                "{historyName} says nothing that a history says and is taken for an empty one: {values}", settings.HistoryName,
                string.Join(' ', WriterRecords.ValuesOf(records.HistoryRecord!)));
        }
        switch (decision.Refusal)
        {
            case OrderRefusal.Superseded:
                log.LogWarning(
                    "{noticeKind} of {replicationGroupId} is not carried out: {order} is a later order", kind, group.Id,
                        records.HistoryOrEmpty.Order!);
                break;
            case OrderRefusal.Expired:
                log.LogWarning(
                    "{noticeKind} of {replicationGroupId} is not carried out: it is older than {minutes} minutes. Give it again",
                    kind, group.Id, Decision.OldestOrder.TotalMinutes);
                break;
        }
        switch (decision.Standing)
        {
            case Standing.PinnedElsewhere when group.Role == MemberRole.Primary:
                log.LogWarning(
                    "{replicationGroupId} is the primary but {pinnedGroup} is pinned: {writerName} is left alone", group.Id,
                    decision.Pinned!, settings.WriterName);
                break;
            case Standing.PinnedElsewhere:
                log.LogInformation(
                    "{pinnedGroup} is pinned: {replicationGroupId} ({role}) leaves {writerName} alone", decision.Pinned!, group.Id,
                    group.Role, settings.WriterName);
                break;
            case Standing.Held:
                log.LogWarning(
                    "ElastiCache shows {replicationGroupId} as the primary, but {writerName} went to {claim}: "
                    + "what ElastiCache shows may be out of date. If both stay primaries, pin the right one",
                    group.Id, settings.WriterName, decision.History.Claim!);
                break;
            case Standing.Elsewhere:
                log.LogInformation(
                    "{replicationGroupId} has the role {role}: {writerName} is another Region's", group.Id, group.Role,
                        settings.WriterName);
                break;
            case Standing.Here when plan.MovesRecord:
                log.LogInformation(
                    "Moving {writerName} from {oldTarget} to {endpoint} of {replicationGroupId} ({role}, {noticeKind})",
                        settings.WriterName,
                    records.AtWriterName is [var old] ? string.Join(' ', WriterRecords.ValuesOf(old)) : "nothing", group.Endpoint!,
                    group.Id, group.Role, kind);
                break;
            default:
                log.LogInformation(
                    "{writerName} names {endpoint} of {replicationGroupId} ({role}) already", settings.WriterName, group.Endpoint!,
                        group.Id,
                    group.Role);
                break;
        }
        if (plan.Changes.Count > 0)
        {
            log.LogInformation("{noticeKind} makes {changes} change(s) in zone {hostedZoneId}", kind, plan.Changes.Count,
                settings.HostedZoneId);
        }
    }
}
