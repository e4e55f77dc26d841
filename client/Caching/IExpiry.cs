using StackExchange.Redis;

namespace SessionStore.Client.Caching;

/// <summary>Where the end of an entry is kept. All commands that depend on it are in its two implementations.</summary>
internal interface IExpiry
{
    /// <summary>What <see cref="RenewAsync"/> sends, for metrics.</summary>
    public string RenewCommand { get; }

    /// <summary>What <see cref="WriteAsync"/> sends, for metrics.</summary>
    /// <param name="expires">Whether the key is there already and expires.</param>
    public string WriteCommand(bool expires);

    /// <summary>Reads an entry.</summary>
    /// <param name="database">Where to read.</param>
    /// <param name="key">The key.</param>
    /// <param name="withData">Whether the session itself is wanted.</param>
    /// <param name="flags">Which server of a cluster to ask.</param>
    /// <returns>The entry; null where there is none that has not ended.</returns>
    public Task<StoredEntry?> ReadAsync(IDatabase database, RedisKey key, bool withData, CommandFlags flags);

    /// <summary>Writes an entry with its end.</summary>
    /// <param name="database">Where to write.</param>
    /// <param name="key">The key.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="expires">Whether the key is there already and expires: then it does so whatever becomes of this write.</param>
    public Task<bool> WriteAsync(IDatabase database, RedisKey key, StoredEntry entry, bool expires);

    /// <summary>Gives an entry its life back.</summary>
    /// <param name="database">Where to write.</param>
    /// <param name="key">The key.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="life">How long it should live on.</param>
    public Task<bool> RenewAsync(IDatabase database, RedisKey key, StoredEntry entry, TimeSpan life);
}
