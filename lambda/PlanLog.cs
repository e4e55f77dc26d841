using Amazon.Lambda.Core;

namespace SessionStore.Failover;

/// <summary>Says in the log what was decided and why.</summary>
public static class PlanLog
{
    /// <summary>Logs a plan before it is carried out.</summary>
    public static void LogPlan(this ILambdaLogger log, NoticeKind kind, Sight sight, Plan plan, FailoverSettings settings)
    {
        var (group, records, _) = sight;
        if (kind == NoticeKind.Unpin && plan.Claim == Claim.PinnedElsewhere)
        {
            log.LogWarning(
                "The pin names {pinnedGroup}, not {replicationGroupId}: left as it is. Unpin it through the topic of that group's Region",
                records.PinnedGroup!, group.Id);
        }
        switch (plan.Claim)
        {
            case Claim.PinnedElsewhere when group.Role == MemberRole.Primary:
                log.LogWarning(
                    "{replicationGroupId} is the primary but {pinnedGroup} is pinned: {writerName} is left alone", group.Id,
                    records.PinnedGroup!, settings.WriterName);
                break;
            case Claim.PinnedElsewhere:
                log.LogInformation(
                    "{pinnedGroup} is pinned: {replicationGroupId} ({role}) leaves {writerName} alone", records.PinnedGroup!, group.Id,
                    group.Role, settings.WriterName);
                break;
            case Claim.None:
                log.LogInformation(
                    "{replicationGroupId} has the role {role}: {writerName} is another Region's", group.Id, group.Role, settings.WriterName);
                break;
            case Claim.Own when plan.MovesRecord:
                log.LogInformation(
                    "Moving {writerName} from {oldTarget} to {endpoint} of {replicationGroupId} ({role}, {noticeKind})", settings.WriterName,
                    records.AtWriterName is [var old] ? string.Join(' ', WriterRecords.ValuesOf(old)) : "nothing", group.Endpoint!,
                    group.Id, group.Role, kind);
                break;
            default:
                log.LogInformation(
                    "{writerName} names {endpoint} of {replicationGroupId} ({role}) already", settings.WriterName, group.Endpoint!, group.Id,
                    group.Role);
                break;
        }
        if (plan.Changes.Count > 0)
        {
            log.LogInformation("{noticeKind} makes {changes} change(s) in zone {hostedZoneId}", kind, plan.Changes.Count, settings.HostedZoneId);
        }
    }
}
