using Microsoft.Extensions.Caching.Distributed;
using SessionStore.Client.Tests.Support;
using StackExchange.Redis;

namespace SessionStore.Client.Tests.Live;

/// <summary>Cluster mode: two Regions of two shards each; the names lead to configuration endpoints.</summary>
[TestFixture(ExpiryMode.Native)]
[TestFixture(ExpiryMode.InValue)]
internal sealed class ClusterTests(ExpiryMode expiry)
{
    private const string East = "clustercfg.session-store-us-east-1.abc123.use1.cache.amazonaws.com",
        West = "clustercfg.session-store-us-east-2.abc123.use2.cache.amazonaws.com";
    private static readonly DistributedCacheEntryOptions _hour = new() { SlidingExpiration = TimeSpan.FromHours(1) };
    private Store _store = null!;
    private LiveServer[] _east = null!, _west = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.StartAsync(expiry);
        (_east, _west) = (await ClusterAsync(East), await ClusterAsync(West));
        _store.Names.Lead(Store.WriterName, East);
    }

    [TearDown]
    public async Task StopAsync()
    {
        TestContext.Out.WriteLine(string.Join(Environment.NewLine, _store.Lines.Texts));
        await _store.DisposeAsync();
    }

    [Test]
    public async Task Sessions_are_spread_over_the_shards_and_found_again()
    {
        var cache = Store.Cache(Application());

        await WriteAsync(cache, 1);

        Assert.That(await ReadAsync(cache), Is.All.EqualTo(1));
        foreach (var shard in _east)
        {
            Assert.That((long)await shard.Admin.ExecuteAsync("DBSIZE"), Is.GreaterThan(10));
        }
    }

    [Test]
    public async Task After_a_promotion_the_map_of_the_other_Region_is_used()
    {
        var application = Application();
        var cache = Store.Cache(application);
        await WriteAsync(cache, 1);

        // The demoted Region refuses every write. A secondary of a Global Datastore does it with READONLY, which no server of ours can be
        // made to say in cluster mode: the histories have that.
        foreach (var shard in _east)
        {
            await shard.Admin.ExecuteAsync("CONFIG", "SET", "min-replicas-to-write", 1);
        }
        _store.Names.Lead(Store.WriterName, West);
        await WriteAsync(cache, 2);

        Assert.That(await ReadAsync(cache), Is.All.EqualTo(2));
        Assert.That(Store.Connection(application).Writer.Current?.Endpoint.Host, Is.EqualTo(West));
        Assert.That((await Task.WhenAll(_west.Select(async shard =>
            ((RedisKey[])(await shard.Admin.ExecuteAsync("KEYS", "[0-9]*"))!).Length))).Sum(), Is.EqualTo(50));
    }

    [Test]
    public async Task One_shard_that_is_gone_does_not_take_the_sessions_of_the_other_one_along()
    {
        var cache = Store.Cache(Application(options =>
            (options.Budget, options.CommandTimeout, options.ConnectTimeout) =
                (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2))));
        foreach (var shard in _east)
        {
            await shard.Admin.ExecuteAsync("CONFIG", "SET", "cluster-require-full-coverage", "no");
        }
        await WriteAsync(cache, 1);

        await _east[1].KillAsync();
        var reads = await Task.WhenAll(Enumerable.Range(0, 50).Select(async number =>
        {
            try
            {
                return await cache.GetAsync($"{number}") is [1];
            }
            catch (SessionStoreUnavailableException)
            {
                return false;
            }
        }));

        Assert.That(reads.Count(found => found),
            Is.EqualTo(((RedisKey[])(await _east[0].Admin.ExecuteAsync("KEYS", "[0-9]*"))!).Length));
    }

    private Microsoft.Extensions.DependencyInjection.ServiceProvider Application(Action<SessionStoreOptions>? configure = null) =>
        _store.Application(options =>
    {
        (options.Addresses[East], options.Addresses[West]) = (_east[0].Address, _west[0].Address);
        configure?.Invoke(options);
    });

    private async Task<LiveServer[]> ClusterAsync(string host)
    {
        LiveServer[] shards = [await ShardAsync(), await ShardAsync()];
        await shards[0].Admin.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", 0, 8191);
        await shards[1].Admin.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", 8192, 16383);
        await shards[0].Admin.ExecuteAsync("CLUSTER", "MEET", "127.0.0.1", shards[1].Port, shards[1].BusPort);
        foreach (var shard in shards)
        {
            await Store.UntilAsync(async () => ((string)(await shard.Admin.ExecuteAsync("CLUSTER", "INFO"))!)
                .Contains("cluster_state:ok", StringComparison.Ordinal), "the cluster");
        }
        return shards;

        Task<LiveServer> ShardAsync() =>
            _store.AddAsync(host, "--cluster-enabled", "yes", "--cluster-config-file", $"nodes-{Guid.NewGuid():N}.conf",
            "--cluster-node-timeout", "2000");
    }

    private static Task WriteAsync(IDistributedCache cache, byte value) =>
        Task.WhenAll(Enumerable.Range(0, 50).Select(number => cache.SetAsync($"{number}", [value], _hour)));

    private static async Task<IEnumerable<int>> ReadAsync(IDistributedCache cache) =>
        (await Task.WhenAll(Enumerable.Range(0, 50).Select(number => cache.GetAsync($"{number}"))))
            .Select(data => data is [var value] ? (int)value : -1);
}
