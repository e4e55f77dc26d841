namespace SessionStore.Infra.Monitoring;

/// <summary>
/// The body of a Region's dashboard: roles, record, lag, function, cache and queues, and replicator and application where there are any,
/// from top to bottom, in the same places in every Region.
/// </summary>
/// <param name="replicationLagSeconds">The lag that raises an alarm.</param>
internal sealed class DashboardBody(string region, RegionMetrics metrics, int replicationLagSeconds) : DashboardLayout(region)
{
    /// <summary>Whether the Region can override the writer record.</summary>
    public required bool Overrides { get; init; }

    /// <summary>Whether the group is a member of the Global Datastore.</summary>
    public required bool IsMember { get; init; }

    /// <summary>What is measured of the replicator; null where there is none.</summary>
    public required ReplicationMetrics? Replication { get; init; }

    /// <inheritdoc/>
    protected override IEnumerable<object[]> Rows() =>
    [
        [
            Graph("Role: 1 is the primary", [metrics.IsPrimary], most: 1),
            Graph("Notification: 1 is active", [metrics.NotificationActive], most: 1),
        ],
        [
            Graph("Record: 1 names this Region (only while it is the primary)", [metrics.RecordMatches], most: 1),
            Graph("Record: moves", [metrics.RecordMoved]),
            Graph("Record: seconds a move took", [metrics.RecordMoveSeconds]),
        ],
        .. Overrides ? [OverrideRow()] : Array.Empty<object[]>(),
        .. IsMember ? [[LagGraph()]] : Array.Empty<object[]>(),
        .. ReplicationRows(),
        [
            Graph("Function: invocations, errors, throttles",
                [metrics.FunctionInvocations, metrics.FunctionErrors, metrics.FunctionThrottles]),
            Graph("Function: longest invocation in ms", [metrics.FunctionDuration]),
        ],
        [
            Graph("Cache: memory in %", metrics.Memory, most: 100),
            Graph("Cache: engine CPU in %", metrics.EngineCpu, most: 100),
            Graph("Cache: connections", metrics.Connections),
            Graph("Cache: evictions", metrics.Evictions),
        ],
        [Graph("Queues: dead letters", [metrics.Undelivered, metrics.Failed])],
    ];

    private object[] OverrideRow() =>
    [
        Graph("Record: 1 overrides it (no value at rest)", [metrics.Overriding], most: 1),
        Graph("Record: 1 is an answer of Route 53's API", [metrics.ControlPlaneAnswers], most: 1),
    ];

    private IEnumerable<object[]> ReplicationRows() => Replication is not { } replication ? [] :
    [
        [
            Graph("Replicator: 1 is in step, or rests", [replication.InStep, replication.Resting], most: 1),
            Graph("Replicator: lag in ms", [Line(replication.Lag)], most: null,
                annotations: new { horizontal = new[] { new { label = "alarm", value = replicationLagSeconds * 1000 } } }),
            Graph("Replicator: keys a second", [replication.KeysPerSecond]),
            Graph("Replicator: differences, refused keys, deaf",
                [replication.Differences, replication.RefusedKeys, replication.Deaf]),
        ],
    ];

    private object LagGraph() => Graph(
        "Lag: seconds behind the primary's Region", RegionMetrics.ReplicationLagQuery, "replication lag", replicationLagSeconds);
}
