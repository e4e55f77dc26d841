using System.Globalization;
using Microsoft.Extensions.Caching.Distributed;
using SessionStore.Client.Connecting;
using StackExchange.Redis;

namespace SessionStore.Client.Caching;

/// <summary>A session as it is stored.</summary>
/// <param name="Absolute">When it ends at the latest; null for never.</param>
/// <param name="Sliding">How long it lasts without being read; null for no such limit.</param>
/// <param name="Data">The session.</param>
internal readonly record struct StoredEntry(DateTimeOffset? Absolute, TimeSpan? Sliding, RedisValue Data);

/// <summary>
/// The layout of Microsoft's RedisCache: a hash with <c>absexp</c> and <c>sldexp</c> in ticks, -1 for none, and <c>data</c>, under a key
/// that expires (dotnet/aspnetcore, src/Caching/StackExchangeRedis). All commands that depend on it are here.
/// </summary>
internal static class EntryLayout
{
    private const string AbsoluteField = "absexp", SlidingField = "sldexp", DataField = "data";
    private const long None = -1;
    private static readonly RedisValue[] _expiryFields = [AbsoluteField, SlidingField];
    private static readonly RedisValue[] _allFields = [AbsoluteField, SlidingField, DataField];

    /// <summary>What <see cref="ReadAsync"/> sends, for metrics.</summary>
    public const string ReadCommand = "HMGET";

    /// <summary>What <see cref="WriteAsync"/> sends for a key that may be new, and for one that expires already, for metrics.</summary>
    public const string WriteCommand = "MULTI HMSET", OverwriteCommand = "PIPELINE HMSET";

    /// <summary>Makes an entry of what a caller asks for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The absolute expiration is not in the future.</exception>
    public static StoredEntry Make(RedisValue data, DistributedCacheEntryOptions options, DateTimeOffset now)
    {
        var absolute = options.AbsoluteExpirationRelativeToNow is { } relative ? now + relative : options.AbsoluteExpiration;
        return absolute <= now
            ? throw new ArgumentOutOfRangeException(nameof(options), absolute, "The absolute expiration has to be in the future.")
            : new StoredEntry(absolute, options.SlidingExpiration, data);
    }

    /// <summary>How long an entry lives from now on when nobody reads it; null for ever.</summary>
    public static TimeSpan? LifeOf(StoredEntry entry, DateTimeOffset now) => (entry.Absolute - now, entry.Sliding) switch
    {
        ({ } absolute, { } sliding) => absolute < sliding ? absolute : sliding,
        var (absolute, sliding) => absolute ?? sliding,
    };

    /// <summary>Writes an entry with its expiry.</summary>
    /// <param name="database">Where to write.</param>
    /// <param name="key">The key.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="expires">
    /// Whether the key is there already and expires: then it does so whatever becomes of this write. Otherwise both commands are one
    /// transaction, so that no replica is ever promoted with the hash and without its expiry.
    /// </param>
    /// <param name="now">The time.</param>
    public static async Task<bool> WriteAsync(IDatabase database, RedisKey key, StoredEntry entry, bool expires, DateTimeOffset now)
    {
        HashEntry[] fields =
        [
            new(AbsoluteField, entry.Absolute?.UtcTicks ?? None), new(SlidingField, entry.Sliding?.Ticks ?? None),
            new(DataField, entry.Data),
        ];
        var life = LifeOf(entry, now) is { } left && left < TimeSpan.Zero ? TimeSpan.Zero : LifeOf(entry, now);
        if (expires)
        {
            await PipelineAsync(database, key, fields, life).ConfigureAwait(false);
            return true;
        }
        var transaction = database.CreateTransaction();
        var (write, expire) = Send(transaction, key, fields, life);
        try
        {
            await transaction.ExecuteAsync().ConfigureAwait(false);
            // A transaction succeeds although a command in it has failed.
            await write.ConfigureAwait(false);
            await expire.ConfigureAwait(false);
        }
        catch (RedisServerException aborted) when (Failures.CodeOf(aborted) == "EXECABORT")
        {
            // It says that something was refused, not what. Outside of a transaction each command says it, and follows a slot that has
            // moved.
            Observe(write, expire);
            await PipelineAsync(database, key, fields, life).ConfigureAwait(false);
        }
        catch
        {
            Observe(write, expire);
            throw;
        }
        return true;
    }

    private static Task PipelineAsync(IDatabase database, RedisKey key, HashEntry[] fields, TimeSpan? life)
    {
        var (write, expire) = Send(database, key, fields, life);
        return Task.WhenAll(write, expire);
    }

    // What was there before may have had an expiry.
    private static (Task Write, Task Expire) Send(IDatabaseAsync database, RedisKey key, HashEntry[] fields, TimeSpan? life) =>
        (database.HashSetAsync(key, fields), life is { } left ? database.KeyExpireAsync(key, left) : database.KeyPersistAsync(key));

    // They fail with the transaction; nobody else looks at them.
    private static void Observe(params ReadOnlySpan<Task> tasks)
    {
        foreach (var task in tasks)
        {
            _ = task.ContinueWith(static failed => _ = failed.Exception, TaskContinuationOptions.OnlyOnFaulted);
        }
    }

    /// <summary>Reads an entry.</summary>
    /// <param name="database">Where to read.</param>
    /// <param name="key">The key.</param>
    /// <param name="withData">Whether the session itself is wanted.</param>
    /// <param name="flags">Which server of a cluster to ask.</param>
    /// <returns>The entry; null where there is none.</returns>
    public static async Task<StoredEntry?> ReadAsync(IDatabase database, RedisKey key, bool withData, CommandFlags flags)
    {
        var values = await database.HashGetAsync(key, withData ? _allFields : _expiryFields, flags).ConfigureAwait(false);
        return values[0].IsNull || (withData && values[2].IsNull) ? null : new StoredEntry(
            Ticks(values[0]) is { } absolute ? new DateTimeOffset(absolute, TimeSpan.Zero) : null,
            Ticks(values[1]) is { } sliding ? TimeSpan.FromTicks(sliding) : null,
            withData ? values[2] : RedisValue.Null);
    }

    /// <summary>How long a key still lives; null where it has no end.</summary>
    public static Task<TimeSpan?> LeftAsync(IDatabase database, RedisKey key, CommandFlags flags) =>
        database.KeyTimeToLiveAsync(key, flags);

    /// <summary>Gives a key its life back.</summary>
    public static Task<bool> RenewAsync(IDatabase database, RedisKey key, TimeSpan life) => database.KeyExpireAsync(key, life);

    /// <summary>
    /// How long an entry should live on; null while less than a tenth of its sliding expiration has passed, or where it has none.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="left">How long its key still lives; null where it has no end.</param>
    /// <param name="now">The time.</param>
    public static TimeSpan? DueRenewal(StoredEntry entry, TimeSpan? left, DateTimeOffset now) =>
        entry.Sliding is { } sliding && LifeOf(entry, now) is { } life && life > TimeSpan.Zero && !(life - left < sliding / 10)
            ? life
            : null;

    private static long? Ticks(RedisValue value) =>
        long.TryParse((string?)value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ticks) && ticks != None
            ? ticks
            : null;
}
