using System.Globalization;
using Amazon.ElastiCache.Model;
using SessionStore.Contract;
using SessionStore.Ops.Status;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands;

/// <summary>Promotes a Region: the planned failover, and the way back.</summary>
internal static class PromoteCommand
{
    /// <summary>Checks, asks, promotes, and follows the change until the writer name leads to the Region.</summary>
    /// <param name="cancellationToken">Ends the wait; a promotion that was asked for goes on.</param>
    /// <exception cref="OpsException">A check failed, and nothing was changed; or the change was not done in time.</exception>
    public static async Task<int> RunAsync(
        CommandContext context, string region, PromoteOptions options, CancellationToken cancellationToken)
    {
        var store = context.Store;
        var promoted = store.Region(region);
        var status = await context.StatusReader.ReadAsync(cancellationToken);
        if (ReplicatedPromotion.IsFor(status, promoted))
        {
            return await ReplicatedPromotion.RunAsync(context, status, promoted, options, cancellationToken);
        }
        if (status.At(promoted).Role == MemberRoles.Primary)
        {
            return AlreadyPrimary(context, status, promoted);
        }
        if (!options.AcceptLag && LagProblem(status.At(promoted), options.LagLimit) is { } lagProblem)
        {
            Refusals.Throw($"{region} cannot be promoted", [lagProblem, .. Problems(status, promoted)]);
        }
        var ignored = Refusals.Check($"{region} cannot be promoted", [.. Problems(status, promoted)], options.Force);
        var lag = status.At(promoted).LagSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds} s") : "unknown";
        if (!context.Confirm($"promote {region} (replication lag {lag})", [.. ignored, .. Warnings(status, promoted)], word: region))
        {
            return 0;
        }
        // Through the Region that is promoted: it answers on the day, too, on which the other one does not.
        await context.Clients.ElastiCache(region).FailoverGlobalReplicationGroupAsync(new FailoverGlobalReplicationGroupRequest
        {
            // The stacks learn of another datastore only after "Fail back" in the runbook.
            GlobalReplicationGroupId = status.At(promoted).GlobalReplicationGroupId ?? store.GlobalReplicationGroupId,
            PrimaryRegion = region,
            PrimaryReplicationGroupId = promoted.ReplicationGroupId,
        }, cancellationToken);
        context.Tell($"ElastiCache has accepted the promotion of {region}");
        await context.FollowAsync(async () =>
            await context.StatusReader.GroupAsync(promoted, cancellationToken) is var group && group.Role != MemberRoles.Primary
                ? $"{region} is {(group.Answers ? group.Role ?? "no member of the datastore" : "not answering")}"
                : null, cancellationToken);
        context.Tell($"{region} is the primary");
        await RecordFollowing.FollowAsync(context, promoted, cancellationToken);
        return 0;
    }

    private static int AlreadyPrimary(CommandContext context, StoreStatus status, DeployedRegion promoted)
    {
        var name = status.Store.WriterName;
        context.Say($"{promoted.Name} is the primary already. Nothing has been changed.");
        return (status.Record, status.Record.Target == promoted.PrimaryEndpoint) switch
        {
            ({ Silence: not null }, _) when status.At(promoted).Overriding is { Since: not null } or { IsAtHome: true } => Known(),
            ({ Silence: { } silence }, _) => throw new OpsException($"{silence}. Whether {name} leads to {promoted.Name} is unknown."),
            ({ Foreign: { } foreign }, _) => throw new OpsException(foreign),
            (_, true) => 0,
            ({ Pin: { } pin }, _) when pin != promoted.ReplicationGroupId =>
                throw new OpsException($"{name} is pinned to {pin} and stays there: unpin first"),
            _ => throw new OpsException($"{name} leads to {status.Record.Target ?? "nothing"}, not to {promoted.Name}: "
                + "ask the functions to look with reconcile"),
        };

        int Known()
        {
            context.Say(status.At(promoted).Overriding!.Since is { } since
                ? $"It overrides {name} since {OverrideStatus.Time(since)}, because Route 53 does not answer."
                : $"Route 53 does not answer; {status.LastKnown!.Words(status.Store)}.");
            return 0;
        }
    }

    private static string? LagProblem(RegionStatus member, double lagLimit) => member.Answers && !(member.LagSeconds <= lagLimit)
        ? string.Create(CultureInfo.InvariantCulture,
            $"the replication lag is {(member.LagSeconds is { } lag ? $"{lag} s" : "unknown")}: expected at most {lagLimit} s (--max-lag); "
                + $"--accept-lag loses what has not been replicated")
        : null;

    private static IEnumerable<string> Problems(StoreStatus status, DeployedRegion promoted)
    {
        var member = status.At(promoted);
        if (!member.Answers)
        {
            yield return UnknownCause.Among(member.Unknown)[0].Reason;
        }
        else if (member.Role is null)
        {
            yield return $"{promoted.ReplicationGroupId} is no member of a datastore: expected {MemberRoles.Secondary}";
        }
        // ElastiCache's own condition for FailoverGlobalReplicationGroup, and the only one that the API reference has.
        else if (!Datastore.IsSettled(member.DatastoreStatus))
        {
            yield return $"the datastore {member.GlobalReplicationGroupId} is {member.DatastoreStatus ?? "in an unknown state"}: expected "
                + $"{Datastore.Expected}";
        }
        if (status.PinAsKnown is { } pin && !promoted.Owns(pin))
        {
            yield return $"{status.Store.WriterName} is pinned to {pin}{(status.Record.Silence is null ? "" : ", as last known,")} and "
                + "would stay there: unpin first";
        }
        if (status.Record.Foreign is { } foreign)
        {
            yield return foreign;
        }
    }

    private static IEnumerable<string> Warnings(StoreStatus status, DeployedRegion promoted)
    {
        // A member that takes its daily snapshot is no reason to refuse.
        foreach (var busy in status.Regions.Where(region => region.Status is not null and not "available"))
        {
            yield return $"{busy.Region.ReplicationGroupId} is {busy.Status}, not available: the promotion may take longer.";
        }
        foreach (var silent in status.Silent.Where(region => region.Region != promoted))
        {
            yield return $"{UnknownCause.Among(silent.Unknown)[0].Reason}. ElastiCache may need both Regions for a promotion; disassociate "
                + "is the way out when it does.";
        }
        // Route 53's control plane may have been lost with the Region that is to be left.
        if (status.Record.Silence is { } silence)
        {
            yield return promoted.Overrides
                ? $"{silence}. {promoted.Name} will override the record: {status.Store.WriterName} leads there two to three minutes after "
                    + "the promotion, and when Route 53 answers again, the record follows. "
                    + (status.LastKnown is { } known ? $"Now, {known.Words(status.Store)}." : "Whether a pin holds the name is unknown.")
                : $"{silence}. {status.Store.WriterName} cannot follow before it does; until then writers need the output "
                    + $"{OutputNames.PrimaryEndpoint} of stack {promoted.Stack}. "
                    + "Whether a pin holds the name is unknown.";
        }
    }
}
