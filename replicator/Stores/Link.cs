using StackExchange.Redis;

namespace SessionStore.Replicator.Stores;

/// <summary>
/// A connection for one life: whatever is lost of it, on any node, it is lost for good. What comes after is another one, and a gap lies
/// between them.
/// </summary>
internal sealed class Link : IAsyncDisposable
{
    /// <summary>What is said of a store none of whose nodes takes writes.</summary>
    public const string NoPrimary = "no primary is known";

    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Link(string endpoint, IConnectionMultiplexer multiplexer)
    {
        (Endpoint, Multiplexer, Database) = (endpoint, multiplexer, multiplexer.GetDatabase());
        IsCluster = multiplexer.GetServers().Any(server => server.ServerType == ServerType.Cluster);
        multiplexer.ConnectionFailed += (_, failed) => _lost.TrySetResult(
            $"the {failed.ConnectionType} connection to {failed.EndPoint} was lost: {failed.FailureType}");
    }

    /// <summary>What was connected to.</summary>
    public string Endpoint { get; }

    /// <summary>The connection itself.</summary>
    public IConnectionMultiplexer Multiplexer { get; }

    /// <summary>Database 0, the only one that sessions are in.</summary>
    public IDatabase Database { get; }

    /// <summary>Whether the store is in cluster mode.</summary>
    public bool IsCluster { get; }

    /// <summary>Completes with the reason when any part of the connection is lost.</summary>
    public Task<string> Lost => _lost.Task;

    /// <summary>The nodes that take writes: one, or one for each shard.</summary>
    public IReadOnlyList<IServer> Primaries =>
        [.. Multiplexer.GetServers().Where(server => !server.IsReplica && (!IsCluster || HasSlots(server)))];

    /// <summary>The node that a key is on.</summary>
    /// <exception cref="RedisConnectionException">No node is known to have its slot.</exception>
    public IServer PrimaryOf(RedisKey key)
    {
        if (!IsCluster)
        {
            return Primaries is [var only, ..] ? only : throw Unreachable(NoPrimary);
        }
        var slot = Multiplexer.GetHashSlot(key);
        return Primaries.FirstOrDefault(server => server.ClusterConfiguration?.GetBySlot(slot)?.EndPoint is { } at
            && at.Equals(server.EndPoint))
            ?? throw Unreachable($"no node has slot {slot}");
    }

    /// <summary>Which node has which slots; it changes when shards are added, removed or fail over.</summary>
    public string Topology() => !IsCluster ? "" : string.Join(';', Primaries
        .Select(server => $"{server.EndPoint}={string.Join(',', Node(server)?.Slots.Order() ?? Enumerable.Empty<SlotRange>())}").Order());

    /// <summary>Makes it a lost one, for a reason that the connection itself does not notice.</summary>
    public void Lose(string reason) => _lost.TrySetResult(reason);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Multiplexer.DisposeAsync();

    private static ClusterNode? Node(IServer server) => server.ClusterConfiguration?[server.EndPoint];

    private static bool HasSlots(IServer server) => Node(server)?.Slots.Count > 0;

    private RedisConnectionException Unreachable(string why) => new(ConnectionFailureType.UnableToResolvePhysicalConnection,
        $"{Endpoint}: {why}");
}
