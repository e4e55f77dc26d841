using System.Text.Json;
using SessionStore.Infra.Monitoring;

namespace SessionStore.Infra.Tests.Monitoring;

/// <summary>
/// In cluster mode nobody can list the nodes: their number changes with the shards, and no Region but the primary's hears of it.
/// </summary>
/// <remarks>Proof limit: CloudWatch parses queries and searches, and may find no node by them.</remarks>
[TestFixture("cluster-primary", "session-store-us-east-1")]
[TestFixture("cluster-secondary", "session-store-us-east-2")]
public class ClusterModeMetricsTests(string stack, string group)
{
    [TestCase("memory", "DatabaseMemoryUsagePercentage", 80, 5)]
    [TestCase("engine-cpu", "EngineCPUUtilization", 80, 5)]
    [TestCase("connections", "CurrConnections", 52_000, 5)]
    [TestCase("evictions", "Evictions", 1, 1)]
    public async Task An_alarm_asks_for_the_worst_node_whatever_nodes_there_are(string part, string metric, double threshold, int minutes)
    {
        var alarm = (await Deployed.Option(stack)).Resource($"watch-alarms-{part}");
        var query = alarm.Objects("metricQueries").Single();
        Assert.Multiple(() =>
        {
            Assert.That(query["expression"], Is.EqualTo($"SELECT MAX({metric}) FROM SCHEMA(\"AWS/ElastiCache\", CacheClusterId)"));
            Assert.That(query["period"], Is.EqualTo(60));
            Assert.That(query["returnData"], Is.True);
            Assert.That(alarm.Has("metricName"), Is.False);
            Assert.That(alarm["threshold"], Is.EqualTo(threshold));
            Assert.That(alarm["evaluationPeriods"], Is.EqualTo(minutes));
            Assert.That(alarm.Text("treatMissingData"), Is.EqualTo("missing"));
            Assert.That(alarm.Text("alarmDescription"), Does.Contain(NodeMetrics.Scope)
                .And.EndWith($"See {RunbookSection.File}, section \"{RunbookSection.Cache}\"."));
        });
    }

    [Test]
    public async Task The_dashboard_finds_this_Regions_nodes_by_the_name_of_their_group()
    {
        var body = (await Deployed.Option(stack)).Resource("watch-dashboard").Json("dashboardBody");
        var lines = WatchedMetric.Queries(body).Where(expression => expression.StartsWith("SEARCH", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(lines, Is.EqualTo(new[]
            {
                $"SEARCH('{{AWS/ElastiCache,CacheClusterId}} MetricName=\"DatabaseMemoryUsagePercentage\" CacheClusterId={group}', "
                    + "'Maximum', 60)",
                $"SEARCH('{{AWS/ElastiCache,CacheClusterId}} MetricName=\"EngineCPUUtilization\" CacheClusterId={group}', 'Maximum', 60)",
                $"SEARCH('{{AWS/ElastiCache,CacheClusterId}} MetricName=\"CurrConnections\" CacheClusterId={group}', 'Maximum', 60)",
                $"SEARCH('{{AWS/ElastiCache,CacheClusterId}} MetricName=\"Evictions\" CacheClusterId={group}', 'Sum', 60)",
            }));
            Assert.That(WatchedMetric.Of(body).Where(metric => metric.Namespace == "AWS/ElastiCache"), Is.Empty, "no node is named");
        });
    }

    [Test]
    public async Task Graphs_stand_where_they_stand_without_cluster_mode()
    {
        var plain = (await Deployed.Stack(stack.Split('-')[1])).Resource("watch-dashboard").Json("dashboardBody");
        var cluster = (await Deployed.Option(stack)).Resource("watch-dashboard").Json("dashboardBody");
        Assert.That(Titles(cluster), Is.EqualTo(Titles(plain)));

        static IEnumerable<string?> Titles(JsonElement body) => body.GetProperty("widgets").EnumerateArray()
            .Select(widget => widget.GetProperty("properties").TryGetProperty("title", out var title) ? title.GetString() : null);
    }
}
