using System.Diagnostics;
using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Status;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands;

/// <summary>Gives the writer name back to the automation.</summary>
internal static class UnpinCommand
{
    /// <summary>Looks, asks, and takes the pin away.</summary>
    /// <param name="direct">Whether to carry the order out from here, round SNS and Lambda.</param>
    /// <param name="cancellationToken">Ends the wait; an order that was published goes on.</param>
    /// <exception cref="OpsException">Route 53 does not answer, no Region takes the order, or it was not done in time.</exception>
    public static async Task<int> RunAsync(CommandContext context, bool direct, CancellationToken cancellationToken)
    {
        var store = context.Store;
        var status = await context.StatusReader.ReadAsync(cancellationToken);
        if (status.Record.Silence is { } silence && (direct || store.Regions.All(region => !region.Overrides)))
        {
            throw new OpsException(store.Regions.Any(region => region.Overrides)
                ? $"{silence}: {DirectOrder.NeedsRoute53}. Nothing has been changed." : $"{silence}. Nothing has been changed.");
        }
        var pinned = status.PinAsKnown is { } pin ? store.OfGroup(pin)?.Name ?? pin : null;
        if (pinned is null)
        {
            context.Say($"{store.WriterName} is not pinned{(status.Record.Silence is null ? "" : ", as far as is known")}. The order is "
                + "given all the same: then no pin that was given before comes after it.");
        }
        var takers = Takers(status);
        var silent = UnknownCause.Among(status.Silent.SelectMany(region => region.Unknown)).FirstOrDefault()?.Reason;
        var next = (status.Primaries, status.Silent) switch
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
        if (!context.Confirm(deed, [.. Silent(status), next, .. Unfenced(status)], pinned ?? store.WriterName))
        {
            return 0;
        }
        IReadOnlyList<DeployedRegion> told = [];
        if (direct)
        {
            await new DirectOrder(context).GiveAsync(NoticeKind.Unpin, takers[0], cancellationToken);
        }
        else if (status.Record.Silence is null)
        {
            told = [await PublishToAnyAsync(context, takers, MessageKeys.Unpin, cancellationToken)];
        }
        else
        {
            told = await OrderFollowing.PublishAsync(context, takers.Where(region => region.Overrides), MessageKeys.Unpin,
                region => region.ReplicationGroupId,
                "It goes by the pin that it knows until Route 53 answers, or the order is given again.", cancellationToken);
            if (told.Count == 0)
            {
                throw new OpsException("No Region takes the order. Nothing has been changed.");
            }
        }
        await OrderFollowing.FollowAsync(context, status, told, NoticeKind.Unpin, null, cancellationToken);
        context.Tell("the pin is gone");
        return 0;
    }

    /// <summary>Gives the order to any function while Route 53 answers, and follows it until it has been carried out.</summary>
    /// <param name="status">What was seen before.</param>
    /// <exception cref="OpsException">It was not done in time.</exception>
    public static async Task OrderAsync(CommandContext context, StoreStatus status, CancellationToken cancellationToken)
    {
        var told = await PublishToAnyAsync(context, Takers(status), MessageKeys.Unpin, cancellationToken);
        await OrderFollowing.FollowAsync(context, status, [told], NoticeKind.Unpin, null, cancellationToken);
        context.Tell("the pin is gone");
    }

    // Every function takes a pin away, whosever it is: the Region that is pinned may be lost, or none of the store's.
    private static DeployedRegion[] Takers(StoreStatus status) =>
    [
        .. status.Regions.OrderByDescending(region => region.Answers)
            .ThenByDescending(region => region.Region == status.Store.OfGroup(status.PinAsKnown)).Select(region => region.Region),
    ];

    private static IEnumerable<string> Silent(StoreStatus status) => status.Record.Silence is { } silence
        ? [$"{silence}. The functions are told one by one, and decide from the records as they last knew them; the TXT record "
            + $"{status.Store.PinName} goes when Route 53 answers again."]
        : [];

    // Sessions that were written there come to the primary by its replicator, which nobody has asked here.
    private static IEnumerable<string> Unfenced(StoreStatus status) =>
        status.Store.OfGroup(status.PinAsKnown) is { IsReplicated: true } replicated && status.Primaries is [var primary]
            ? [$"{replicated.Name} is replicated: promote {primary.Region.Name} asks whether its replicator is in step, and closes the "
                + "store to it, before it takes the pin away."]
            : [];

    // Which of them took it does not matter while Route 53 answers: all Regions read the pin there.
    private static async Task<DeployedRegion> PublishToAnyAsync(CommandContext context, IReadOnlyList<DeployedRegion> takers, string key,
        CancellationToken cancellationToken)
    {
        foreach (var region in takers)
        {
            try
            {
                await context.PublishAsync(region, key, cancellationToken);
                return region;
            }
            catch (Exception failure) when (region != takers[^1] && ServiceFailure.Is(failure, cancellationToken))
            {
                context.Tell($"{region.Name} does not take the order: {ServiceFailure.Of(failure).Message}");
            }
        }
        throw new UnreachableException();
    }
}
