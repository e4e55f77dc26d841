using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using SessionStore.Client.Caching;
using SessionStore.Client.Expiring;
using SessionStore.Client.Tests.Support;
using StackExchange.Redis;

namespace SessionStore.Client.Tests.Live;

/// <summary>Sessions whose end is in their value, on a server that refuses what MemoryDB Multi-Region does not have.</summary>
internal sealed class ValueTests
{
    private const int Swept = 15;
    private static readonly TimeSpan _longAgo = TimeSpan.FromMinutes(-6), _justNow = TimeSpan.FromSeconds(-1),
        _hour = TimeSpan.FromHours(1);

    private Store _store = null!;

    [SetUp]
    public async Task StartAsync() => _store = await Store.StartAsync(ExpiryMode.InValue);

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task What_is_over_is_not_returned_and_removed_by_whoever_reads_it_five_minutes_later()
    {
        var cache = Store.Cache(_store.Application());
        await Store.UntilAsync(() => Task.FromResult(_store.Lines.Ids.Contains(Swept)), "the first pass, before there is anything");
        await WriteAsync("just-over", _justNow);
        await WriteAsync("long-over", _longAgo);
        await WriteAsync("lives", _hour);

        Assert.That((await cache.GetAsync("just-over"), await cache.GetAsync("long-over"), await cache.GetAsync("lives")),
            Is.EqualTo(((byte[]?)null, (byte[]?)null, new byte[] { 1 })));
        Assert.That((Exists("just-over"), Exists("long-over"), Exists("lives")), Is.EqualTo((true, false, true)));
        await cache.SetAsync("just-over", [2], new() { SlidingExpiration = _hour });
        Assert.That(await cache.GetAsync("just-over"), Is.EqualTo(new byte[] { 2 }));
    }

    [Test]
    public async Task A_session_that_is_read_is_renewed_and_keeps_its_absolute_end()
    {
        var cache = Store.Cache(_store.Application());
        await cache.SetAsync("a", [1], new() { SlidingExpiration = _hour, AbsoluteExpirationRelativeToNow = 2 * _hour });
        var absolute = await _store.East.Data.HashGetAsync("a", "absexp");
        await _store.East.Data.HashSetAsync("a", "endexp", (DateTimeOffset.UtcNow + (_hour / 2)).UtcTicks);

        // Another process, which has not just written it.
        await Store.Cache(_store.Application()).RefreshAsync("a");

        Assert.That((long)await _store.East.Data.HashGetAsync("a", "endexp"),
            Is.GreaterThan((DateTimeOffset.UtcNow + (0.9 * _hour)).UtcTicks));
        Assert.That(await _store.East.Data.HashGetAsync("a", "absexp"), Is.EqualTo(absolute));
        Assert.That(await _store.East.Data.HashLengthAsync("a"), Is.EqualTo(4));
    }

    [Test]
    public async Task A_removal_that_comes_late_spares_what_was_written_meanwhile()
    {
        await WriteAsync("a", _longAgo);
        var seen = ValueLayout.EndingOf(await _store.East.Data.HashGetAsync("a", ValueLayout.EndingFields));
        await WriteAsync("a", _hour);

        Assert.That(await ValueLayout.RemoveAsync(_store.East.Data, "a", seen), Is.False);
        Assert.That(Exists("a"));
    }

    [Test]
    public async Task Microsofts_cache_reads_what_does_not_slide_and_is_refused_where_it_would_renew()
    {
        var cache = Store.Cache(_store.Application());
        await cache.SetAsync("stays", [1], new() { AbsoluteExpirationRelativeToNow = _hour });
        await cache.SetAsync("slides", [2], new() { SlidingExpiration = _hour });
        await WriteAsync("over", _justNow);
        using var connection = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions
        {
            EndPoints = { _store.East.Address },
            Ssl = true,
            SslClientAuthenticationOptions = _ => new() { TargetHost = "", RemoteCertificateValidationCallback = (_, _, _, _) => true },
        });
        using var theirs = new RedisCache(new RedisCacheOptions
        {
            ConnectionMultiplexerFactory = () => Task.FromResult<IConnectionMultiplexer>(connection),
        });

        Assert.That(await theirs.GetAsync("stays"), Is.EqualTo(new byte[] { 1 }));
        Assert.That(() => theirs.GetAsync("slides"), Throws.InstanceOf<RedisServerException>().With.Message.Contains("NOPERM"));
        await _store.East.Admin.ExecuteAsync("ACL", "LOG", "RESET");
    }

    [Test]
    public async Task Where_both_names_are_one_the_nearest_is_the_writer_and_a_change_of_Region_is_followed()
    {
        var application = _store.Application(options => (options.ReaderName, options.Reads) =
            (Store.WriterName.ToUpperInvariant(), ReadMode.NearestThenWriter));
        var connection = Store.Connection(application);
        await Store.Cache(application).SetAsync("a", [1], new() { SlidingExpiration = _hour });
        await _store.InSyncAsync();

        // As a latency record does when the nearest Region is unhealthy: the other one takes writes all the time.
        await _store.West.PromoteAsync();
        _store.Names.Lead(Store.WriterName, _store.West.Host);
        await Store.UntilAsync(() => Task.FromResult(Sweeper.RegionOf(connection.Writer) == "us-east-2"), "the other Region");

        Assert.That(connection.Reader, Is.SameAs(connection.Writer));
        Assert.That(await Store.Cache(application).GetAsync("a"), Is.EqualTo(new byte[] { 1 }));
        await Store.UntilAsync(async () => await _store.West.Data.KeyExistsAsync("sweeper:us-east-2"), "it sweeps there");
    }

    private bool Exists(string key) => _store.East.Data.KeyExists(key);

    private Task WriteAsync(string key, TimeSpan left)
    {
        var entry = new StoredEntry(null, _hour, new byte[] { 1 });
        return _store.East.Data.HashSetAsync(key, ValueLayout.Fields(entry, DateTimeOffset.UtcNow + left - _hour));
    }
}
