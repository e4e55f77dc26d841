using System.Buffers;
using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace SessionStore.Client.Caching;

/// <summary>The cache that ASP.NET Core keeps sessions in.</summary>
/// <param name="entries">Reads and writes entries.</param>
/// <param name="time">Tells the time.</param>
internal sealed class SessionStoreCache(StoredEntries entries, TimeProvider time) : IBufferDistributedCache
{
    /// <inheritdoc/>
    public async Task<byte[]?> GetAsync(string key, CancellationToken token) =>
        (byte[]?)(await entries.ReadAsync(key, withData: true, Patience.Budget, token).ConfigureAwait(false))?.Data;

    /// <inheritdoc/>
    public async ValueTask<bool> TryGetAsync(string key, IBufferWriter<byte> destination, CancellationToken token) =>
        Copy(await entries.ReadAsync(key, withData: true, Patience.Budget, token).ConfigureAwait(false), destination);

    /// <inheritdoc/>
    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(value);
        return entries.WriteAsync(key, Make(value, options), Patience.Budget, token);
    }

    /// <inheritdoc/>
    // A copy: a command that its caller no longer waits for may be sent when the caller's buffer holds something else.
    public async ValueTask SetAsync(
        string key, ReadOnlySequence<byte> value, DistributedCacheEntryOptions options, CancellationToken token) =>
        await entries.WriteAsync(key, Make(value.ToArray(), options), Patience.Budget, token).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task RefreshAsync(string key, CancellationToken token) => entries.ReadAsync(key, withData: false, Patience.Budget, token);

    /// <inheritdoc/>
    public Task RemoveAsync(string key, CancellationToken token) => entries.RemoveAsync(key, Patience.Budget, token);

    /// <inheritdoc/>
    public byte[]? Get(string key) => (byte[]?)Now(() => entries.ReadAsync(key, withData: true, Patience.Once, default))?.Data;

    /// <inheritdoc/>
    public bool TryGet(string key, IBufferWriter<byte> destination) =>
        Copy(Now(() => entries.ReadAsync(key, withData: true, Patience.Once, default)), destination);

    /// <inheritdoc/>
    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
    {
        ArgumentNullException.ThrowIfNull(value);
        var entry = Make(value, options);
        Now(() => entries.WriteAsync(key, entry, Patience.Once, default));
    }

    /// <inheritdoc/>
    public void Set(string key, ReadOnlySequence<byte> value, DistributedCacheEntryOptions options) => Set(key, value.ToArray(), options);

    /// <inheritdoc/>
    public void Refresh(string key) => Now(() => entries.ReadAsync(key, withData: false, Patience.Once, default));

    /// <inheritdoc/>
    public void Remove(string key) => Now(() => entries.RemoveAsync(key, Patience.Once, default));

    private StoredEntry Make(byte[] value, DistributedCacheEntryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return EntryLayout.Make(value, options, time.GetUtcNow());
    }

    private static bool Copy(StoredEntry? entry, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (entry is not { } found)
        {
            return false;
        }
        destination.Write(((ReadOnlyMemory<byte>)found.Data).Span);
        return true;
    }

    // The caller's thread waits for one command.
    private static T Now<T>(Func<Task<T>> operation) => operation().GetAwaiter().GetResult();
}

/// <summary>How long an operation looks for a store that answers.</summary>
internal enum Patience
{
    /// <summary>As long as the budget.</summary>
    Budget,

    /// <summary>
    /// For one try on the connection that there is; only the first connection of all is waited for. For callers whose thread waits.
    /// </summary>
    Once,
}
