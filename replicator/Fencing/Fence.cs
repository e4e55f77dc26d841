using SessionStore.Replicator.Stores;
using StackExchange.Redis;

namespace SessionStore.Replicator.Fencing;

/// <summary>
/// A key in the target that every change of the worker's is conditional on, in the same script: so nothing that is still on its way lands
/// after the fence has been closed, however late it comes. A lease runs out by the target's own clock.
/// </summary>
/// <param name="target">The target.</param>
internal sealed class Fence(Link target)
{
    // Compares what is there and sets in one step. ARGV: expected value (empty for none), new value, milliseconds (0 for ever). A lease is
    // prolonged by PEXPIRE, which a full store takes, as it takes removals, and SET not: flag DENYOOM of the commands (Valkey).
    private const string Exchange = """
        local now = redis.call('GET', KEYS[1]) or ''
        if now ~= ARGV[1] then return now end
        if ARGV[2] == '' then redis.call('DEL', KEYS[1])
        elseif ARGV[2] == now and ARGV[3] ~= '0' then redis.call('PEXPIRE', KEYS[1], ARGV[3])
        elseif ARGV[3] == '0' then redis.call('SET', KEYS[1], ARGV[2])
        else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
        return ARGV[2]
        """;

    private readonly NodeKeys _keys = new(target, "fence");

    /// <summary>The value on each node that takes writes.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync() =>
        await Task.WhenAll(_keys.All().Select(async key => (string?)await target.Database.StringGetAsync(key) ?? ""));

    /// <summary>Replaces the values on all nodes by a lease, if they are what they were when they were read.</summary>
    /// <returns>Whether the lease is the caller's on all nodes.</returns>
    public async Task<bool> TakeAsync(IReadOnlyList<string> read, string token, TimeSpan lease)
    {
        var keys = _keys.All();
        var value = FenceValues.Lease(token);
        return keys.Count == read.Count && (await Task.WhenAll(keys.Zip(read, (key, was) => ExchangeAsync(key, was, value, lease))))
            .All(now => now == value);
    }

    /// <summary>Prolongs the caller's lease.</summary>
    /// <returns>The values afterwards: anything but the caller's lease is the end of it.</returns>
    public async Task<IReadOnlyList<string>> RenewAsync(string token, TimeSpan lease)
    {
        var value = FenceValues.Lease(token);
        return await Task.WhenAll(_keys.All().Select(key => ExchangeAsync(key, value, value, lease)));
    }

    /// <summary>Gives the lease back, so that a successor need not wait for its end.</summary>
    public Task LeaveAsync(string token) =>
        Task.WhenAll(_keys.All().Select(key => ExchangeAsync(key, FenceValues.Lease(token), "", TimeSpan.Zero)));

    /// <summary>Closes it, whatever was there: once this has returned nothing of a worker's lands any more.</summary>
    /// <param name="value">A new <see cref="FenceValues.Own"/>, or <see cref="FenceValues.Held"/>.</param>
    /// <param name="duration">For how long; null for ever.</param>
    public Task CloseAsync(string value, TimeSpan? duration = null) =>
        // Not by the library's own command for values that end, SETEX, which a user of the worker's need not have.
        Task.WhenAll(_keys.All().Select(key => duration is { } span
            ? target.Database.ExecuteAsync("SET", key, value, "PX", (long)span.TotalMilliseconds)
            : target.Database.ExecuteAsync("SET", key, value)));

    /// <summary>Lifts an order, and nothing else.</summary>
    public Task ReleaseAsync() => Task.WhenAll(_keys.All().Select(key => ExchangeAsync(key, FenceValues.Held, "", TimeSpan.Zero)));

    /// <summary>The fence of a node: a key whose slot the node has.</summary>
    public RedisKey KeyOf(IServer server) => _keys.Of(server);

    private async Task<string> ExchangeAsync(RedisKey key, string expected, string value, TimeSpan duration) =>
        (string)(await target.Database.ScriptEvaluateAsync(Exchange, [key], [expected, value, (long)duration.TotalMilliseconds]))!;
}
