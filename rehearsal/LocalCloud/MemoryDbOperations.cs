using System.Globalization;
using System.Text.Json;
using SessionStore.Contract;
using SessionStore.Engine;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// The operations of MemoryDB as its API reference describes them (https://docs.aws.amazon.com/memorydb/latest/APIReference/): a cluster is
/// known in its Region alone, a Multi-Region cluster in the Regions that have one of its clusters. The latter is an assumption.
/// </summary>
internal sealed class MemoryDbOperations(LocalMemoryDb known, string region)
{
    private const int Slots = 16384;

    /// <summary>Carries a request out.</summary>
    /// <param name="operation">Such as DescribeClusters.</param>
    /// <exception cref="MemoryDbRefusal">MemoryDB refuses it.</exception>
    public object Call(string operation, JsonElement request) => operation switch
    {
        "DescribeClusters" => Clusters(Text(request, "ClusterName"), Flag(request, "ShowShardDetails")),
        "DescribeMultiRegionClusters" => Stores(Text(request, "MultiRegionClusterName"), Flag(request, "ShowClusterDetails")),
        _ => throw new MemoryDbRefusal("UnknownOperationException", $"Could not find operation {operation}"),
    };

    private Dictionary<string, object?> Clusters(string? name, bool withShards)
    {
        var found = known.Clusters.Where(cluster => cluster.Region == region && (name is null || cluster.Name == name)).ToArray();
        return found is [] && name is not null
            ? throw new MemoryDbRefusal("ClusterNotFoundFault", $"Cluster {name} not found.")
            : new() { ["Clusters"] = found.Select(cluster => Cluster(cluster, withShards)) };
    }

    private Dictionary<string, object?> Stores(string? name, bool withClusters)
    {
        var here = known.Clusters.Where(cluster => cluster.Region == region).Select(cluster => cluster.Store.Name).ToHashSet();
        var found = known.Stores.Where(store => here.Contains(store.Name) && (name is null || store.Name == name)).ToArray();
        return found is [] && name is not null
            ? throw new MemoryDbRefusal("MultiRegionClusterNotFoundFault", $"Multi-Region cluster {name} not found.")
            : new() { ["MultiRegionClusters"] = found.Select(store => Store(store, withClusters)) };
    }

    private Dictionary<string, object?> Store(LocalMultiRegionCluster store, bool withClusters)
    {
        var shown = new Dictionary<string, object?>
        {
            ["MultiRegionClusterName"] = store.Name,
            ["Status"] = store.Status,
            ["Engine"] = store.Engine,
            ["EngineVersion"] = store.EngineVersion,
            ["NodeType"] = store.NodeType,
            ["NumberOfShards"] = store.Shards,
            ["TLSEnabled"] = true,
            // It is of no Region.
            ["ARN"] = $"arn:aws:memorydb::{FakeCloud.AccountId}:multiregioncluster/{store.Name}",
        };
        if (withClusters)
        {
            shown["Clusters"] = known.Clusters.Where(cluster => cluster.Store == store).Select(cluster => new
            {
                ClusterName = cluster.Name,
                cluster.Region,
                cluster.Status,
                ARN = Arn(cluster),
            });
        }
        return shown;
    }

    private static Dictionary<string, object?> Cluster(LocalRegionalCluster cluster, bool withShards)
    {
        var shown = new Dictionary<string, object?>
        {
            ["Name"] = cluster.Name,
            ["Status"] = cluster.Status,
            ["MultiRegionClusterName"] = cluster.Store.Name,
            ["Engine"] = cluster.Store.Engine,
            ["EngineVersion"] = cluster.Store.EngineVersion,
            ["NodeType"] = cluster.Store.NodeType,
            ["NumberOfShards"] = cluster.Store.Shards,
            ["ACLName"] = cluster.AclName,
            ["TLSEnabled"] = true,
            ["ClusterEndpoint"] = new { Address = cluster.Endpoint, CacheNodes.Port },
            ["ARN"] = Arn(cluster),
        };
        if (withShards)
        {
            shown["Shards"] = Enumerable.Range(1, cluster.Store.Shards).Select(shard => Shard(cluster, shard));
        }
        return shown;
    }

    private static Dictionary<string, object?> Shard(LocalRegionalCluster cluster, int shard)
    {
        var name = shard.ToString("0000", CultureInfo.InvariantCulture);
        var nodes = Enumerable.Range(1, cluster.ReplicasPerShard + 1).Select(node => $"{cluster.Name}-{name}-{node:000}").ToArray();
        return new()
        {
            ["Name"] = name,
            ["Status"] = cluster.NodeStatus,
            ["Slots"] = $"{Slots * (shard - 1) / cluster.Store.Shards}-{(Slots * shard / cluster.Store.Shards) - 1}",
            ["NumberOfNodes"] = nodes.Length,
            ["Nodes"] = nodes.Select(node => new { Name = node, Status = cluster.NodeStatus }),
        };
    }

    private static string Arn(LocalRegionalCluster cluster) =>
        $"arn:aws:memorydb:{cluster.Region}:{FakeCloud.AccountId}:cluster/{cluster.Name}";

    private static string? Text(JsonElement request, string name) => Member(request, name, JsonValueKind.String)?.GetString();

    private static bool Flag(JsonElement request, string name) => Member(request, name, JsonValueKind.True, JsonValueKind.False)
        is { ValueKind: JsonValueKind.True };

    private static JsonElement? Member(JsonElement request, string name, params JsonValueKind[] kinds)
    {
        if (request.ValueKind != JsonValueKind.Object)
        {
            throw new MemoryDbRefusal("SerializationException", "expected a JSON object");
        }
        return !request.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
            : kinds.Contains(value.ValueKind) ? value
            : throw new MemoryDbRefusal("SerializationException", $"{name} is {value.ValueKind}: expected {string.Join(" or ", kinds)}");
    }
}

/// <summary>MemoryDB refuses a request.</summary>
internal sealed class MemoryDbRefusal(string code, string message) : Exception(message)
{
    /// <summary>The error's code, such as ClusterNotFoundFault.</summary>
    public string Code => code;
}
