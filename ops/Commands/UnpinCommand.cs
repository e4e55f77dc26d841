using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Looking;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands;

/// <summary>Gives the writer name back to the automation.</summary>
internal static class UnpinCommand
{
    /// <summary>Looks, asks, and takes the pin away.</summary>
    /// <param name="operator">The store and the person.</param>
    /// <param name="direct">Whether to carry the order out from here, round SNS and Lambda.</param>
    /// <param name="cancellationToken">Ends the wait; an order that was published goes on.</param>
    /// <exception cref="OpsException">Route 53 does not answer, no Region takes the order, or it was not done in time.</exception>
    public static async Task<int> RunAsync(Operator @operator, bool direct, CancellationToken cancellationToken)
    {
        var store = @operator.Store;
        var look = await @operator.Looker.LookAsync(cancellationToken);
        if (look.Record.Silence is { } silence)
        {
            throw new OpsException($"{silence}. Nothing has been changed.");
        }
        var pinned = look.Record.Pin is { } pin ? store.OfGroup(pin)?.Name ?? pin : null;
        if (pinned is null)
        {
            @operator.Say($"{store.WriterName} is not pinned. The order is given all the same: then no pin that was given before comes after it.");
        }
        // Every function takes a pin away, whosever it is: the Region that is pinned may be lost, or none of the store's.
        var takers = look.Regions.OrderByDescending(region => region.Answers)
            .ThenByDescending(region => region.Region == store.OfGroup(look.Record.Pin)).Select(region => region.Region).ToArray();
        var silent = UnknownCause.Among(look.Silent.SelectMany(region => region.Unknown)).FirstOrDefault()?.Reason;
        var next = (look.Primaries, look.Silent) switch
        {
            ([var primary], []) => $"{store.WriterName} will lead to {primary.Region.Name}, the primary.",
            ([var primary], _) => $"{store.WriterName} will lead to {primary.Region.Name}, unless a Region that does not answer is a "
                + $"primary, too: {silent}.",
            ([], []) => $"No Region is the primary: {store.WriterName} will stay where it is until one is.",
            ([], _) => $"Which Region is the primary is unknown, and {store.WriterName} will lead there: {silent}.",
            _ => "More than one Region is the primary: the name goes to one of them and stays there, and which one nobody can say. Make "
                + "sure which data counts before.",
        };
        var deed = $"unpin {store.WriterName}{(pinned is null ? "" : $" from {pinned}")}{(direct ? ", from here" : "")}";
        if (!@operator.Confirm(deed, [next], pinned ?? store.WriterName))
        {
            return 0;
        }
        await (direct
            ? new DirectOrder(@operator).GiveAsync(NoticeKind.Unpin, takers[0], cancellationToken)
            : PublishToAnyAsync(@operator, takers, MessageKeys.Unpin, cancellationToken));
        await PinCommand.FollowAsync(@operator, look.Record, NoticeKind.Unpin, null, cancellationToken);
        @operator.Tell("the pin is gone");
        return 0;
    }

    private static async Task PublishToAnyAsync(Operator @operator, IReadOnlyList<DeployedRegion> takers, string key,
        CancellationToken cancellationToken)
    {
        foreach (var region in takers)
        {
            try
            {
                await @operator.PublishAsync(region, key, cancellationToken);
                return;
            }
            catch (Exception failure) when (region != takers[^1] && ServiceFailure.Is(failure, cancellationToken))
            {
                @operator.Tell($"{region.Name} does not take the order: {ServiceFailure.Of(failure).Message}");
            }
        }
    }
}
