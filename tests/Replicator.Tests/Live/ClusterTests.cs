using SessionStore.Client.Tests.Support;
using SessionStore.Replicator.Stores;
using SessionStore.Replicator.Telemetry;
using SessionStore.Replicator.Tests.Support;

namespace SessionStore.Replicator.Tests.Live;

/// <summary>Cluster mode on either side, with other slots on each.</summary>
internal sealed class ClusterTests : PairFixture
{
    private const string ClusterEast = "clustercfg.session-store-us-east-1.abc123.use1.cache.amazonaws.com",
        ClusterWest = "clustercfg.session-store-us-east-2.abc123.use2.cache.amazonaws.com";

    [TestCase(true, true)]
    [TestCase(true, false)]
    [TestCase(false, true)]
    public async Task Keys_of_all_shards_arrive_on_the_shards_that_have_them_there(bool sourceIsCluster, bool targetIsCluster)
    {
        var source = sourceIsCluster ? await Cluster.StartAsync(_pair, ClusterEast, 8192) : [_pair.Source];
        var target = targetIsCluster ? await Cluster.StartAsync(_pair, ClusterWest, 3000) : [_pair.Target];
        var settings = _pair.Settings(targetIsCluster ? ClusterWest : Pair.West);
        foreach (var section in new[] { "Source", "Target" })
        {
            settings[$"{section}:Addresses:{ClusterEast}"] = source[0].Address;
            settings[$"{section}:Addresses:{ClusterWest}"] = target[0].Address;
        }
        _pair.Names.Lead(Pair.WriterName, sourceIsCluster ? ClusterEast : Pair.East);
        await WriteAsync(source, "before", 200);
        await WriteAsync(target, "extra", 50);

        var worker = _pair.Work(settings);
        await worker.InStepAsync();
        await WriteAsync(source, "after", 200);
        await Pair.UntilAsync(async () => Contents.Differences(await Contents.OfAsync(source), await Contents.OfAsync(target)).Length == 0,
            "equal");

        Assert.That(await Contents.OfAsync(target), Has.Count.EqualTo(400));
        _pair.Names.Lead(Pair.WriterName, targetIsCluster ? ClusterWest : Pair.West);
        await worker.ReachesAsync(Phase.Resting);
        foreach (var shard in target)
        {
            Assert.That(await shard.Admin.KeysAsync(pattern: OwnKeys.Prefix + "*").CountAsync(), Is.EqualTo(1));
        }
    }

    // Each key where it belongs: a write that is another node's is refused.
    private static async Task WriteAsync(LiveServer[] shards, string prefix, int count)
    {
        for (var number = 0; number < count; number++)
        {
            foreach (var shard in shards)
            {
                try
                {
                    await shard.Admin.ExecuteAsync("SET", $"{prefix}-{number}", number, "EX", 1000);
                    break;
                }
                catch (StackExchange.Redis.RedisServerException other) when (other.Message.StartsWith("MOVED", StringComparison.Ordinal))
                {
                }
            }
        }
    }
}
