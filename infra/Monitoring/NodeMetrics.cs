using Pulumi;

namespace SessionStore.Infra.Monitoring;

/// <summary>One metric of all nodes of a Region's member.</summary>
/// <param name="Nodes">The metric of each node; empty in cluster mode.</param>
/// <param name="Query">
/// In cluster mode the Metrics Insights query for an alarm: the largest value of any node. Null otherwise.
/// </param>
/// <param name="Search">In cluster mode the search expression for a graph: a line for each of the member's nodes. Null otherwise.</param>
/// <remarks>
/// In cluster mode the number of nodes changes with the shards, and no stack but the primary's hears of it, so that nodes cannot be listed.
/// A graph finds them by the beginning of their name. An alarm cannot search, and a query can compare a name but not its beginning
/// ("Metrics Insights query components and syntax" in the CloudWatch user guide), so that it sees all nodes of the account in the Region.
/// </remarks>
internal sealed record NodeMetrics(IReadOnlyList<Metric> Nodes, string? Query, Output<string>? Search)
{
    private const string Namespace = "AWS/ElastiCache", Dimension = "CacheClusterId";

    /// <summary>What the legend of a search's graph says of each line, as CloudWatch's dynamic labels have it.</summary>
    public string Label { get; init; } = "${PROP('Dim.CacheClusterId')}";

    /// <summary>What an alarm on the query has to say about what it sees.</summary>
    public const string Scope = "The alarm sees every ElastiCache node of the account in the Region; the dashboard shows those of this "
        + "store.";

    /// <summary>The metric of a member with cluster mode off. ElastiCache numbers its nodes from 001.</summary>
    /// <param name="statistic">How the values of a period become one.</param>
    /// <param name="replicationGroupId">The member.</param>
    public static NodeMetrics OfNodes(string name, string statistic, Output<string> replicationGroupId, int nodes) => new(
        [.. Enumerable.Range(1, nodes).Select(node => new Metric(
            Namespace, name, statistic, Dimension, Output.Format($"{replicationGroupId}-{node:000}"), $"{node:000}"))],
        Query: null,
        Search: null);

    /// <summary>
    /// The metric of a member in cluster mode. ElastiCache calls its nodes <c>group-0001-001</c>: the shard, then the node.
    /// </summary>
    /// <inheritdoc cref="OfNodes"/>
    public static NodeMetrics OfShards(string name, string statistic, Output<string> replicationGroupId) => new(
        [],
        // A node reports once a minute, the period of every alarm, so that the maximum is also the sum.
        $"SELECT MAX({name}) FROM SCHEMA(\"{Namespace}\", {Dimension})",
        // Without quotation marks the name is compared by its parts, of which those of the group come first in a node's.
        Output.Format($"SEARCH('{{{Namespace},{Dimension}}} MetricName=\"{name}\" {Dimension}={replicationGroupId}', '{statistic}', 60)"));
}
