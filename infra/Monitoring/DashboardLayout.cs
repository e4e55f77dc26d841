using Pulumi;

namespace SessionStore.Infra.Monitoring;

/// <summary>
/// What the dashboards of all Regions have in common: a title, the alarms, and below them rows of graphs, the application's last. Source:
/// "Dashboard body structure and syntax" in the CloudWatch API reference.
/// </summary>
/// <param name="region">The dashboard's Region.</param>
internal abstract class DashboardLayout(string region)
{
    // A dashboard is 24 units wide; a row is as high as a graph.
    private const int Width = 24, Height = 6, HeaderHeight = 2;

    /// <summary>What is measured of the application; null where there is none.</summary>
    public required ApplicationMetrics? Application { get; init; }

    /// <summary>The rows, from top to bottom: the graphs of each, which share its width.</summary>
    protected abstract IEnumerable<object[]> Rows();

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

    /// <summary>The graph of a query, with the threshold of its alarm.</summary>
    protected object Graph(string title, string query, string label, int alarm) => Graph(
        title,
        [new object[] { new { expression = query, id = "lag", label, period = 60 } }],
        most: null,
        annotations: new { horizontal = new[] { new { label = "alarm", value = alarm } } });

    /// <summary>The graph of a metric of all nodes.</summary>
    /// <param name="most">The end of the axis; null leaves it to CloudWatch.</param>
    protected object Graph(string title, NodeMetrics nodes, int? most = null) => nodes.Search is { } search
        ? Graph(title, [[new { expression = search, id = "nodes", label = nodes.Label, period = 60 }]], most, annotations: null)
        : Graph(title, nodes.Nodes, most);

    /// <summary>The graph of some metrics.</summary>
    /// <param name="most">Likewise.</param>
    protected object Graph(string title, IReadOnlyList<Metric> lines, int? most = null) =>
        Graph(title, [.. lines.Select(Line)], most, annotations: null);

    private IEnumerable<object[]> ApplicationRows() => Application is not { } application ? [] :
    [
        [
            Graph("Application: instances", [application.HealthyHosts, application.UnhealthyHosts]),
            Graph("Application: requests", [application.Requests]),
            Graph("Application: errors", [application.TargetErrors, application.LoadBalancerErrors]),
            Graph("Application: slowest of a hundred, in s", [application.ResponseTime]),
        ],
    ];

    /// <summary>The graph of lines as CloudWatch has them.</summary>
    protected Dictionary<string, object> Graph(string title, object[][] lines, int? most, object? annotations)
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

    /// <summary>A metric as a line.</summary>
    protected static object[] Line(Metric metric) =>
    [
        metric.Namespace, metric.Name, .. metric.Dimensions.SelectMany(dimension => new object[] { dimension.Name, dimension.Value }),
        new { stat = metric.Statistic, label = metric.Label },
    ];

    private static object Widget(string type, int x, int y, int width, int height, object properties) =>
        new { type, x, y, width, height, properties };
}
