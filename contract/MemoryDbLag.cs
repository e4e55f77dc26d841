namespace SessionStore.Contract;

/// <summary>
/// How late the writes of other Regions are in a Region's cluster on MemoryDB: "Monitoring MemoryDB Multi-Region" in its developer guide,
/// which does not say what dimensions the metric has. It is in milliseconds, and sent for every pair of Regions and every shard.
/// </summary>
public static class MemoryDbLag
{
    /// <summary>The namespace of all metrics of MemoryDB.</summary>
    public const string Namespace = "AWS/MemoryDB";

    /// <summary>The metric.</summary>
    public const string Metric = "MultiRegionClusterReplicationLag";

    /// <summary>The longest of all pairs and shards of all clusters of the account in the Region: a query of Metrics Insights.</summary>
    public const string Longest = $"SELECT MAX({Metric}) FROM \"{Namespace}\"";
}
