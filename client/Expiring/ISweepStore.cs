using StackExchange.Redis;

namespace SessionStore.Client.Expiring;

/// <summary>What the sweeper does with the store: each a command that MemoryDB Multi-Region has.</summary>
internal interface ISweepStore
{
    /// <summary>The Region that the store is in, or the endpoint where that does not tell.</summary>
    /// <exception cref="SessionStoreUnavailableException">There is no connection.</exception>
    public string Region { get; }

    /// <summary>HGETALL.</summary>
    public Task<HashEntry[]> GetAllAsync(RedisKey key, CancellationToken cancellationToken);

    /// <summary>HSET.</summary>
    public Task SetAsync(RedisKey key, HashEntry field, CancellationToken cancellationToken);

    /// <summary>HSETNX. Whether it was set does not matter: whoever wants to know reads it.</summary>
    public Task SetIfAbsentAsync(RedisKey key, HashEntry field, CancellationToken cancellationToken);

    /// <summary>HDEL.</summary>
    public Task DeleteAsync(RedisKey key, RedisValue[] fields, CancellationToken cancellationToken);

    /// <summary>SCAN of one shard after the other, each key with its end. It ends early where the name leads elsewhere meanwhile.</summary>
    /// <param name="size">About how many keys at once.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IAsyncEnumerable<IReadOnlyList<(RedisKey Key, Ending Ending)>> BatchesAsync(int size, CancellationToken cancellationToken);

    /// <summary>Removes an entry if its end is still the one that was seen.</summary>
    public Task<bool> RemoveAsync(RedisKey key, Ending seen, CancellationToken cancellationToken);
}
