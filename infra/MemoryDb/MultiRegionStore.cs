using Pulumi;
using Pulumi.Aws.MemoryDb;

namespace SessionStore.Infra.MemoryDb;

/// <summary>
/// The Multi-Region cluster, which each Region joins with a cluster of its own. It exists once, has no nodes, and says what the Regional
/// clusters have in common.
/// </summary>
internal sealed class MultiRegionStore : ComponentResource
{
    /// <summary>The name with the prefix that AWS puts before the store's.</summary>
    public Output<string> MultiRegionClusterName { get; }

    public MultiRegionStore(string name, MultiRegionStoreArgs args, ComponentResourceOptions? options = null)
        : base("session-store:memorydb:MultiRegionStore", name, options)
    {
        var guarded = new CustomResourceOptions { Parent = this, Protect = args.DeletionProtection };
        guarded.Hooks.BeforeCreate.Add(args.BeforeCreate);
        var cluster = new MultiRegionCluster($"{name}-cluster", new()
        {
            MultiRegionClusterNameSuffix = args.Store,
            Description = "Session store",
            Engine = MemoryDbLimits.Engine,
            EngineVersion = args.EngineVersion,
            NodeType = args.NodeType,
            NumShards = args.Shards,
            TlsEnabled = true,
        }, guarded);
        MultiRegionClusterName = cluster.MultiRegionClusterName;
        RegisterOutputs();
    }
}

internal sealed record MultiRegionStoreArgs
{
    /// <summary>The store's name: the end of the cluster's.</summary>
    public required string Store { get; init; }

    /// <summary>Such as 7.3.</summary>
    public required string EngineVersion { get; init; }

    /// <summary>Such as db.r7g.xlarge.</summary>
    public required string NodeType { get; init; }

    public required int Shards { get; init; }

    /// <summary>What is asked before it is created: whether the store may be of this kind.</summary>
    public required ResourceHook BeforeCreate { get; init; }

    public required bool DeletionProtection { get; init; }
}
