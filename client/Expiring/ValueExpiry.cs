using Microsoft.Extensions.Logging;
using SessionStore.Client.Caching;
using SessionStore.Client.Connecting;
using SessionStore.Client.Telemetry;
using StackExchange.Redis;

namespace SessionStore.Client.Expiring;

/// <summary>The entry itself says when it ends, for a store without times to live. Who reads one that is long over removes it.</summary>
/// <param name="connection">Where the writer name leads.</param>
/// <param name="removals">What may be removed.</param>
/// <param name="time">Tells the time.</param>
/// <param name="logger">Told of a removal that was refused.</param>
/// <param name="instruments">Count removals.</param>
internal sealed class ValueExpiry(
    StoreConnection connection, Removals removals, TimeProvider time, ILogger<ValueExpiry> logger, Instruments instruments) : IExpiry
{
    /// <inheritdoc/>
    public string RenewCommand => "HSET";

    /// <inheritdoc/>
    public string WriteCommand(bool expires) => "HMSET";

    /// <inheritdoc/>
    public async Task<StoredEntry?> ReadAsync(IDatabase database, RedisKey key, bool withData, CommandFlags flags)
    {
        var values = await database.HashGetAsync(key, ValueLayout.FieldsToRead(withData), flags).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var ending = ValueLayout.EndingOf(values);
        if (ending.At <= now && removals.MayRemove(Sweeper.RegionOf(connection.Writer), ending))
        {
            await RemoveAsync(database, key, ending).ConfigureAwait(false);
        }
        return ValueLayout.Parse(values, now);
    }

    /// <inheritdoc/>
    public async Task<bool> WriteAsync(IDatabase database, RedisKey key, StoredEntry entry, bool expires)
    {
        await database.HashSetAsync(key, ValueLayout.Fields(entry, time.GetUtcNow())).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public async Task<bool> RenewAsync(IDatabase database, RedisKey key, StoredEntry entry, TimeSpan life)
    {
        var end = ValueLayout.Renewal(entry, time.GetUtcNow());
        await database.HashSetAsync(key, end.Name, end.Value).ConfigureAwait(false);
        return true;
    }

    // Before the reader is answered: the same session may be written anew right after that. What is left for the sweeper fails no read.
    private async Task RemoveAsync(IDatabase database, RedisKey key, Ending ending)
    {
        try
        {
            if (await ValueLayout.RemoveAsync(database, key, ending).ConfigureAwait(false))
            {
                instruments.Removed(1, bySweeper: false);
            }
        }
        catch (RedisServerException refusal) when (Failures.Of(refusal) == Failure.Refused)
        {
            Log.RemovalRefused(logger, refusal.Message);
        }
    }
}
