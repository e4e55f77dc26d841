using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Ops.Looking;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands;

/// <summary>Takes the writer name out of the automation's hands.</summary>
internal static class PinCommand
{
    /// <summary>Looks at the Region, asks, moves the writer name there, whatever its role, and keeps it there.</summary>
    /// <param name="operator">The store and the person.</param>
    /// <param name="region">The Region.</param>
    /// <param name="direct">Whether to carry the order out from here, round SNS and Lambda.</param>
    /// <param name="force">Whether to give the order although the look found that it cannot be carried out now.</param>
    /// <param name="cancellationToken">Ends the wait; a pin that was published goes on.</param>
    /// <exception cref="OpsException">The order cannot be carried out now, and nothing was changed; or it was not done in time.</exception>
    public static async Task<int> RunAsync(Operator @operator, string region, bool direct, bool force, CancellationToken cancellationToken)
    {
        var pinned = @operator.Store.Region(region);
        var name = @operator.Store.WriterName;
        var look = await @operator.Looker.LookAsync(cancellationToken);
        @operator.Say(Found(look, pinned));
        if (look.Record.Pin == pinned.ReplicationGroupId && look.Record.Target == pinned.PrimaryEndpoint)
        {
            @operator.Say($"{name} is pinned to {region} already. The order is given again: then none that was given before it undoes it.");
        }
        var ignored = Refusals.Check($"{name} cannot be pinned to {region}", [.. Problems(look, pinned, direct)], force);
        if (!@operator.Confirm($"pin {name} to {region}{(direct ? ", from here" : "")}", [.. ignored, .. Warnings(look, pinned)], region))
        {
            return 0;
        }
        if (direct)
        {
            await new DirectOrder(@operator).GiveAsync(NoticeKind.Pin, pinned, cancellationToken);
        }
        else
        {
            await @operator.PublishAsync(pinned, MessageKeys.Pin, cancellationToken);
        }
        await FollowAsync(@operator, look.Record, NoticeKind.Pin, pinned.ReplicationGroupId, cancellationToken);
        @operator.Tell($"the pin is {pinned.ReplicationGroupId}");
        await RecordFollowing.FollowAsync(@operator, pinned, cancellationToken);
        return 0;
    }

    /// <summary>Waits until an order has been carried out: the pin is what it asks for, and the history has an order that it did not have.</summary>
    /// <param name="operator">The store and the person.</param>
    /// <param name="before">What Route 53 showed before the order was given.</param>
    /// <param name="kind">The order.</param>
    /// <param name="expected">The group that the pin names then; null for no pin.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal static Task FollowAsync(
        Operator @operator, RecordLook before, NoticeKind kind, string? expected, CancellationToken cancellationToken)
    {
        var last = before.Records?.HistoryOrEmpty.Order;
        return @operator.FollowAsync(async () =>
        {
            var record = await @operator.Looker.RecordAsync(cancellationToken);
            var order = record.Records?.HistoryOrEmpty.Order;
            return record.Silence ?? (record.Pin == expected && order?.Kind == kind && order != last
                ? null
                : $"the pin is {record.Pin ?? "none"}, the last order {HistoryText.LastOrder(record)}");
        }, cancellationToken);
    }

    private static string Found(StoreLook look, DeployedRegion pinned)
    {
        var (member, record) = (look.At(pinned), look.Record);
        var group = !member.Answers ? "unknown" : member.Status is null ? "nothing: it does not exist"
            : $"{member.Role ?? "no member of a datastore"}, {member.Status}";
        var zone = record.Silence is not null
            ? $"where {look.Store.WriterName} leads and whether it is pinned is unknown"
            : $"{look.Store.WriterName} leads to {look.Store.AtEndpoint(record.Target)?.Name ?? record.Target ?? "nothing"}, pinned to "
                + $"{record.Pin ?? "none"}";
        return $"{pinned.ReplicationGroupId} is {group}; {zone}";
    }

    private static IEnumerable<string> Problems(StoreLook look, DeployedRegion pinned, bool direct)
    {
        var member = look.At(pinned);
        if (!member.Answers && !direct)
        {
            yield return $"{UnknownCause.Among(member.Unknown)[0].Reason}: the Region's function has to learn the endpoint from it; "
                + "--direct does without";
        }
        else if (member is { Answers: true, Status: null })
        {
            yield return $"{pinned.ReplicationGroupId} does not exist: there is no endpoint to lead writers to";
        }
        if (look.Record.Silence is { } silence)
        {
            yield return silence;
        }
        if (look.Record.Foreign is { } foreign)
        {
            yield return foreign;
        }
    }

    private static IEnumerable<string> Warnings(StoreLook look, DeployedRegion pinned)
    {
        var (name, member) = (look.Store.WriterName, look.At(pinned));
        yield return $"{name} will lead to {pinned.Name} whatever its role is, and will follow no promotion until it is unpinned.";
        if (member.Role == RegionLook.Secondary)
        {
            yield return $"{pinned.Name} IS {RegionLook.Secondary} NOW: WRITES WILL FAIL there until it is promoted or disassociated.";
        }
        if (member.Status is not null and not "available")
        {
            yield return $"{pinned.ReplicationGroupId} is {member.Status}, not available.";
        }
        foreach (var other in look.Primaries.Where(primary => primary.Region != pinned))
        {
            yield return $"{other.Region.Name} is a primary and accepts writes from clients that have not looked the name up again.";
        }
    }
}
