using System.Globalization;
using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Replicating;
using SessionStore.Ops.Status;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands;

/// <summary>
/// Promotes a Region that a replicator fills now, and the way back. No role of ElastiCache's moves the name here: an order does, like a
/// pin, and it comes after the Region's store has been closed to its replicator.
/// </summary>
internal static class ReplicatedPromotion
{
    /// <summary>Whether a promotion is one of this kind: the Region is replicated, or the writer name leads to one that is.</summary>
    public static bool IsFor(StoreStatus status, DeployedRegion promoted) =>
        promoted.IsReplicated || Writer(status) is { IsReplicated: true };

    /// <summary>Checks, asks, closes the store to its replicator, orders, and follows until the writer name leads there.</summary>
    /// <param name="lagLimit">The lag, in seconds, that may be lost.</param>
    /// <param name="acceptLag">Whether to go on although the replicator is behind, or it is unknown whether it is.</param>
    /// <param name="force">Whether to go on although other checks failed, or the store could not be closed.</param>
    /// <param name="cancellationToken">Ends the wait; an order that was published goes on.</param>
    /// <exception cref="OpsException">A check failed, and nothing was changed; or the change was not done in time.</exception>
    public static async Task<int> RunAsync(CommandContext context, StoreStatus status, DeployedRegion promoted, double lagLimit,
        bool acceptLag, bool force, CancellationToken cancellationToken)
    {
        var (name, region, member) = (context.Store.WriterName, promoted.Name, status.At(promoted));
        if (status.Record.Silence is null && status.Record.Target == promoted.PrimaryEndpoint)
        {
            context.Say($"{name} leads to {region} already. Nothing has been changed.");
            return 0;
        }
        // Of a datastore's members only the primary takes writes, and without a pin the name goes to it by itself.
        var kind = promoted.IsReplicated ? NoticeKind.Pin : NoticeKind.Unpin;
        string[] problems = [.. Problems(status, promoted, kind)];
        if (!acceptLag && Behind(member, lagLimit).ToArray() is { Length: > 0 } behind)
        {
            Refusals.Throw($"{region} cannot be promoted", [.. behind, "--accept-lag loses what has not been replicated", .. problems]);
        }
        var ignored = Refusals.Check($"{region} cannot be promoted", problems, force);
        var lag = member.LagSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds} s") : "unknown";
        var state = member.Replicator?.Words ?? "in an unknown state";
        var deed = $"promote {region} (replicator {state}, lag {lag})";
        if (!context.Confirm(deed, [.. ignored, .. Warnings(status, promoted, kind)], region))
        {
            return 0;
        }
        var fence = new ReplicatorFence(context, promoted);
        var closed = await fence.CloseAsync(force, cancellationToken);
        try
        {
            await (kind == NoticeKind.Pin
                ? PinCommand.OrderAsync(context, status, promoted, direct: false, cancellationToken)
                : UnpinCommand.OrderAsync(context, status, cancellationToken));
            if (kind == NoticeKind.Unpin)
            {
                // Not to wait for the minute rule: until the name moves, what the old writer acknowledges is lost.
                await context.PublishAsync(promoted, MessageKeys.Reconcile, cancellationToken);
            }
            await RecordFollowing.FollowAsync(context, promoted, cancellationToken);
        }
        catch (Exception failure) when (failure is OpsException || ServiceFailure.Is(failure, cancellationToken))
        {
            throw new OpsException(fence.After(failure is OpsException ? failure.Message : ServiceFailure.Of(failure).Message, closed));
        }
        context.Tell($"the replicator of {region} rests once it sees the name; status shows it within two minutes");
        return 0;
    }

    private static DeployedRegion? Writer(StoreStatus status) =>
        status.Record.Silence is null ? status.Store.AtEndpoint(status.Record.Target) : status.Store.OfGroup(status.PinAsKnown);

    private static IEnumerable<string> Behind(RegionStatus member, double lagLimit)
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

    private static IEnumerable<string> Problems(StoreStatus status, DeployedRegion promoted, NoticeKind kind)
    {
        var member = status.At(promoted);
        if (promoted.ReplicatorGroup is null)
        {
            yield return $"stack {promoted.Stack} has no output {OutputNames.ReplicatorGroupName}: nothing brings the sessions of "
                + $"{Writer(status)?.Name ?? "the writer's Region"} there";
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

    private static IEnumerable<string> Warnings(StoreStatus status, DeployedRegion promoted, NoticeKind kind)
    {
        var name = status.Store.WriterName;
        yield return kind == NoticeKind.Pin
            ? $"{name} will be pinned to {promoted.Name}, and will follow no promotion until another Region is promoted."
            : $"The pin goes: {name} will lead to {promoted.Name}, the primary, and follow promotions again.";
        if (Writer(status) is { } old)
        {
            yield return $"{old.Name} goes on accepting writes from whoever has not looked the name up again: ElastiCache cannot be told "
                + "to refuse them. What is written there from the moment that the store here is closed until writers have followed the "
                + "name, some seconds to a minute and the record's time to live, is lost.";
        }
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
