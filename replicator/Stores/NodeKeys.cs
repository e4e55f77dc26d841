using System.Collections.Concurrent;
using StackExchange.Redis;

namespace SessionStore.Replicator.Stores;

/// <summary>
/// A key of the worker's own on each node that takes writes: <c>session-store:replicator:{0}:fence</c>, with another number between the
/// braces where the node has not the slot of that one.
/// </summary>
/// <param name="link">The store.</param>
/// <param name="name">What the key is for.</param>
internal sealed class NodeKeys(Link link, string name)
{
    private readonly ConcurrentDictionary<string, RedisKey> _keys = [];
    private string _topology = "";

    /// <summary>All of them.</summary>
    /// <exception cref="RedisConnectionException">No node is known to take writes.</exception>
    public IReadOnlyList<RedisKey> All()
    {
        // A slot may have moved, and a key with it.
        if (link.Topology() is var topology && topology != _topology)
        {
            _topology = topology;
            _keys.Clear();
        }
        return link.Primaries is { Count: > 0 } nodes ? [.. nodes.Select(Of)]
            : throw new RedisConnectionException(ConnectionFailureType.UnableToResolvePhysicalConnection,
                $"{link.Endpoint}: {Link.NoPrimary}");
    }

    /// <summary>The key of one node.</summary>
    public RedisKey Of(IServer server) => _keys.GetOrAdd($"{server.EndPoint}", Find);

    private RedisKey Find(string node)
    {
        for (var number = 0; ; number++)
        {
            RedisKey key = $"{OwnKeys.Prefix}{{{number}}}:{name}";
            if (!link.IsCluster || $"{link.PrimaryOf(key).EndPoint}" == node)
            {
                return key;
            }
        }
    }
}
