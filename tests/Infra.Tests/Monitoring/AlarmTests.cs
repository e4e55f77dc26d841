namespace SessionStore.Infra.Tests.Monitoring;

/// <remarks>
/// Proof limit: CloudWatch parses expressions and knows which metrics exist: an alarm that it takes may still never fire.
/// </remarks>
[TestFixture("primary", "us-east-1")]
[TestFixture("secondary", "us-east-2")]
public class AlarmTests(string stack, string region)
{
    private const string Alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";

    private StageRun _stage = null!;

    private IReadOnlyList<Registered> Told => [.. _stage.All(Alarm).Where(alarm => alarm.Parent == "watch-alarms")];

    [OneTimeSetUp]
    public async Task Deploy() => _stage = await Deployed.Stack(stack);

    // Part, comparison and threshold, bad minutes of minutes, and what silence counts as.
    [TestCase("function-errors", "GreaterThanOrEqualToThreshold", 1, 2, 5, "notBreaching")]
    [TestCase("function-throttles", "GreaterThanOrEqualToThreshold", 1, 2, 5, "notBreaching")]
    [TestCase("minute-rule-silent", "LessThanThreshold", 1, 5, 5, "breaching")]
    [TestCase("minute-rule-failed", "GreaterThanOrEqualToThreshold", 1, 2, 5, "notBreaching")]
    [TestCase("undelivered-events", "GreaterThanOrEqualToThreshold", 1, 1, 1, "ignore")]
    [TestCase("failed-events", "GreaterThanOrEqualToThreshold", 1, 1, 1, "ignore")]
    [TestCase("record-mismatch", "LessThanThreshold", 1, 3, 3, "notBreaching")]
    [TestCase("notification-inactive", "LessThanThreshold", 1, 3, 3, "ignore")]
    [TestCase("override-in-force", "GreaterThanOrEqualToThreshold", 1, 1, 1, "notBreaching")]
    [TestCase("route53-silent", "LessThanThreshold", 1, 3, 3, "notBreaching")]
    [TestCase("replication-lag", "GreaterThanThreshold", 10, 5, 5, "missing")]
    [TestCase("memory", "GreaterThanOrEqualToThreshold", 80, 5, 5, "missing")]
    [TestCase("engine-cpu", "GreaterThanOrEqualToThreshold", 80, 5, 5, "missing")]
    [TestCase("connections", "GreaterThanOrEqualToThreshold", 52_000, 5, 5, "missing")]
    [TestCase("evictions", "GreaterThanOrEqualToThreshold", 1, 1, 1, "missing")]
    public void An_alarm_fires_when_it_should(string part, string comparison, double threshold, int bad, int minutes, string missing)
    {
        var alarm = _stage.Resource($"watch-alarms-{part}");
        Assert.Multiple(() =>
        {
            Assert.That(alarm.Text("name"), Is.EqualTo($"session-store-{part}"));
            Assert.That(alarm.Text("comparisonOperator"), Is.EqualTo(comparison));
            Assert.That(alarm["threshold"], Is.EqualTo(threshold));
            Assert.That((alarm.Number("datapointsToAlarm"), alarm.Number("evaluationPeriods")), Is.EqualTo((bad, minutes)));
            Assert.That(alarm.Text("treatMissingData"), Is.EqualTo(missing));
        });
    }

    [Test]
    public void There_are_no_other_alarms_than_those_above_and_the_one_that_Route_53_watches() => Assert.Multiple(() =>
    {
        Assert.That(Told, Has.Count.EqualTo(15));
        Assert.That(_stage.All(Alarm).Except(Told).Select(alarm => alarm.Name), Is.EqualTo(new[] { "override-alarm" }));
    });

    [Test]
    public void Every_alarm_is_told_when_it_begins_and_when_it_ends_and_lag_when_it_is_not_known_any_more()
    {
        var topic = new[] { _stage.Arn("watch-alarm-topic") };
        Assert.Multiple(() =>
        {
            Assert.That(Told.Select(alarm => alarm.List("alarmActions")), Is.All.EqualTo(topic));
            Assert.That(Told.Select(alarm => alarm.List("okActions")), Is.All.EqualTo(topic));
            Assert.That(Told.Where(alarm => alarm.Has("insufficientDataActions")).Select(alarm => alarm.Name),
                Is.EqualTo(new[] { "watch-alarms-replication-lag" }));
            Assert.That(_stage.Resource("watch-alarms-replication-lag").List("insufficientDataActions"), Is.EqualTo(topic));
        });
    }

    [Test]
    public void The_lag_is_looked_for_under_whatever_dimensions_it_comes()
    {
        var query = _stage.Resource("watch-alarms-replication-lag").Objects("metricQueries").Single();
        Assert.Multiple(() =>
        {
            Assert.That(query["expression"], Is.EqualTo("SELECT MAX(GlobalDatastoreReplicationLag) FROM \"AWS/ElastiCache\""));
            Assert.That(query["period"], Is.EqualTo(60));
            Assert.That(query["returnData"], Is.True);
        });
    }

    [TestCase("memory", "DatabaseMemoryUsagePercentage", "Maximum")]
    [TestCase("engine-cpu", "EngineCPUUtilization", "Maximum")]
    [TestCase("connections", "CurrConnections", "Maximum")]
    [TestCase("evictions", "Evictions", "Sum")]
    public async Task The_worst_node_counts_whatever_number_of_nodes_there_is(string part, string metric, string statistic)
    {
        var alarm = (await Deployed.With(stack, ("session-store:nodes", "6"))).Resource($"watch-alarms-{part}");
        var results = alarm.Objects("metricQueries").Where(query => (bool)query["returnData"]).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(results.Select(query => query["expression"]), Is.EqualTo(new[] { "MAX(METRICS())" }));
            Assert.That(WatchedMetric.Of(alarm), Is.EqualTo(Enumerable.Range(1, 6).Select(
                node => new WatchedMetric("AWS/ElastiCache", metric, "CacheClusterId", $"session-store-{region}-{node:000}", statistic))));
            Assert.That(alarm.List("metricQueries"), Has.Count.LessThanOrEqualTo(10 + 1),
                "a math expression of an alarm takes ten metrics");
        });
    }

    [Test]
    public async Task The_lag_that_counts_is_configured()
    {
        var alarm = (await Deployed.With(stack, ("session-store:replicationLagAlarmSeconds", "3")))
            .Resource("watch-alarms-replication-lag");
        Assert.Multiple(() =>
        {
            Assert.That(alarm["threshold"], Is.EqualTo(3));
            Assert.That(alarm.Text("alarmDescription"), Does.Contain("more than 3 s"));
        });
    }
}
