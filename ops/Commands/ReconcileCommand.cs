using SessionStore.Contract;
using SessionStore.Failover;

namespace SessionStore.Ops.Commands;

/// <summary>Asks the functions of all Regions to look now.</summary>
public static class ReconcileCommand
{
    /// <summary>Asks, and waits until the writer name is where it belongs.</summary>
    /// <param name="operator">The store and the person.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OpsException">The name was not where it belongs in time.</exception>
    public static async Task<int> RunAsync(Operator @operator, CancellationToken cancellationToken)
    {
        var regions = @operator.Store.Regions;
        if (!@operator.Proceed($"ask the functions of {string.Join(" and ", regions.Select(region => region.Name))} to look"))
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
            catch (Exception failure) when (failure is Amazon.Runtime.AmazonServiceException or Amazon.Runtime.AmazonClientException or HttpRequestException)
            {
                // A lost Region must not keep the other from being asked.
                @operator.Tell($"{region.Name} could not be asked: {failure.Message}");
            }
        }
        var look = await @operator.Looker.LookAsync(cancellationToken);
        var owner = regions.SingleOrDefault(region => region.ReplicationGroupId == look.Record.Pin)
            ?? (look.Primaries is [var primary] ? primary.Region : throw new OpsException($"{look.Primaries.Count} Regions are the primary and nothing is pinned: nobody knows where {look.Store.WriterName} belongs"));
        await RecordFollowing.FollowAsync(@operator, owner, cancellationToken);
        return asked == regions.Count ? 0 : 1;
    }
}
