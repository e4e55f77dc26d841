using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Status;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands;

/// <summary>Asks the functions of all Regions to look now.</summary>
internal static class ReconcileCommand
{
    /// <summary>Asks, and waits until the writer name is where it belongs.</summary>
    /// <exception cref="OpsException">Nobody knows where the name belongs, and nobody was asked; or it was not there in time.</exception>
    public static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var regions = context.Store.Regions;
        var owner = Owner(await context.StatusReader.ReadAsync(cancellationToken));
        if (!context.Proceed($"ask the functions of {string.Join(" and ", regions.Select(region => region.Name))} to look, and follow "
            + $"{context.Store.WriterName} to {owner.Name}"))
        {
            return 0;
        }
        var asked = 0;
        foreach (var region in regions)
        {
            try
            {
                await context.PublishAsync(region, MessageKeys.Reconcile, cancellationToken);
                asked++;
            }
            catch (Exception failure) when (ServiceFailure.Is(failure, cancellationToken))
            {
                // A lost Region must not keep the other from being asked.
                context.Tell($"{region.Name} could not be asked: {ServiceFailure.Of(failure).Message}");
            }
        }
        await RecordFollowing.FollowAsync(context, owner, cancellationToken);
        return asked == regions.Count ? 0 : 1;
    }

    private static DeployedRegion Owner(StoreStatus status)
    {
        var name = status.Store.WriterName;
        return (status.Record, status.Primaries) switch
        {
            ({ Silence: { } silence }, _) when status.LastKnown is null =>
                throw new OpsException($"{silence}: the functions could change nothing. Nobody has been asked."),
            _ when status.PinAsKnown is { } pin => status.Store.OfGroup(pin)
                ?? throw new OpsException($"{name} is pinned to {pin}, which is none of the store's groups: delete the TXT record "
                    + $"{status.Store.PinName} by hand. Nobody has been asked."),
            (_, [var primary]) => primary.Region,
            (_, []) when status.Silent.Count > 0 => throw new OpsException(
                $"No Region that answers is the primary and nothing is pinned: nobody knows where {name} belongs. "
                    + $"{UnknownCause.Among(status.Silent[0].Unknown)[0].Reason}. Nobody has been asked."),
            _ => throw new OpsException(
                $"{status.Primaries.Count} Regions are the primary and nothing is pinned: nobody knows where {name} belongs. "
                    + "Nobody has been asked."),
        };
    }
}
