namespace SessionStore.Infra.Cache;

/// <summary>How many nodes a Region's member of the Global Datastore has, in the terms of its cluster mode.</summary>
/// <param name="Nodes">The nodes of the one shard; null in cluster mode.</param>
/// <param name="ReplicasPerShard">The replicas of each shard; null with cluster mode off.</param>
/// <remarks>
/// How many shards there are is not a part of it: they belong to the Global Datastore, and their number changes without the Region's stack.
/// </remarks>
internal sealed record MemberSize(int? Nodes, int? ReplicasPerShard)
{
    // One that takes writes and one that takes over from it: Multi-AZ wants a replica.
    private const int DefaultNodes = 2, DefaultReplicasPerShard = 1;

    /// <summary>
    /// Whether the member is in cluster mode, as AWS calls it: clients find the shards through its configuration endpoint.
    /// </summary>
    public bool ClusterEnabled => ReplicasPerShard is not null;

    /// <summary>The size that a Region's settings ask for.</summary>
    public static MemberSize Of(CacheSettings settings, bool clusterEnabled) =>
        clusterEnabled ? new(null, settings.ReplicasPerShard ?? DefaultReplicasPerShard) : new(settings.Nodes ?? DefaultNodes, null);
}
