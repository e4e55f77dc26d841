using Amazon.MemoryDB.Model;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Status;

namespace SessionStore.Ops.MemoryDb;

/// <summary>Looks at the store. What does not answer is said in the look, and keeps nothing else from being seen.</summary>
internal sealed class MemoryDbStatusReader(MemoryDbStore store, ServiceClients clients)
{
    private const string MemoryDb = "MemoryDB", CloudWatch = "CloudWatch";

    /// <summary>Looks at everything.</summary>
    public async Task<MemoryDbStatus> ReadAsync(CancellationToken cancellationToken)
    {
        var names = NearestRecords.ReadAsync(clients.Route53(store.Home.Name), store, cancellationToken);
        var regions = await Task.WhenAll(store.Regions.Select(region => RegionAsync(region, cancellationToken)));
        return new(store, regions, await names);
    }

    private async Task<MemoryDbRegionStatus> RegionAsync(MemoryDbRegion region, CancellationToken cancellationToken)
    {
        var asked = new Questions(region.Name, cancellationToken);
        var measured = new Measured(clients.CloudWatch(region.Name));
        var cluster = asked.AskAsync(MemoryDb, () => ClusterAsync(region, cancellationToken), nameof(MemoryDbRegionStatus.Cluster));
        var whole = asked.AskAsync(
            MemoryDb, () => MultiRegionAsync(region, cancellationToken), nameof(MemoryDbRegionStatus.MultiRegionCluster));
        var alarms = asked.AskAsync(
            CloudWatch, () => measured.AlarmsAsync(store.Name, cancellationToken), nameof(MemoryDbRegionStatus.Alarms));
        var (answered, lag) = await asked.AskAsync(CloudWatch, async () =>
            (true, await new LagReader(store, region, measured).ReadAsync(cancellationToken)), nameof(MemoryDbRegionStatus.Lag));
        var status = new MemoryDbRegionStatus(region)
        {
            Cluster = await cluster,
            MultiRegionCluster = await whole,
            Lag = lag,
            Alarms = await alarms,
        };
        // In a store of one Region nothing is late.
        if (answered && lag is null && (asked.Unknown.Count > 0 || status.MultiRegionCluster is { Members.Count: > 1 }))
        {
            asked.Note(CloudWatch, LagReader.NoLag, nameof(MemoryDbRegionStatus.Lag));
        }
        return status with { Unknown = asked.Unknown };
    }

    private async Task<ClusterStatus?> ClusterAsync(MemoryDbRegion region, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await clients.MemoryDb(region.Name).DescribeClustersAsync(
                new DescribeClustersRequest { ClusterName = region.ClusterName, ShowShardDetails = true }, cancellationToken);
            var cluster = answer.Clusters.Single();
            var nodes = (cluster.Shards ?? []).SelectMany(shard => shard.Nodes ?? []);
            return new(
                cluster.Status,
                cluster.MultiRegionClusterName is { Length: > 0 } joined ? joined : null,
                cluster.ClusterEndpoint?.Address is { Length: > 0 } endpoint ? endpoint : null,
                cluster.NodeType,
                cluster.EngineVersion,
                cluster.ACLName,
                cluster.NumberOfShards ?? 0,
                [.. nodes.Select(node => new NodeStatus(node.Name, node.Status))]);
        }
        catch (ClusterNotFoundException)
        {
            // An answer, too: the cluster is gone.
            return null;
        }
    }

    private async Task<MultiRegionStatus?> MultiRegionAsync(MemoryDbRegion region, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await clients.MemoryDb(region.Name).DescribeMultiRegionClustersAsync(
                new DescribeMultiRegionClustersRequest
                {
                    MultiRegionClusterName = store.MultiRegionClusterName,
                    ShowClusterDetails = true,
                }, cancellationToken);
            var cluster = answer.MultiRegionClusters.Single();
            return new(
                cluster.Status,
                cluster.NodeType,
                cluster.EngineVersion,
                cluster.NumberOfShards ?? 0,
                [.. (cluster.Clusters ?? []).Select(member => new Member(member.Region, member.ClusterName, member.Status))]);
        }
        catch (MultiRegionClusterNotFoundException)
        {
            return null;
        }
    }
}
