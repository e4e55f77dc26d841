using System.Globalization;
using Amazon.ElastiCache.Model;
using SessionStore.Ops.Looking;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands;

/// <summary>Promotes a Region: the planned failover, and the way back.</summary>
internal static class PromoteCommand
{
    /// <summary>Checks, asks, promotes, and follows the change until the writer name leads to the Region.</summary>
    /// <param name="operator">The store and the person.</param>
    /// <param name="region">The Region to promote.</param>
    /// <param name="lagLimit">The replication lag, in seconds, that may be lost.</param>
    /// <param name="acceptLag">Whether to go on although the lag is higher or unknown.</param>
    /// <param name="force">Whether to go on although other checks failed, and leave the answer to ElastiCache.</param>
    /// <param name="cancellationToken">Ends the wait; a promotion that was asked for goes on.</param>
    /// <exception cref="OpsException">A check failed, and nothing was changed; or the change was not done in time.</exception>
    public static async Task<int> RunAsync(
        Operator @operator, string region, double lagLimit, bool acceptLag, bool force, CancellationToken cancellationToken)
    {
        var store = @operator.Store;
        var promoted = store.Region(region);
        var look = await @operator.Looker.LookAsync(cancellationToken);
        if (look.At(promoted).Role == RegionLook.Primary)
        {
            return AlreadyPrimary(@operator, look, promoted);
        }
        if (!acceptLag && LagProblem(look.At(promoted), lagLimit) is { } lagProblem)
        {
            Refusals.Throw($"{region} cannot be promoted", [lagProblem, .. Problems(look, promoted)]);
        }
        var ignored = Refusals.Check($"{region} cannot be promoted", [.. Problems(look, promoted)], force);
        var lag = look.At(promoted).LagSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds} s") : "unknown";
        if (!@operator.Confirm($"promote {region} (replication lag {lag})", [.. ignored, .. Warnings(look, promoted)], word: region))
        {
            return 0;
        }
        // Through the Region that is promoted: it answers on the day, too, on which the other one does not.
        await @operator.Clients.ElastiCache(region).FailoverGlobalReplicationGroupAsync(new FailoverGlobalReplicationGroupRequest
        {
            // The stacks learn of another datastore only after "Fail back" in the runbook.
            GlobalReplicationGroupId = look.At(promoted).GlobalReplicationGroupId ?? store.GlobalReplicationGroupId,
            PrimaryRegion = region,
            PrimaryReplicationGroupId = promoted.ReplicationGroupId,
        }, cancellationToken);
        @operator.Tell($"ElastiCache has accepted the promotion of {region}");
        await @operator.FollowAsync(async () =>
            await @operator.Looker.GroupAsync(promoted, cancellationToken) is var group && group.Role != RegionLook.Primary
                ? $"{region} is {(group.Answers ? group.Role ?? "no member of the datastore" : "not answering")}"
                : null, cancellationToken);
        @operator.Tell($"{region} is the primary");
        await RecordFollowing.FollowAsync(@operator, promoted, cancellationToken);
        return 0;
    }

    private static int AlreadyPrimary(Operator @operator, StoreLook look, DeployedRegion promoted)
    {
        var name = look.Store.WriterName;
        @operator.Say($"{promoted.Name} is the primary already. Nothing has been changed.");
        return (look.Record, look.Record.Target == promoted.PrimaryEndpoint) switch
        {
            ({ Silence: { } silence }, _) => throw new OpsException($"{silence}. Whether {name} leads to {promoted.Name} is unknown."),
            ({ Foreign: { } foreign }, _) => throw new OpsException(foreign),
            (_, true) => 0,
            ({ Pin: { } pin }, _) when pin != promoted.ReplicationGroupId =>
                throw new OpsException($"{name} is pinned to {pin} and stays there: unpin first"),
            _ => throw new OpsException($"{name} leads to {look.Record.Target ?? "nothing"}, not to {promoted.Name}: ask the functions to "
                + "look with reconcile"),
        };
    }

    private static string? LagProblem(RegionLook member, double lagLimit) => member.Answers && !(member.LagSeconds <= lagLimit)
        ? string.Create(CultureInfo.InvariantCulture,
            $"the replication lag is {(member.LagSeconds is { } lag ? $"{lag} s" : "unknown")}: expected at most {lagLimit} s (--max-lag); "
                + $"--accept-lag loses what has not been replicated")
        : null;

    private static IEnumerable<string> Problems(StoreLook look, DeployedRegion promoted)
    {
        var member = look.At(promoted);
        if (!member.Answers)
        {
            yield return UnknownCause.Among(member.Unknown)[0].Reason;
        }
        else if (member.Role is null)
        {
            yield return $"{promoted.ReplicationGroupId} is no member of a datastore: expected {RegionLook.Secondary}";
        }
        // ElastiCache's own condition for FailoverGlobalReplicationGroup, and the only one that the API reference has.
        else if (!Datastore.IsSettled(member.DatastoreStatus))
        {
            yield return $"the datastore {member.GlobalReplicationGroupId} is {member.DatastoreStatus ?? "in an unknown state"}: expected "
                + $"{Datastore.Expected}";
        }
        if (look.Record.Pin is { } pin && pin != promoted.ReplicationGroupId)
        {
            yield return $"{look.Store.WriterName} is pinned to {pin} and would stay there: unpin first";
        }
        if (look.Record.Foreign is { } foreign)
        {
            yield return foreign;
        }
    }

    private static IEnumerable<string> Warnings(StoreLook look, DeployedRegion promoted)
    {
        // A member that takes its daily snapshot is no reason to refuse.
        foreach (var busy in look.Regions.Where(region => region.Status is not null and not "available"))
        {
            yield return $"{busy.Region.ReplicationGroupId} is {busy.Status}, not available: the promotion may take longer.";
        }
        foreach (var silent in look.Silent.Where(region => region.Region != promoted))
        {
            yield return $"{UnknownCause.Among(silent.Unknown)[0].Reason}. ElastiCache may need both Regions for a promotion; disassociate "
                + "is the way out when it does.";
        }
        // Route 53's control plane may have been lost with the Region that is to be left.
        if (look.Record.Silence is { } silence)
        {
            yield return $"{silence}. {look.Store.WriterName} cannot follow before it does; until then writers need the output "
                + $"primaryEndpoint of stack {promoted.Stack}. "
                + "Whether a pin holds the name is unknown.";
        }
    }
}
