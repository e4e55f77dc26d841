using System.Globalization;
using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Ops.Status;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands;

/// <summary>What is looked at before a promotion of a replicated Region, or the way back.</summary>
internal static class ReplicatedChecks
{
    /// <summary>The Region that the writer name leads to, as far as is known; null for none of the store's.</summary>
    public static DeployedRegion? Writer(StoreStatus status) =>
        status.Record.Silence is null ? status.Store.AtEndpoint(status.Record.Target) : status.Store.OfGroup(status.PinAsKnown);

    /// <summary>What has not arrived there, or may not have.</summary>
    public static IEnumerable<string> Behind(RegionStatus member, double lagLimit)
    {
        if (member.Replicator is not { InStep: true } replicator)
        {
            var why = UnknownCause.Among(member.Unknown.Where(fact => fact.Name == RegionStatus.NameOf(nameof(RegionStatus.Replicator))));
            yield return $"the replicator of {member.Region.Name} is {member.Replicator?.Words ?? "in an unknown state"}"
                + $"{(why is [var cause, ..] ? $" ({cause.Reason})" : "")}: expected in step";
        }
        if (!(member.LagSeconds <= lagLimit))
        {
            var lag = member.LagSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds} s") : "unknown";
            yield return string.Create(CultureInfo.InvariantCulture,
                $"the replication lag is {lag}: expected at most {lagLimit} s (--max-lag)");
        }
    }

    /// <summary>Why the Region cannot be promoted now.</summary>
    public static IEnumerable<string> Problems(StoreStatus status, DeployedRegion promoted, NoticeKind kind)
    {
        var member = status.At(promoted);
        if (promoted.ReplicatorGroup is null)
        {
            yield return $"stack {promoted.Stack} has no output {OutputNames.ReplicatorGroupName}: nothing brings the sessions of "
                + $"{Writer(status)?.Name ?? "the writer's Region"} there";
        }
        if (member.Writes is { Refuses: true } refused)
        {
            yield return $"{promoted.ReplicationGroupId} refuses writes ({refused.Words}): accept-writes {promoted.Name} first";
        }
        if (kind == NoticeKind.Pin)
        {
            foreach (var problem in PinCommand.Problems(status, promoted, direct: false))
            {
                yield return problem;
            }
            yield break;
        }
        if (!member.Answers)
        {
            yield return UnknownCause.Among(member.Unknown)[0].Reason;
        }
        else if (member.Role != MemberRoles.Primary)
        {
            yield return $"{promoted.ReplicationGroupId} is {member.Role ?? "no member of a datastore"}: expected {MemberRoles.Primary}. "
                + $"Promote the primary first{(status.Primaries is [var primary] ? $" ({primary.Region.Name})" : "")}, which brings the "
                + "sessions back to the datastore";
        }
        if (status.Record.Silence is { } silence)
        {
            yield return $"{silence}: the pin that has to be taken away is there";
        }
        if (status.Record.Foreign is { } foreign)
        {
            yield return foreign;
        }
    }

    /// <summary>What a promotion means.</summary>
    public static IEnumerable<string> Warnings(StoreStatus status, DeployedRegion promoted, NoticeKind kind)
    {
        var name = status.Store.WriterName;
        yield return kind == NoticeKind.Pin
            ? $"{name} will be pinned to {promoted.Name}, and will follow no promotion until another Region is promoted."
            : $"The pin goes: {name} will lead to {promoted.Name}, the primary, and follow promotions again.";
        if (status.At(promoted).Replicator is { } replicator)
        {
            foreach (var finding in replicator.Findings())
            {
                yield return $"{promoted.Name}: {finding}.";
            }
        }
        if (status.Record.Silence is { } silence && promoted.Overrides)
        {
            yield return $"{silence}. {promoted.Name} will override the record: two to three minutes later {name} leads there in every "
                + "Region, and when Route 53 answers again, the record follows.";
        }
    }
}
