using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Ops.Status;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands;

/// <summary>Takes the writer name out of the automation's hands.</summary>
internal static class PinCommand
{
    /// <summary>Looks at the Region, asks, moves the writer name there, whatever its role, and keeps it there.</summary>
    /// <param name="direct">Whether to carry the order out from here, round SNS and Lambda.</param>
    /// <param name="force">Whether to give the order although the look found that it cannot be carried out now.</param>
    /// <param name="cancellationToken">Ends the wait; a pin that was published goes on.</param>
    /// <exception cref="OpsException">The order cannot be carried out now, and nothing was changed; or it was not done in time.</exception>
    public static async Task<int> RunAsync(
        CommandContext context, string region, bool direct, bool force, CancellationToken cancellationToken)
    {
        var pinned = context.Store.Region(region);
        var name = context.Store.WriterName;
        var status = await context.StatusReader.ReadAsync(cancellationToken);
        context.Say(Found(status, pinned));
        if (status.Record.Pin == pinned.ReplicationGroupId && status.Record.Target == pinned.PrimaryEndpoint)
        {
            context.Say($"{name} is pinned to {region} already. The order is given again: then none that was given before it undoes it.");
        }
        var ignored = Refusals.Check($"{name} cannot be pinned to {region}", [.. Problems(status, pinned, direct)], force);
        if (!context.Confirm($"pin {name} to {region}{(direct ? ", from here" : "")}", [.. ignored, .. Warnings(status, pinned)], region))
        {
            return 0;
        }
        await OrderAsync(context, status, pinned, direct, cancellationToken);
        await RecordFollowing.FollowAsync(context, pinned, cancellationToken);
        return 0;
    }

    /// <summary>Gives the order, and follows it until it has been carried out.</summary>
    /// <param name="status">What was seen before.</param>
    /// <param name="direct">Whether to carry it out from here, round SNS and Lambda.</param>
    /// <exception cref="OpsException">It was not done in time.</exception>
    public static async Task OrderAsync(
        CommandContext context, StoreStatus status, DeployedRegion pinned, bool direct, CancellationToken cancellationToken)
    {
        if (direct)
        {
            await new DirectOrder(context).GiveAsync(NoticeKind.Pin, pinned, cancellationToken);
        }
        else
        {
            await context.PublishAsync(pinned, MessageKeys.Pin, cancellationToken);
            if (status.Record.Silence is not null)
            {
                await TellOthersAsync(context, pinned, cancellationToken);
            }
        }
        await OrderFollowing.FollowAsync(context, status, [pinned], NoticeKind.Pin, pinned.ReplicationGroupId, cancellationToken);
        context.Tell($"the pin is {pinned.ReplicationGroupId}");
    }

    // Route 53 is where all Regions read a pin. While it does not answer, each has to be told by itself.
    private static Task TellOthersAsync(CommandContext context, DeployedRegion pinned, CancellationToken cancellationToken) =>
        OrderFollowing.PublishAsync(
            context, context.Store.Regions.Where(region => region != pinned && region.Overrides), MessageKeys.PinElsewhere,
            _ => pinned.ReplicationGroupId,
            "While it is not told, its function may override as well, if it runs and its group is the primary: then the name leads to both "
                + "Regions in turn. Give the order again when the Region answers and Route 53 does not.", cancellationToken);

    private static string Found(StoreStatus status, DeployedRegion pinned)
    {
        var (member, record) = (status.At(pinned), status.Record);
        var group = !member.Answers ? "unknown" : member.Status is null ? "nothing: it does not exist"
            : $"{member.Role ?? "no member of a datastore"}, {member.Status}";
        var zone = record.Silence is not null
            ? $"where {status.Store.WriterName} leads and whether it is pinned is unknown"
                + (status.LastKnown is { } known ? $"; {known.Words(status.Store)}" : "")
            : $"{status.Store.WriterName} leads to {status.Store.AtEndpoint(record.Target)?.Name ?? record.Target ?? "nothing"}, pinned to "
                + $"{record.Pin ?? "none"}";
        return $"{pinned.ReplicationGroupId} is {group}; {zone}";
    }

    /// <summary>Why a Region cannot be pinned now.</summary>
    /// <param name="direct">Whether the order goes round SNS and Lambda.</param>
    public static IEnumerable<string> Problems(StoreStatus status, DeployedRegion pinned, bool direct)
    {
        var member = status.At(pinned);
        if (!member.Answers && !direct)
        {
            yield return $"{UnknownCause.Among(member.Unknown)[0].Reason}: the Region's function has to learn the endpoint from it; "
                + "--direct does without";
        }
        else if (member is { Answers: true, Status: null })
        {
            yield return $"{pinned.ReplicationGroupId} does not exist: there is no endpoint to lead writers to";
        }
        if (status.Record.Silence is { } silence && (direct || !pinned.Overrides))
        {
            yield return pinned.Overrides ? $"{silence}: {DirectOrder.NeedsRoute53}" : silence;
        }
        if (status.Record.Foreign is { } foreign)
        {
            yield return foreign;
        }
    }

    private static IEnumerable<string> Warnings(StoreStatus status, DeployedRegion pinned)
    {
        var (name, member) = (status.Store.WriterName, status.At(pinned));
        yield return $"{name} will lead to {pinned.Name} whatever its role is, and will follow no promotion until it is unpinned.";
        if (pinned.IsReplicated && status.Record.Target != pinned.PrimaryEndpoint)
        {
            yield return $"A pin does not close {pinned.ReplicationGroupId} to its replicator first, and asks nobody whether that is in "
                + $"step: promote {pinned.Name} does.";
        }
        if (member.Role == MemberRoles.Secondary)
        {
            yield return $"{pinned.Name} IS {MemberRoles.Secondary} NOW: WRITES WILL FAIL there until it is promoted or disassociated.";
        }
        if (member.Writes is { Refuses: true } writes)
        {
            yield return $"{pinned.Name} REFUSES WRITES NOW ({writes.Words}): accept-writes {pinned.Name} lets it take them.";
        }
        if (member.Status is not null and not "available")
        {
            yield return $"{pinned.ReplicationGroupId} is {member.Status}, not available.";
        }
        if (status.Record.Silence is { } silence)
        {
            yield return $"{silence}. {pinned.Name} will override the record: two to three minutes later {name} leads there in every "
                + "Region, and when Route 53 answers again, the record follows.";
        }
        foreach (var other in status.Overriding.Where(region => region.Region != pinned))
        {
            yield return $"{other.Region.Name} overrides {name} now. Told of the pin, it ends that; until then, and some minutes longer, "
                + $"{name} leads to both Regions in turn.";
        }
        foreach (var other in status.Primaries.Where(primary => primary.Region != pinned))
        {
            yield return $"{other.Region.Name} is a primary and accepts writes from clients that have not looked the name up again.";
        }
    }
}
