using SessionStore.Ops.Status;

namespace SessionStore.Ops.MemoryDb;

/// <summary>What one Region shows. What is not in <see cref="Unknown"/> and null is known to be nothing.</summary>
internal sealed record MemoryDbRegionStatus(MemoryDbRegion Region)
{
    /// <summary>The Region's cluster; null for one that does not exist.</summary>
    public ClusterStatus? Cluster { get; init; }

    /// <summary>The Multi-Region cluster as the Region shows it; null for one that it does not know.</summary>
    public MultiRegionStatus? MultiRegionCluster { get; init; }

    /// <summary>How late the writes of other Regions are here; null in a store of one Region.</summary>
    public LagStatus? Lag { get; init; }

    /// <summary>The alarms that ring; null where that is unknown.</summary>
    public IReadOnlyList<string>? Alarms { get; init; }

    /// <summary>What could not be learned.</summary>
    public IReadOnlyList<UnknownFact> Unknown { get; init; } = [];

    /// <summary>Whether a fact could not be learned.</summary>
    public bool IsUnknown(string property) => property.Length > 0 && Unknown.Any(fact => fact.Name == RegionStatus.NameOf(property));
}

/// <summary>A Region's cluster, as DescribeClusters shows it.</summary>
/// <param name="Status">Such as available, creating, updating or deleting.</param>
/// <param name="MultiRegionClusterName">The Multi-Region cluster that it has joined; null for none.</param>
/// <param name="Endpoint">Its cluster endpoint; null while it has none.</param>
/// <param name="Nodes">Every node of every shard with its status.</param>
internal sealed record ClusterStatus(
    string Status, string? MultiRegionClusterName, string? Endpoint, string? NodeType, string? EngineVersion, string? AclName, int Shards,
    IReadOnlyList<NodeStatus> Nodes)
{
    /// <summary>The nodes that are not what they should be.</summary>
    public IReadOnlyList<NodeStatus> Troubled() => [.. Nodes.Where(node => node.Status != MultiRegionStatus.Available)];
}

/// <summary>A node of a cluster.</summary>
internal sealed record NodeStatus(string Name, string? Status);

/// <summary>A Multi-Region cluster, as DescribeMultiRegionClusters shows it: what its Regional clusters have in common.</summary>
internal sealed record MultiRegionStatus(string Status, string? NodeType, string? EngineVersion, int Shards, IReadOnlyList<Member> Members)
{
    /// <summary>The one status in which nothing is going on: MultiRegionCluster in MemoryDB's API reference.</summary>
    public const string Available = "available";

    /// <summary>The members, for a person.</summary>
    public string Words() => Members.Count == 0 ? "none"
        : string.Join(", ", Members.OrderBy(member => member.Region, StringComparer.Ordinal)
            .Select(member => member.Status is null or Available ? member.Region : $"{member.Region} ({member.Status})"));
}

/// <summary>A Regional cluster of a Multi-Region cluster.</summary>
internal sealed record Member(string Region, string ClusterName, string? Status);

/// <summary>How late the writes of other Regions are in a Region.</summary>
/// <param name="Milliseconds">The longest of all that was found.</param>
/// <param name="OfAccount">Whether nothing was found under the cluster's name, and it is that of all clusters of the account in the
/// Region.</param>
/// <param name="Series">What was found under the cluster's name.</param>
internal sealed record LagStatus(double Milliseconds, bool OfAccount, IReadOnlyList<LagSeries> Series)
{
    /// <summary>The longest of what names another Region; null where nothing does.</summary>
    /// <param name="region">The Region that the writes come from.</param>
    public double? From(string region) =>
        Series.Where(series => series.From == region).Select(series => (double?)series.Milliseconds).Max();
}

/// <summary>One of the metric's lines: of a pair of Regions and a shard.</summary>
/// <param name="Label">What CloudWatch calls it, made of the dimensions that tell it from the others.</param>
/// <param name="From">The one other Region of the store that the label names; null for none, or several.</param>
internal sealed record LagSeries(string Label, string? From, double Milliseconds);
