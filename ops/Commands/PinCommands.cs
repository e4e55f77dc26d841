using SessionStore.Contract;
using SessionStore.Failover;

namespace SessionStore.Ops.Commands;

/// <summary>Takes the writer name out of the automation's hands, and gives it back.</summary>
public static class PinCommands
{
    /// <summary>Moves the writer name to a Region, whatever its role, and keeps it there.</summary>
    /// <param name="operator">The store and the person.</param>
    /// <param name="region">The Region.</param>
    /// <param name="cancellationToken">Ends the wait; a pin that was published goes on.</param>
    public static async Task<int> PinAsync(Operator @operator, string region, CancellationToken cancellationToken)
    {
        var pinned = @operator.Store.Region(region);
        var name = @operator.Store.WriterName;
        if (!@operator.Confirm(
            $"pin {name} to {region}",
            $"{name} will lead to {region} whatever its role is, and will follow no promotion until it is unpinned. "
                + "Writes fail there unless the Region accepts them: promote or disassociate it first.",
            region))
        {
            return 0;
        }
        await @operator.PublishAsync(pinned, MessageKeys.Pin, cancellationToken);
        await @operator.FollowAsync(async () =>
        {
            var record = await @operator.Looker.RecordAsync(cancellationToken);
            return record.Unknown ?? (record.Pin == pinned.ReplicationGroupId ? null : $"the pin is {record.Pin ?? "none"}");
        }, cancellationToken);
        @operator.Tell($"the pin is {pinned.ReplicationGroupId}");
        await RecordFollowing.FollowAsync(@operator, pinned, cancellationToken);
        return 0;
    }

    /// <summary>Gives the writer name back to the automation.</summary>
    /// <param name="operator">The store and the person.</param>
    /// <param name="cancellationToken">Ends the wait; an order that was published goes on.</param>
    /// <exception cref="OpsException">The pin is not one of this store's, or Route 53 does not answer.</exception>
    public static async Task<int> UnpinAsync(Operator @operator, CancellationToken cancellationToken)
    {
        var store = @operator.Store;
        var look = await @operator.Looker.LookAsync(cancellationToken);
        if (look.Record.Unknown is { } unknown)
        {
            throw new OpsException($"{unknown}. Nothing has been changed.");
        }
        if (look.Record.Pin is not { } pin)
        {
            @operator.Say($"{store.WriterName} is not pinned. Nothing has been changed.");
            return 0;
        }
        var pinned = store.Regions.SingleOrDefault(region => region.ReplicationGroupId == pin)
            ?? throw new OpsException($"{store.WriterName} is pinned to {pin}, which is none of the store's groups: delete the TXT record {store.PinName} by hand. Nothing has been changed.");
        var next = look.Primaries switch
        {
            [var primary] => $"{store.WriterName} will lead to {primary.Region.Name}, the primary, within a minute.",
            [] => $"No Region is the primary: {store.WriterName} will stay where it is until one is.",
            _ => "More than one Region is the primary: the name will go to whichever looks first. Make sure which data counts before.",
        };
        if (!@operator.Confirm($"unpin {store.WriterName} from {pinned.Name}", next, pinned.Name))
        {
            return 0;
        }
        await @operator.PublishAsync(pinned, MessageKeys.Unpin, cancellationToken);
        await @operator.FollowAsync(async () =>
        {
            var record = await @operator.Looker.RecordAsync(cancellationToken);
            return record.Unknown ?? (record.Pin is null ? null : $"the pin is {record.Pin}");
        }, cancellationToken);
        @operator.Tell("the pin is gone");
        return 0;
    }
}
