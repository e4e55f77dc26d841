using SessionStore.Client.Tests.Support;

namespace SessionStore.Replicator.Tests.Support;

/// <summary>A store in cluster mode, of two shards without replicas.</summary>
internal static class Cluster
{
    /// <summary>Starts one.</summary>
    /// <param name="pair">What ends it.</param>
    /// <param name="host">The name of its endpoint.</param>
    /// <param name="first">How many slots the first shard has.</param>
    public static async Task<LiveServer[]> StartAsync(Pair pair, string host, int first)
    {
        LiveServer[] shards = [await ShardAsync(), await ShardAsync()];
        await shards[0].Admin.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", 0, first - 1);
        await shards[1].Admin.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", first, 16383);
        await shards[0].Admin.ExecuteAsync("CLUSTER", "MEET", "127.0.0.1", shards[1].Port, shards[1].BusPort);
        foreach (var shard in shards)
        {
            await Pair.UntilAsync(async () => ((string)(await shard.Admin.ExecuteAsync("CLUSTER", "INFO"))!)
                .Contains("cluster_state:ok", StringComparison.Ordinal), "the cluster");
        }
        return shards;

        Task<LiveServer> ShardAsync() => pair.AddAsync(host, "--cluster-enabled", "yes", "--cluster-config-file",
            $"nodes-{Guid.NewGuid():N}.conf", "--cluster-node-timeout", "2000", "--notify-keyspace-events", "KA");
    }
}
