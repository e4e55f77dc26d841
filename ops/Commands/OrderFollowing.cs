using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Status;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands;

/// <summary>Hands orders to the functions, and waits until they have been carried out.</summary>
internal static class OrderFollowing
{
    /// <summary>Waits until an order has been carried out: the pin is what it asks for, and the history has a new order.</summary>
    /// <param name="before">What was seen before the order was given.</param>
    /// <param name="told">
    /// The Regions whose functions have to have accepted it while Route 53 does not answer: there is no pin then that all would read.
    /// </param>
    /// <param name="expected">The group that the pin names then; null for no pin.</param>
    public static Task FollowAsync(CommandContext context, StoreStatus before, IReadOnlyList<DeployedRegion> told, NoticeKind kind,
        string? expected, CancellationToken cancellationToken)
    {
        var last = before.Record.Records?.HistoryOrEmpty.Order;
        return context.FollowAsync(async () =>
        {
            var record = await context.StatusReader.RecordAsync(cancellationToken);
            if (record.Silence is not { } silence)
            {
                var order = record.Records?.HistoryOrEmpty.Order;
                return record.Pin == expected && order?.Kind == kind && order != last
                    ? null
                    : $"the pin is {record.Pin ?? "none"}, the last order {HistoryText.LastOrder(record)}";
            }
            foreach (var region in told.Where(region => region.Overrides))
            {
                if (await PendingAsync(context, before.At(region), kind, expected, cancellationToken) is { } pending)
                {
                    return $"{silence}; {pending}";
                }
            }
            return told.Any(region => region.Overrides) ? null : silence;
        }, cancellationToken);
    }

    /// <summary>Publishes a message to Regions, and tells of those that do not take it.</summary>
    /// <param name="value">The group that the message names to a Region.</param>
    /// <param name="means">What it means for a Region not to know.</param>
    /// <returns>The Regions that have taken it.</returns>
    public static async Task<IReadOnlyList<DeployedRegion>> PublishAsync(CommandContext context, IEnumerable<DeployedRegion> regions,
        string key, Func<DeployedRegion, string> value, string means, CancellationToken cancellationToken)
    {
        var told = new List<DeployedRegion>();
        foreach (var region in regions)
        {
            try
            {
                await context.PublishAsync(region, key, value(region), cancellationToken);
                told.Add(region);
            }
            catch (Exception failure) when (ServiceFailure.Is(failure, cancellationToken))
            {
                context.Tell($"{region.Name} could not be told: {ServiceFailure.Of(failure).Message.TrimEnd('.')}. {means}");
            }
        }
        return told;
    }

    private static async Task<string?> PendingAsync(
        CommandContext context, RegionStatus before, NoticeKind kind, string? expected, CancellationToken cancellationToken)
    {
        var look = await context.StatusReader.OverrideAsync(before.Region, cancellationToken);
        if (look.Overriding is not { Known: var known })
        {
            return UnknownCause.Among(look.Unknown)[0].Reason;
        }
        var order = known.History.Order;
        return known.Pinned == expected && order?.Kind == kind && order != before.Overriding?.Known.History.Order
            ? null
            : $"the pin that the function of {before.Region.Name} knows is {known.Pinned ?? "none"}, its last order "
                + HistoryText.Of(order);
    }
}
