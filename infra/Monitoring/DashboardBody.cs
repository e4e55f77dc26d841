using Pulumi;

namespace SessionStore.Infra.Monitoring;

/// <summary>
/// The body of a Region's dashboard: roles, record, lag, function, cache and queues, and replicator and application where there are any,
/// from top to bottom, in the same places in every Region. Source: "Dashboard body structure and syntax" in the CloudWatch API reference.
/// </summary>
/// <param name="replicationLagSeconds">The lag that raises an alarm.</param>
internal sealed class DashboardBody(string region, RegionMetrics metrics, int replicationLagSeconds)
{
    // A dashboard is 24 units wide; a row is as high as a graph.
    private const int Width = 24, Height = 6, HeaderHeight = 2;

    /// <summary>Whether the Region can override the writer record.</summary>
    public required bool Overrides { get; init; }

    /// <summary>Whether the group is a member of the Global Datastore.</summary>
    public required bool IsMember { get; init; }

    /// <summary>What is measured of the application; null where there is none.</summary>
    public required ApplicationMetrics? Application { get; init; }

    /// <summary>What is measured of the replicator, likewise.</summary>
    public required ReplicationMetrics? Replication { get; init; }

    /// <summary>The body as JSON.</summary>
    public Output<string> Json(IReadOnlyList<Output<string>> alarmArns, string writerName)
    {
        var widgets = new List<object>
        {
            Widget("text", 0, 0, Width, HeaderHeight, new
            {
                markdown = $"# Session store in {region}\nWriter name `{writerName}`. What to do: `{RunbookSection.File}` in the "
                    + "repository.",
            }),
            Widget("alarm", 0, HeaderHeight, Width, Height, new { title = "Alarms", alarms = Output.All(alarmArns) }),
        };
        var y = HeaderHeight + Height;
        foreach (var row in Rows().Concat(ApplicationRows()))
        {
            var width = Width / row.Length;
            widgets.AddRange(row.Select((graph, column) => Widget("metric", column * width, y, width, Height, graph)));
            y += Height;
        }
        return Output.JsonSerialize(Output.Create(new { widgets }));
    }

    private IEnumerable<object[]> Rows() =>
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

    private IEnumerable<object[]> ApplicationRows() => Application is not { } application ? [] :
    [
        [
            Graph("Application: instances", [application.HealthyHosts, application.UnhealthyHosts]),
            Graph("Application: requests", [application.Requests]),
            Graph("Application: errors", [application.TargetErrors, application.LoadBalancerErrors]),
            Graph("Application: slowest of a hundred, in s", [application.ResponseTime]),
        ],
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
        "Lag: seconds behind the primary's Region",
        [new object[] { new { expression = RegionMetrics.ReplicationLagQuery, id = "lag", label = "replication lag", period = 60 } }],
        most: null,
        annotations: new { horizontal = new[] { new { label = "alarm", value = replicationLagSeconds } } });

    private object Graph(string title, NodeMetrics nodes, int? most = null) => nodes.Search is { } search
        ? Graph(title, [[new { expression = search, id = "nodes", label = "${PROP('Dim.CacheClusterId')}", period = 60 }]], most,
            annotations: null)
        : Graph(title, nodes.Nodes, most);

    private object Graph(string title, IReadOnlyList<Metric> lines, int? most = null) =>
        Graph(title, [.. lines.Select(Line)], most, annotations: null);

    private Dictionary<string, object> Graph(string title, object[][] lines, int? most, object? annotations)
    {
        var graph = new Dictionary<string, object>
        {
            ["title"] = title,
            ["region"] = region,
            ["view"] = "timeSeries",
            ["period"] = 60,
            ["metrics"] = lines,
            ["yAxis"] = most is null ? new { left = new { min = 0 } } : (object)new { left = new { min = 0, max = most } },
        };
        if (annotations is not null)
        {
            graph["annotations"] = annotations;
        }
        return graph;
    }

    private static object[] Line(Metric metric) =>
    [
        metric.Namespace, metric.Name, .. metric.Dimensions.SelectMany(dimension => new object[] { dimension.Name, dimension.Value }),
        new { stat = metric.Statistic, label = metric.Label },
    ];

    private static object Widget(string type, int x, int y, int width, int height, object properties) =>
        new { type, x, y, width, height, properties };
}
