using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using SessionStore.Client.Connecting;
using StackExchange.Redis;

namespace SessionStore.Client.Expiring;

/// <summary>The store that the writer name leads to.</summary>
/// <param name="connection">The connection.</param>
/// <param name="prefix">What stands before every key.</param>
internal sealed partial class RedisSweepStore(StoreConnection connection, string prefix) : ISweepStore
{
    private readonly string _pattern = $"{Special().Replace(prefix, @"\$0")}*";

    /// <inheritdoc/>
    // Without a connection nobody knows whose lease it would be.
    public string Region => Sweeper.RegionOf(connection.Writer)
        ?? throw new SessionStoreUnavailableException("The store cannot be swept: there is no connection now");

    /// <inheritdoc/>
    public Task<HashEntry[]> GetAllAsync(RedisKey key, CancellationToken cancellationToken) =>
        RunAsync(key, static (database, at) => database.HashGetAllAsync(at), cancellationToken);

    /// <inheritdoc/>
    public Task SetAsync(RedisKey key, HashEntry field, CancellationToken cancellationToken) =>
        RunAsync((key, field), static (database, what) => database.HashSetAsync(what.key, what.field.Name, what.field.Value),
            cancellationToken);

    /// <inheritdoc/>
    public Task SetIfAbsentAsync(RedisKey key, HashEntry field, CancellationToken cancellationToken) =>
        RunAsync((key, field),
            static (database, what) => database.HashSetAsync(what.key, what.field.Name, what.field.Value, When.NotExists),
            cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(RedisKey key, RedisValue[] fields, CancellationToken cancellationToken) => fields.Length == 0
        ? Task.CompletedTask
        : RunAsync((key, fields), static (database, what) => database.HashDeleteAsync(what.key, what.fields), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(RedisKey key, Ending seen, CancellationToken cancellationToken) =>
        RunAsync((key, seen), static (database, what) => ValueLayout.RemoveAsync(database, what.key, what.seen), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<(RedisKey Key, Ending Ending)>> BatchesAsync(
        int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var multiplexer = await RunAsync(0, static (database, _) => Task.FromResult(database.Multiplexer), cancellationToken)
            .ConfigureAwait(false);
        foreach (var shard in multiplexer.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }))
        {
            var cursor = "0";
            do
            {
                var answer = (RedisResult[])(await RunAsync((shard, cursor, pattern: _pattern, size),
                    static (_, what) => what.shard.ExecuteAsync(
                        "SCAN", what.cursor, "MATCH", what.pattern, "COUNT", what.size, "TYPE", "hash"),
                    cancellationToken).ConfigureAwait(false))!;
                // A cursor of one connection's server means nothing to the next one's.
                if (connection.Writer.Current?.Link.Database.Multiplexer != multiplexer)
                {
                    yield break;
                }
                cursor = (string)answer[0]!;
                yield return await EndingsAsync((RedisKey[])answer[1]!, cancellationToken).ConfigureAwait(false);
            }
            while (cursor != "0");
        }
    }

    private Task<(RedisKey Key, Ending Ending)[]> EndingsAsync(RedisKey[] keys, CancellationToken cancellationToken) =>
        RunAsync(keys, static (database, all) => Task.WhenAll(all.Select(async key =>
        {
            var values = await database.HashGetAsync(key, ValueLayout.EndingFields).ConfigureAwait(false);
            return (key, ValueLayout.EndingOf(values));
        })), cancellationToken);

    // Once: whoever has the lease tries again in the next round, and nothing waits for it.
    private Task<T> RunAsync<TState, T>(TState state, Func<IDatabase, TState, Task<T>> operation, CancellationToken cancellationToken) =>
        connection.Writer.ExecuteOnceAsync((state, operation), static (link, what) => what.operation(link.Database, what.state),
            cancellationToken);

    [GeneratedRegex(@"[\\*?\[\]^]")]
    private static partial Regex Special();
}
