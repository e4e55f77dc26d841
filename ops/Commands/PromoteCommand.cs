using System.Globalization;
using Amazon.ElastiCache.Model;
using SessionStore.Ops.Looking;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands;

/// <summary>Promotes a Region: the planned failover, and the way back.</summary>
public static class PromoteCommand
{
    /// <summary>Checks, asks, promotes, and follows the change until the writer name leads to the Region.</summary>
    /// <param name="operator">The store and the person.</param>
    /// <param name="region">The Region to promote.</param>
    /// <param name="lagLimit">The replication lag, in seconds, that may be lost.</param>
    /// <param name="acceptLag">Whether to go on although the lag is higher or unknown.</param>
    /// <param name="cancellationToken">Ends the wait; a promotion that was asked for goes on.</param>
    /// <exception cref="OpsException">A check failed, and nothing was changed; or the change was not done in time.</exception>
    public static async Task<int> RunAsync(Operator @operator, string region, double lagLimit, bool acceptLag, CancellationToken cancellationToken)
    {
        var store = @operator.Store;
        var promoted = store.Region(region);
        var look = await @operator.Looker.LookAsync(cancellationToken);
        if (look.At(promoted).Role == RegionLook.Primary)
        {
            @operator.Say($"{region} is the primary already. Nothing has been changed.");
            return look.Record.Target == promoted.PrimaryEndpoint ? 0 : throw new OpsException(
                $"{store.WriterName} leads to {look.Record.Target ?? "nothing"}, not to {region}: ask the functions to look with reconcile");
        }
        if (Problems(look, promoted, lagLimit, acceptLag).ToArray() is { Length: > 0 } problems)
        {
            throw new OpsException($"{region} cannot be promoted. Nothing has been changed.{string.Concat(problems.Select(problem => $"{Environment.NewLine}  {problem}"))}");
        }
        var lag = look.At(promoted).LagSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds} s") : "unknown";
        // No reason to refuse: Route 53's control plane may have been lost with the Region that is to be left.
        var warning = look.Record.Unknown is { } unknown
            ? $"{unknown}. {store.WriterName} cannot follow before it does; until then writers need the output primaryEndpoint of stack {promoted.Stack}. Whether a pin holds the name is unknown."
            : null;
        if (!@operator.Confirm($"promote {region} (replication lag {lag})", warning, word: region))
        {
            return 0;
        }
        // Through the Region that is promoted: it answers on the day, too, on which the other one does not.
        await @operator.Clients.ElastiCache(region).FailoverGlobalReplicationGroupAsync(new FailoverGlobalReplicationGroupRequest
        {
            GlobalReplicationGroupId = store.GlobalReplicationGroupId,
            PrimaryRegion = region,
            PrimaryReplicationGroupId = promoted.ReplicationGroupId,
        }, cancellationToken);
        @operator.Tell($"ElastiCache has accepted the promotion of {region}");
        await @operator.FollowAsync(async () =>
            (await @operator.Looker.GroupAsync(promoted, cancellationToken)).Role is var role && role != RegionLook.Primary
                ? $"{region} is {role ?? "not answering"}"
                : null, cancellationToken);
        @operator.Tell($"{region} is the primary");
        await RecordFollowing.FollowAsync(@operator, promoted, cancellationToken);
        return 0;
    }

    private static IEnumerable<string> Problems(StoreLook look, DeployedRegion promoted, double lagLimit, bool acceptLag)
    {
        var member = look.At(promoted);
        if (!member.Answers)
        {
            yield return member.Unknown[0];
            yield break;
        }
        if (member.Role is null)
        {
            yield return $"{promoted.ReplicationGroupId} is no member of the datastore: expected {RegionLook.Secondary}";
        }
        foreach (var busy in look.Regions.Where(region => region.Answers && region.Status != "available"))
        {
            yield return $"{busy.Region.ReplicationGroupId} is {busy.Status}: expected available";
        }
        if (look.Record.Pin is { } pin && pin != promoted.ReplicationGroupId)
        {
            yield return $"{look.Store.WriterName} is pinned to {pin} and would stay there: unpin first";
        }
        if (!acceptLag && !(member.LagSeconds <= lagLimit))
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"the replication lag is {(member.LagSeconds is { } lag ? $"{lag} s" : "unknown")}: expected at most {lagLimit} s (--max-lag); --accept-lag loses what has not been replicated");
        }
    }
}
