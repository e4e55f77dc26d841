namespace SessionStore.Infra.Monitoring;

/// <summary>The body of the dashboard of a Region whose store is on MemoryDB: lag, nodes and refusals, and the application.</summary>
/// <param name="replicationLagSeconds">The lag that raises an alarm.</param>
internal sealed class MemoryDbDashboard(string region, MemoryDbMetrics metrics, int replicationLagSeconds) : DashboardLayout(region)
{
    /// <inheritdoc/>
    protected override IEnumerable<object[]> Rows() =>
    [
        [
            Graph("Lag: the longest of all clusters, in ms", metrics.Lag.Query!, "replication lag", replicationLagSeconds * 1000),
            Graph("Lag: by Regions and shards, in ms", metrics.Lag),
        ],
        [
            Graph("Cluster: memory in %", metrics.Memory, most: 100),
            Graph("Cluster: engine CPU in %", metrics.EngineCpu, most: 100),
            Graph("Cluster: connections", metrics.Connections),
        ],
        [
            Graph("Refused: sign-ins", metrics.SignInFailures),
            Graph("Refused: commands", metrics.CommandFailures),
        ],
    ];
}
