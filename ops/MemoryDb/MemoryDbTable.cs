using System.Globalization;
using Spectre.Console;

namespace SessionStore.Ops.MemoryDb;

/// <summary>The status for a person.</summary>
internal static class MemoryDbTable
{
    private const string NotApplicable = "-", Unknown = "unknown", Gone = "does not exist";

    /// <summary>Writes the table, what is unknown and what is off.</summary>
    public static void Write(IAnsiConsole console, MemoryDbStatus status, IReadOnlyList<string> findings)
    {
        var store = status.Store;
        console.WriteLine($"{store.WriterName} leads each client to the cluster of its own Region");
        console.WriteLine($"Multi-Region cluster {store.MultiRegionClusterName}: " + (status.MultiRegionCluster is { } whole
            ? $"{whole.Status}, {Count(whole.Shards, "shard")} of {whole.NodeType}, Valkey {whole.EngineVersion}; members: {whole.Words()}"
            : status.Regions.Any(MemoryDbStatus.HidesMultiRegionCluster) ? Unknown : Gone));
        var table = new Table().Border(TableBorder.Simple).AddColumn("");
        foreach (var region in status.Regions)
        {
            table.AddColumn(region.Region.Name);
        }
        Row("stack", "", region => region.Region.Stack);
        Row("cluster", nameof(MemoryDbRegionStatus.Cluster), region => region.Cluster?.Status ?? Gone);
        Row("member", nameof(MemoryDbRegionStatus.MultiRegionCluster), region =>
            region.MultiRegionCluster?.Members.FirstOrDefault(member => member.Region == region.Region.Name) is { } member
                ? member.Status ?? "yes" : "no");
        Row("nodes", nameof(MemoryDbRegionStatus.Cluster), region => region.Cluster is { } cluster
            ? $"{cluster.Nodes.Count} in {Count(cluster.Shards, "shard")}" : null);
        Row("node type", nameof(MemoryDbRegionStatus.Cluster), region => region.Cluster?.NodeType);
        Row("engine version", nameof(MemoryDbRegionStatus.Cluster), region => region.Cluster?.EngineVersion);
        Row("ACL", nameof(MemoryDbRegionStatus.Cluster), region => region.Cluster?.AclName);
        Row("replication lag", nameof(MemoryDbRegionStatus.Lag), region => region.Lag is { } lag
            ? Milliseconds(lag.Milliseconds) + (lag.OfAccount ? " (of all clusters)" : "") : null);
        foreach (var source in store.Regions.Where(source => status.Regions.Any(region => region.Lag?.From(source.Name) is not null)))
        {
            Row($"of writes of {source.Name}", nameof(MemoryDbRegionStatus.Lag), region =>
                region.Lag?.From(source.Name) is { } lag ? Milliseconds(lag) : null);
        }
        Row("writer record", "", region => status.Names.Silence is not null ? Unknown
            : status.Names.Targets.GetValueOrDefault(region.Region.Name) is not { } target ? "none"
            : target == region.Region.ClusterEndpoint ? "here" : target);
        Row("alarms", nameof(MemoryDbRegionStatus.Alarms), region =>
            region.Alarms is { Count: > 0 } alarms ? string.Join(", ", alarms) : "none");
        console.Write(table);
        foreach (var line in status.Unknown.Select(cause => cause.ToString()).Concat(findings))
        {
            console.MarkupLineInterpolated($"[yellow]! {line}[/]");
        }
        if (status.Unknown.Count == 0 && findings.Count == 0)
        {
            console.MarkupLine("[green]All is well.[/]");
        }

        void Row(string name, string property, Func<MemoryDbRegionStatus, string?> value) =>
            table.AddRow([new Text(name), .. status.Regions.Select(region =>
                new Text(region.IsUnknown(property) ? Unknown : value(region) ?? NotApplicable))]);
    }

    private static string Milliseconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value} ms");

    private static string Count(int number, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");
}
