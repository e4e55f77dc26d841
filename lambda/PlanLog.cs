using Amazon.Lambda.Core;

namespace SessionStore.Failover;

/// <summary>Says in the log what was decided and why.</summary>
internal static class PlanLog
{
    /// <summary>Logs a plan before it is carried out.</summary>
    public static void LogPlan(
        this ILambdaLogger log, NoticeKind kind, ReplicationGroup group, WriterRecords records, Plan plan, FailoverSettings settings)
    {
        if (records.History is null)
        {
            log.LogWarning(
                "{historyName} says nothing that a history says and is taken for an empty one: {values}", settings.HistoryName,
                string.Join(' ', WriterRecords.ValuesOf(records.HistoryRecord!)));
        }
        log.LogDecision(kind, group, records.HistoryOrEmpty, plan.Decision, settings);
        if (plan.MovesRecord)
        {
            log.LogInformation(
                "Moving {writerName} from {oldTarget} to {endpoint} of {replicationGroupId} ({role}, {noticeKind})", settings.WriterName,
                records.Writer(settings.WriterName) is { } old ? string.Join(' ', WriterRecords.ValuesOf(old)) : "nothing", group.Endpoint!,
                group.Id, group.Role, kind);
        }
        else if (plan.Decision.Standing == Standing.Here)
        {
            log.LogInformation(
                "{writerName} names {endpoint} of {replicationGroupId} ({role}) already", settings.WriterName, group.Endpoint!, group.Id,
                group.Role);
        }
        if (plan.Changes.Count > 0)
        {
            log.LogInformation("{noticeKind} makes {changes} change(s) in zone {hostedZoneId}", kind, plan.Changes.Count,
                settings.HostedZoneId);
        }
    }

    /// <summary>Logs a decision by which the name is not this Region's, and an order that is not carried out.</summary>
    public static void LogDecision(
        this ILambdaLogger log, NoticeKind kind, ReplicationGroup group, WriterHistory before, Decision decision,
        FailoverSettings settings)
    {
        switch (decision.Refusal)
        {
            case OrderRefusal.Superseded:
                log.LogWarning(
                    "{noticeKind} of {replicationGroupId} is not carried out: {order} is a later order", kind, group.Id, before.Order!);
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
        }
    }

    /// <summary>Logs what came of a look that Route 53 did not answer.</summary>
    public static void LogSilence(this ILambdaLogger log, RegionState state, Kept kept, bool overriding, FailoverSettings settings)
    {
        var reason = state.Silence!.Message;
        if (overriding)
        {
            log.LogWarning(
                "{reason} OVERRIDING: {writerName} was last seen at {oldTarget} and is to lead to {endpoint} of {replicationGroupId} "
                + "({role}), by its health check, two to three minutes after this has begun. The record is changed when Route 53 answers",
                reason, settings.WriterName, kept.Records?.Target ?? "a place that is not known", state.Group.Endpoint!, state.Group.Id,
                state.Group.Role);
        }
        else
        {
            log.LogWarning(
                "{reason} {writerName} was last seen at {target}, and {replicationGroupId} ({role}) has nothing to change in that", reason,
                settings.WriterName, kept.Records?.Target ?? "a place that is not known", state.Group.Id, state.Group.Role);
        }
    }
}
