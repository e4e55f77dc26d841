using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Tests.Live;

/// <summary>Reads at the nearest replica: the reader name leads to West, East is the primary.</summary>
internal sealed class NearestTests
{
    private static readonly DistributedCacheEntryOptions _expirations = new() { SlidingExpiration = TimeSpan.FromMinutes(20) };
    private Store _store = null!;
    private IDistributedCache _cache = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.StartAsync();
        var application = _store.Application(options =>
            (options.Reads, options.ReaderName) = (ReadMode.NearestThenWriter, Store.ReaderName));
        _cache = Store.Cache(application);
        await Store.Connection(application).Reader.FirstAttemptAsync(default);
    }

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task A_session_that_the_replica_has_is_read_there()
    {
        await _cache.SetAsync("a", [1], _expirations);
        await _store.InSyncAsync();
        var before = await ReadsAsync(_store.East);

        Assert.That(await _cache.GetAsync("a"), Is.EqualTo(new byte[] { 1 }));

        Assert.That(await ReadsAsync(_store.East), Is.EqualTo(before), "the writer was not asked");
    }

    [Test]
    public async Task A_process_sees_its_own_write_although_the_replica_does_not_have_it_yet()
    {
        await _cache.SetAsync("a", [1], _expirations);
        await _store.InSyncAsync();
        await CutReplicationAsync();

        await _cache.SetAsync("a", [2], _expirations);

        Assert.That(await _cache.GetAsync("a"), Is.EqualTo(new byte[] { 2 }));
        Assert.That((byte[]?)await _store.West.Data.HashGetAsync("a", "data"), Is.EqualTo(new byte[] { 1 }), "the replica is behind");
    }

    [Test]
    public async Task A_session_that_was_removed_here_does_not_come_back_from_the_replica()
    {
        await _cache.SetAsync("a", [1], _expirations);
        await _store.InSyncAsync();
        await CutReplicationAsync();

        await _cache.RemoveAsync("a");

        Assert.That(await _cache.GetAsync("a"), Is.Null);
        Assert.That(await _store.West.Data.KeyExistsAsync("a"), Is.True, "the replica is behind");
    }

    [Test]
    public async Task A_session_that_only_the_writer_has_is_found()
    {
        await CutReplicationAsync();
        await Store.Cache(_store.Application()).SetAsync("other", [3], _expirations);

        Assert.That(await _cache.GetAsync("other"), Is.EqualTo(new byte[] { 3 }));
    }

    [Test]
    public async Task Sessions_are_read_while_no_Region_takes_writes()
    {
        await _cache.SetAsync("a", [1], _expirations);
        await _store.InSyncAsync();

        await _store.East.KillAsync();

        Assert.That(await _cache.GetAsync("a"), Is.EqualTo(new byte[] { 1 }));
    }

    [Test]
    public async Task Sessions_are_read_at_the_writer_while_the_replica_is_gone()
    {
        await _cache.SetAsync("a", [1], _expirations);
        await _store.West.KillAsync();

        Assert.That(await _cache.GetAsync("a"), Is.EqualTo(new byte[] { 1 }));
    }

    [Test]
    public async Task A_read_at_the_replica_renews_the_expiration_at_the_writer_once()
    {
        await Store.Cache(_store.Application()).SetAsync("a", [1], _expirations);
        await _store.East.Data.KeyExpireAsync("a", TimeSpan.FromMinutes(10));
        await _store.InSyncAsync();
        var before = await CallsAsync(_store.East, "expire");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _cache.GetAsync("a")));

        await Store.UntilAsync(async () => await _store.East.Data.KeyTimeToLiveAsync("a") > TimeSpan.FromMinutes(19), "the renewal");
        Assert.That(await CallsAsync(_store.East, "expire") - before, Is.EqualTo(1));
    }

    [Test]
    public async Task Commands_of_the_applications_own_reach_both_sides()
    {
        var connection = _store.Application(options => options.ReaderName = Store.ReaderName).GetRequiredService<ISessionStoreConnection>();

        await connection.WriteAsync(database => database.StringSetAsync("greeting", "hello"), repeatable: true);
        await _store.InSyncAsync();

        Assert.That((string?)await connection.ReadAsync(database => database.StringGetAsync("greeting")), Is.EqualTo("hello"));
        Assert.That((string?)await (await connection.GetWriterAsync()).StringGetAsync("greeting"), Is.EqualTo("hello"));
        Assert.That((string?)await (await connection.GetReaderAsync()).StringGetAsync("greeting"), Is.EqualTo("hello"));
        await _store.West.KillAsync();
        Assert.That((string?)await connection.ReadAsync(database => database.StringGetAsync("greeting")), Is.EqualTo("hello"),
            "the writer answers instead");
    }

    // Replicates from where nobody is: it keeps what it has and hears nothing new.
    private Task CutReplicationAsync() => _store.West.Admin.ExecuteAsync("REPLICAOF", "127.0.0.1", "1");

    private static Task<long> ReadsAsync(LiveServer server) => CallsAsync(server, "hmget");

    private static async Task<long> CallsAsync(LiveServer server, string command)
    {
        var line = ((string)(await server.Admin.ExecuteAsync("INFO", "commandstats"))!).Split('\n')
            .SingleOrDefault(text => text.StartsWith($"cmdstat_{command}:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split('=')[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
