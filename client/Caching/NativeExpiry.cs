using SessionStore.Client.Connecting;
using StackExchange.Redis;

namespace SessionStore.Client.Caching;

/// <summary>The server ends an entry: its key expires, as with Microsoft's RedisCache.</summary>
/// <param name="time">Tells the time.</param>
internal sealed class NativeExpiry(TimeProvider time) : IExpiry
{
    /// <summary>What <see cref="LeftAsync"/> sends, for metrics.</summary>
    public const string LeftCommand = "PTTL";

    private static readonly RedisValue[] _expiryFields = [EntryLayout.AbsoluteField, EntryLayout.SlidingField];
    private static readonly RedisValue[] _allFields = [.. _expiryFields, EntryLayout.DataField];

    /// <inheritdoc/>
    public string RenewCommand => "EXPIRE";

    /// <inheritdoc/>
    public string WriteCommand(bool expires) => expires ? "PIPELINE HMSET" : "MULTI HMSET";

    /// <inheritdoc/>
    // Unless the key expires already, both commands are one transaction, so that no replica is ever promoted with the hash and without its
    // expiry.
    public async Task<bool> WriteAsync(IDatabase database, RedisKey key, StoredEntry entry, bool expires)
    {
        var fields = EntryLayout.Fields(entry);
        var life = EntryLayout.LifeOf(entry, time.GetUtcNow());
        life = life < TimeSpan.Zero ? TimeSpan.Zero : life;
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

    /// <inheritdoc/>
    public async Task<StoredEntry?> ReadAsync(IDatabase database, RedisKey key, bool withData, CommandFlags flags)
    {
        var values = await database.HashGetAsync(key, withData ? _allFields : _expiryFields, flags).ConfigureAwait(false);
        return values[0].IsNull || (withData && values[2].IsNull)
            ? null
            : new StoredEntry(EntryLayout.Time(values[0]), EntryLayout.Span(values[1]), withData ? values[2] : RedisValue.Null);
    }

    /// <summary>How long a key still lives; null where it has no end.</summary>
    public static Task<TimeSpan?> LeftAsync(IDatabase database, RedisKey key) =>
        database.KeyTimeToLiveAsync(key, CommandFlags.PreferReplica);

    /// <inheritdoc/>
    public Task<bool> RenewAsync(IDatabase database, RedisKey key, StoredEntry entry, TimeSpan life) =>
        database.KeyExpireAsync(key, life);

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
}
