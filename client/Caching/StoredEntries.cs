using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SessionStore.Client.Connecting;
using SessionStore.Client.Telemetry;
using StackExchange.Redis;

namespace SessionStore.Client.Caching;

/// <summary>Reads and writes entries at the writer or the nearest replica, and keeps sliding expirations alive.</summary>
internal sealed class StoredEntries(
    StoreConnection connection, IExpiry expiry, IOptions<SessionStoreOptions> options, TimeProvider time, ILogger<StoredEntries> logger,
    Instruments instruments)
{
    private const string ReadCommand = "HMGET";

    // Where both names are one, the nearest is the writer.
    private readonly bool _nearest = options.Value.Reads == ReadMode.NearestThenWriter && connection.Reader != connection.Writer;
    private readonly int _port = options.Value.Port;
    private readonly string _prefix = options.Value.InstanceName;
    private readonly RecentWrites _writes = new(time);
    private readonly Renewals _renewals = new(time);

    /// <summary>Reads an entry and renews its sliding expiration where that is due.</summary>
    public async Task<StoredEntry?> ReadAsync(string key, bool withData, Patience patience, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        cancellationToken.ThrowIfCancellationRequested();
        var name = _prefix + key;
        if (_nearest && await ReadNearestAsync(name, withData, patience, cancellationToken).ConfigureAwait(false) is { } near)
        {
            instruments.Read(nearest: true);
            // Nobody waits for the way to the writer. It ends within the budget.
            _ = RenewAsync(connection.Reader, name, near, patience);
            return near;
        }
        var version = _nearest ? _writes.VersionOf(name) : 0;
        var read = await RunAsync(connection.Writer, ReadCommand, (name, withData, expiry),
            static (link, what) => what.expiry.ReadAsync(link.Database, what.name, what.withData, CommandFlags.None),
            patience, cancellationToken).ConfigureAwait(false);
        instruments.Read(nearest: false);
        if (_nearest && withData)
        {
            _writes.Seen(name, version, RecentWrites.Digest(read));
        }
        if (read is { } entry)
        {
            await RenewAsync(connection.Writer, name, entry, patience).ConfigureAwait(false);
        }
        return read;
    }

    /// <summary>Writes an entry.</summary>
    public async Task<bool> WriteAsync(string key, StoredEntry entry, Patience patience, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var name = _prefix + key;
        var expires = _renewals.IsYoung(name, entry.Sliding);
        return await ChangeAsync(name, entry, expiry.WriteCommand(expires), (entry, expires, expiry),
            static (database, at, what) => what.expiry.WriteAsync(database, at, what.entry, what.expires),
            patience, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes an entry.</summary>
    public async Task<bool> RemoveAsync(string key, Patience patience, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        return await ChangeAsync(_prefix + key, null, "UNLINK", 0,
            static (database, name, _) => database.KeyDeleteAsync(name), patience, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> ChangeAsync<TState>(
        string name, StoredEntry? result, string command, TState state, Func<IDatabase, string, TState, Task<bool>> change,
        Patience patience, CancellationToken cancellationToken)
    {
        if (_nearest)
        {
            _writes.Begin(name);
        }
        var done = false;
        try
        {
            var changed = await RunAsync(connection.Writer, command, (name, state, change),
                static (link, what) => what.change(link.Database, what.name, what.state),
                patience, cancellationToken).ConfigureAwait(false);
            done = true;
            return changed;
        }
        finally
        {
            _renewals.Written(name, done ? result?.Sliding : null);
            if (_nearest)
            {
                _writes.End(name, done ? RecentWrites.Digest(result) : null);
            }
        }
    }

    // Null where the replica has none, is not to be believed, or does not answer: then the writer is asked.
    private async Task<StoredEntry?> ReadNearestAsync(string name, bool withData, Patience patience, CancellationToken cancellationToken)
    {
        try
        {
            // All of it, also for a refresh: an older value's expirations may be others.
            var read = await RunAsync(connection.Reader, ReadCommand, (name, expiry),
                static (link, what) => what.expiry.ReadAsync(link.Database, what.name, true, CommandFlags.PreferReplica),
                Patience.Once, cancellationToken).ConfigureAwait(false);
            return read is { } entry && _writes.Believes(name, RecentWrites.Digest(entry)) ? entry : null;
        }
        catch (Exception failure) when (failure is SessionStoreUnavailableException or RedisException)
        {
            Log.NearestPassed(logger, failure.Message);
            return null;
        }
    }

    // Looks how long the entry still lives, at the side that was read where it does not say so itself, and renews it at the writer where
    // that is due. What was read is good in any case: the next read tries again.
    private async Task RenewAsync(Follower side, string name, StoredEntry entry, Patience patience)
    {
        if (entry.Sliding is not { } sliding || !_renewals.TryBegin(name, sliding))
        {
            return;
        }
        var succeeded = false;
        try
        {
            var left = entry.End is { } end ? end - time.GetUtcNow() : await RunAsync(side, NativeExpiry.LeftCommand, name,
                static (link, key) => NativeExpiry.LeftAsync(link.Database, key),
                patience, CancellationToken.None).ConfigureAwait(false);
            if (EntryLayout.DueRenewal(entry, left, time.GetUtcNow()) is { } life)
            {
                await RunAsync(connection.Writer, expiry.RenewCommand, (name, entry, life, expiry),
                    static (link, what) => what.expiry.RenewAsync(link.Database, what.name, what.entry, what.life),
                    patience, CancellationToken.None).ConfigureAwait(false);
            }
            succeeded = true;
        }
        catch (Exception failure) when (failure is SessionStoreUnavailableException or RedisException or ObjectDisposedException)
        {
            Log.RenewalFailed(logger, failure.Message);
            instruments.RenewalMissed();
        }
        finally
        {
            _renewals.End(name, succeeded);
        }
    }

    private Task<T> RunAsync<TState, T>(
        Follower follower, string command, TState state, Func<ILink, TState, Task<T>> operation, Patience patience,
        CancellationToken cancellationToken) =>
        instruments.IsEnabled
            ? instruments.MeasureAsync(command, follower.Endpoint?.Host, _port,
                () => Run(follower, state, operation, patience, cancellationToken))
            : Run(follower, state, operation, patience, cancellationToken);

    private static Task<T> Run<TState, T>(
        Follower follower, TState state, Func<ILink, TState, Task<T>> operation, Patience patience, CancellationToken cancellationToken) =>
        patience == Patience.Budget
            ? follower.ExecuteAsync(state, operation, repeatable: true, cancellationToken)
            : follower.ExecuteOnceAsync(state, operation, cancellationToken);
}
