using System.Globalization;
using Amazon.CloudWatch;
using Amazon.MemoryDB;
using Amazon.MemoryDB.Model;
using Amazon.Route53;
using SessionStore.Contract;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Guard;

/// <summary>
/// Looks whether a stack whose store is on MemoryDB may be destroyed. To delete a Regional cluster is to delete that Region's copy of the
/// data ("Prerequisites and limitations" of MemoryDB Multi-Region), and with it what the others have not heard of; the Multi-Region cluster
/// goes last.
/// </summary>
/// <param name="cloudWatch">CloudWatch in a Region.</param>
/// <param name="lagLimitSeconds">The replication lag that is too much, in seconds.</param>
internal sealed class RegionalChecks(
    IAmazonMemoryDB memoryDb, IAmazonRoute53 route53, Func<string, IAmazonCloudWatch> cloudWatch, int lagLimitSeconds)
{
    // As the API spells it: "available", "creating", "updating", "deleting" and others (MultiRegionCluster in the API reference).
    private const string Available = "available";

    /// <summary>Why the primary stack may not be destroyed now; null when it may.</summary>
    public async Task<string?> HomeAsync(GuardedRegion home, CancellationToken cancellationToken)
    {
        if (await FindAsync(home, cancellationToken) is { } store && Others(store, home) is { Count: > 0 } others)
        {
            var clusters = string.Join(" and ", others.Select(other => $"{other.ClusterName} in {other.Region}"));
            return $"{clusters} still {(others.Count == 1 ? "belongs" : "belong")} to {store.MultiRegionClusterName}: destroy the "
                + "secondary stacks first";
        }
        return await ZoneVpcs.ForeignAsync(route53, home, cancellationToken);
    }

    /// <summary>Why a secondary stack may not be destroyed now; null when it may.</summary>
    public async Task<string?> SecondaryAsync(GuardedRegion region, CancellationToken cancellationToken)
    {
        if (await FindAsync(region, cancellationToken) is not { } store
            || (store.Clusters ?? []).All(cluster => cluster.Region != region.Region))
        {
            return null;
        }
        if (Others(store, region).Count == 0)
        {
            return $"{region.Region} has the only cluster that {store.MultiRegionClusterName} has left, and with it the only copy of the "
                + "data: update the primary's stack first, so that its cluster joins again";
        }
        // A Region that is just joining may still be copying from here.
        if (store.Status != Available)
        {
            return $"{store.MultiRegionClusterName} is {store.Status}: expected {Available}; wait until it is";
        }
        var lags = await Task.WhenAll(Others(store, region).Select(other => LagAsync(other.Region, region.Region, cancellationToken)));
        return lags.OfType<string>().FirstOrDefault();
    }

    // Unknown is no agreement: the metric is sent for every pair of Regions, and a deletion is for good.
    private async Task<string?> LagAsync(string other, string own, CancellationToken cancellationToken)
    {
        var loss = $"what has not arrived there is lost with {own}";
        try
        {
            return await ReplicationLag.LatestAsync(cloudWatch(other), DateTime.UtcNow, cancellationToken) switch
            {
                null => $"how late writes of other Regions are in {other} is unknown, and {loss}: CloudWatch there has had no value of "
                    + $"{MemoryDbLag.Metric} for {ReplicationLag.Minutes} minutes",
                { } lag when lag > lagLimitSeconds * 1000 => string.Create(CultureInfo.InvariantCulture,
                    $"writes of other Regions are up to {lag} ms late in {other}, and {loss}: wait until it is at most ")
                    + $"{lagLimitSeconds} s ({SettingsReader.Key("replicationLagAlarmSeconds")})",
                _ => null,
            };
        }
        // Whatever it is.
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return $"how late writes of other Regions are in {other} is unknown, and {loss}: CloudWatch there: {failure.Message}";
        }
    }

    private static IReadOnlyList<RegionalCluster> Others(MultiRegionCluster store, GuardedRegion own) =>
        [.. (store.Clusters ?? []).Where(cluster => cluster.Region != own.Region)];

    // Null for one that is gone.
    private async Task<MultiRegionCluster?> FindAsync(GuardedRegion region, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await memoryDb.DescribeMultiRegionClustersAsync(
                new DescribeMultiRegionClustersRequest
                {
                    MultiRegionClusterName = region.MultiRegionClusterName
                        ?? throw new InvalidOperationException("the guard's state has no MultiRegionClusterName: run `pulumi up` first"),
                    ShowClusterDetails = true,
                }, cancellationToken);
            return answer.MultiRegionClusters.Single();
        }
        catch (MultiRegionClusterNotFoundException)
        {
            return null;
        }
    }
}
