using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Looking;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands;

/// <summary>Asks the functions of all Regions to look now.</summary>
internal static class ReconcileCommand
{
    /// <summary>Asks, and waits until the writer name is where it belongs.</summary>
    /// <param name="operator">The store and the person.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OpsException">Nobody knows where the name belongs, and nobody was asked; or it was not there in time.</exception>
    public static async Task<int> RunAsync(Operator @operator, CancellationToken cancellationToken)
    {
        var regions = @operator.Store.Regions;
        var owner = Owner(await @operator.Looker.LookAsync(cancellationToken));
        if (!@operator.Proceed($"ask the functions of {string.Join(" and ", regions.Select(region => region.Name))} to look, and follow "
            + $"{@operator.Store.WriterName} to {owner.Name}"))
        {
            return 0;
        }
        var asked = 0;
        foreach (var region in regions)
        {
            try
            {
                await @operator.PublishAsync(region, MessageKeys.Reconcile, cancellationToken);
                asked++;
            }
            catch (Exception failure) when (ServiceFailure.Is(failure, cancellationToken))
            {
                // A lost Region must not keep the other from being asked.
                @operator.Tell($"{region.Name} could not be asked: {ServiceFailure.Of(failure).Message}");
            }
        }
        await RecordFollowing.FollowAsync(@operator, owner, cancellationToken);
        return asked == regions.Count ? 0 : 1;
    }

    private static DeployedRegion Owner(StoreLook look)
    {
        var name = look.Store.WriterName;
        return (look.Record, look.Primaries) switch
        {
            ({ Silence: { } silence }, _) =>
                throw new OpsException($"{silence}: the functions could change nothing. Nobody has been asked."),
            ({ Pin: { } pin }, _) => look.Store.OfGroup(pin)
                ?? throw new OpsException($"{name} is pinned to {pin}, which is none of the store's groups: delete the TXT record "
                    + $"{look.Store.PinName} by hand. Nobody has been asked."),
            (_, [var primary]) => primary.Region,
            (_, []) when look.Silent.Count > 0 => throw new OpsException(
                $"No Region that answers is the primary and nothing is pinned: nobody knows where {name} belongs. "
                    + $"{UnknownCause.Among(look.Silent[0].Unknown)[0].Reason}. Nobody has been asked."),
            _ => throw new OpsException(
                $"{look.Primaries.Count} Regions are the primary and nothing is pinned: nobody knows where {name} belongs. Nobody has been "
                    + "asked."),
        };
    }
}
