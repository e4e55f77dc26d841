using Amazon.MemoryDB;
using Amazon.MemoryDB.Model;
using Amazon.Route53;

namespace SessionStore.Infra.Guard;

/// <summary>
/// Looks whether a stack whose store is on MemoryDB may be destroyed. To delete a Regional cluster is to delete that Region's copy of the
/// data ("Prerequisites and limitations" of MemoryDB Multi-Region), and the Multi-Region cluster goes last.
/// </summary>
internal sealed class RegionalChecks(IAmazonMemoryDB memoryDb, IAmazonRoute53 route53)
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
        return store.Status == Available
            ? null
            : $"{store.MultiRegionClusterName} is {store.Status}: expected {Available}; wait until it is";
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
