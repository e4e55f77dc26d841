using SessionStore.Replicator.Stores;
using StackExchange.Redis;

namespace SessionStore.Replicator.Copying;

/// <summary>Reads keys with their value and expiry.</summary>
internal sealed class SourceReader : ISourceReader
{
    // PEXPIRETIME is there since 7.0; before that a time to live has to be added to the clock here.
    private static readonly Version _tellsTimes = new(7, 0);

    private readonly IDatabase _database;
    private readonly bool _tellsTime;
    private readonly TimeProvider _time;

    public SourceReader(Link link, TimeProvider time)
    {
        (_database, _time) = (link.Database, time);
        _tellsTime = link.Multiplexer.GetServers().All(server => server.Version >= _tellsTimes);
    }

    /// <summary>
    /// Reads keys in one go. The expiry is asked for before the value: if the key changes between, its notification brings it again, and
    /// one that ends between is not mistaken for one that never does.
    /// </summary>
    public async Task<Copy[]> ReadAsync(IReadOnlyList<RedisKey> keys)
    {
        var expiries = new Task<DateTime?>[keys.Count];
        var lives = new Task<TimeSpan?>[keys.Count];
        var payloads = new Task<byte[]?>[keys.Count];
        for (var index = 0; index < keys.Count; index++)
        {
            if (_tellsTime)
            {
                expiries[index] = _database.KeyExpireTimeAsync(keys[index]);
            }
            else
            {
                lives[index] = _database.KeyTimeToLiveAsync(keys[index]);
            }
            payloads[index] = _database.KeyDumpAsync(keys[index]);
        }
        var copies = new Copy[keys.Count];
        for (var index = 0; index < keys.Count; index++)
        {
            var expiry = _tellsTime
                ? await expiries[index] is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : default(DateTimeOffset?)
                : await lives[index] is { } life ? _time.GetUtcNow() + life : null;
            copies[index] = new(keys[index], await payloads[index], Math.Max(0, expiry?.ToUnixTimeMilliseconds() ?? 0));
        }
        return copies;
    }
}
