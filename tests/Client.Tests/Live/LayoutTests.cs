using System.Buffers;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using SessionStore.Client.Tests.Support;
using StackExchange.Redis;

namespace SessionStore.Client.Tests.Live;

/// <summary>This cache and Microsoft's on one store, as in a migration.</summary>
internal sealed class LayoutTests
{
    private static readonly DistributedCacheEntryOptions[] _expirations =
    [
        new(), new() { SlidingExpiration = TimeSpan.FromMinutes(20) }, new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromHours(1) },
        new() { SlidingExpiration = TimeSpan.FromMinutes(20), AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(10) },
    ];

    private Store _store = null!;
    private IDistributedCache _ours = null!;
    private RedisCache _theirs = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _store = await Store.StartAsync();
        _ours = Store.Cache(_store.Application(options => options.InstanceName = "app:"));
        _theirs = new RedisCache(new RedisCacheOptions
        {
            InstanceName = "app:",
            ConnectionMultiplexerFactory = () => Task.FromResult<IConnectionMultiplexer>(_store.East.Admin.Multiplexer),
        });
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _theirs.Dispose();
        await _store.DisposeAsync();
    }

    [Test]
    public async Task Both_read_what_the_other_wrote([Values] bool oursWrites, [Values(0, 1, 2, 3)] int expirations)
    {
        var (writer, reader) = oursWrites ? (_ours, (IDistributedCache)_theirs) : (_theirs, _ours);
        var key = Guid.NewGuid().ToString();

        await writer.SetAsync(key, [1, 2, 3], _expirations[expirations]);

        Assert.That(await reader.GetAsync(key), Is.EqualTo(new byte[] { 1, 2, 3 }));
        await reader.RefreshAsync(key);
        await reader.RemoveAsync(key);
        Assert.That(await writer.GetAsync(key), Is.Null);
    }

    [Test]
    public async Task Both_write_the_same_hash_and_time_to_live([Values(0, 1, 2, 3)] int expirations)
    {
        await _ours.SetAsync("ours", [1], _expirations[expirations]);
        await _theirs.SetAsync("theirs", [1], _expirations[expirations]);

        var (ours, theirs) = (await _store.East.Data.HashGetAllAsync("app:ours"), await _store.East.Data.HashGetAllAsync("app:theirs"));
        Assert.That(ours.Select(field => field.Name), Is.EquivalentTo(theirs.Select(field => field.Name)));
        Assert.That(Field(ours, "sldexp"), Is.EqualTo(Field(theirs, "sldexp")));
        Assert.That(Field(ours, "absexp"), Is.EqualTo(Field(theirs, "absexp")).Within(TimeSpan.FromMinutes(1).Ticks));
        var (left, expected) = (await _store.East.Data.KeyTimeToLiveAsync("app:ours"),
            await _store.East.Data.KeyTimeToLiveAsync("app:theirs"));
        Assert.That(left is null, Is.EqualTo(expected is null));
        Assert.That((left - expected) ?? TimeSpan.Zero, Is.EqualTo(TimeSpan.Zero).Within(TimeSpan.FromMinutes(1)));

        static long Field(HashEntry[] entries, string name) => (long)entries.Single(entry => entry.Name == name).Value;
    }

    [Test]
    public async Task A_value_without_an_expiry_does_not_keep_that_of_the_one_before()
    {
        await _ours.SetAsync("a", [1], _expirations[1]);
        await _ours.SetAsync("a", [2], _expirations[0]);

        Assert.That(await _store.East.Data.KeyTimeToLiveAsync("app:a"), Is.Null);
    }

    [Test]
    public async Task A_session_that_is_written_again_keeps_its_expiry_in_either_way_of_writing()
    {
        foreach (var expirations in new[] { 1, 1, 3, 3, 2, 2, 1 })
        {
            await _ours.SetAsync("again", [(byte)expirations], _expirations[expirations]);

            Assert.That(await _theirs.GetAsync("again"), Is.EqualTo(new[] { (byte)expirations }));
            Assert.That(await _store.East.Data.KeyTimeToLiveAsync("app:again"), Is.Not.Null);
        }
    }

    [Test]
    public async Task Reading_renews_a_sliding_expiration_when_a_tenth_has_passed_and_not_before()
    {
        // Another application has written them, so that this one knows nothing of their age.
        await _theirs.SetAsync("young", [1], _expirations[1]);
        await _theirs.SetAsync("old", [1], _expirations[1]);
        await _store.East.Data.KeyExpireAsync("app:young", TimeSpan.FromMinutes(19));
        await _store.East.Data.KeyExpireAsync("app:old", TimeSpan.FromMinutes(17));

        await _ours.GetAsync("young");
        await _ours.RefreshAsync("old");

        Assert.That(await _store.East.Data.KeyTimeToLiveAsync("app:young"), Is.LessThanOrEqualTo(TimeSpan.FromMinutes(19)),
            "a twentieth has passed");
        Assert.That(await _store.East.Data.KeyTimeToLiveAsync("app:old"), Is.GreaterThan(TimeSpan.FromMinutes(19)),
            "three twentieths have");
    }

    [Test]
    public async Task Buffers_and_synchronous_calls_do_the_same()
    {
        var cache = (IBufferDistributedCache)_ours;
        var written = new ArrayBufferWriter<byte>();
        await cache.SetAsync("buffer", new ReadOnlySequence<byte>([1, 2, 3]), _expirations[1]);
        Assert.That(await cache.TryGetAsync("buffer", written), Is.True);
        Assert.That(written.WrittenSpan.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));

        cache.Set("buffer", new ReadOnlySequence<byte>([4]), _expirations[1]);
        Assert.That(cache.Get("buffer"), Is.EqualTo(new byte[] { 4 }));
        Assert.That(cache.TryGet("buffer", written), Is.True);
        Assert.That(written.WrittenSpan.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
        cache.Refresh("buffer");
        cache.Remove("buffer");
        Assert.That(cache.Get("buffer"), Is.Null);
        Assert.That(await cache.TryGetAsync("buffer", written), Is.False);
    }

    [Test]
    public void What_is_missing_is_named() => Assert.Multiple(() =>
    {
        Assert.That(() => _ours.GetAsync(null!), Throws.ArgumentNullException);
        Assert.That(() => _ours.SetAsync("a", null!, _expirations[0]), Throws.ArgumentNullException);
        Assert.That(() => _ours.SetAsync("a", [1], null!), Throws.ArgumentNullException);
        Assert.That(() => _ours.GetAsync("a", new CancellationToken(true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => _ours.SetAsync("a", [1], new() { AbsoluteExpiration = DateTimeOffset.UnixEpoch }),
            Throws.TypeOf<ArgumentOutOfRangeException>());
    });

    [Test]
    public async Task What_the_server_refuses_for_a_reason_of_its_own_is_not_repeated()
    {
        await _store.East.Data.StringSetAsync("app:text", "no hash");

        Assert.That(() => _ours.GetAsync("text"), Throws.TypeOf<RedisServerException>().With.Message.StartsWith("WRONGTYPE"));
        Assert.That(() => _ours.SetAsync("text", [1], _expirations[0]),
            Throws.TypeOf<RedisServerException>().With.Message.StartsWith("WRONGTYPE"));
    }
}
