using SessionStore.Contract;

namespace SessionStore.Infra.Tests.Monitoring;

/// <summary>An alarm on a metric that nobody sends never fires.</summary>
/// <remarks>Proof limit: the names of AWS's own metrics come from its user guides.</remarks>
[TestFixture("primary")]
[TestFixture("secondary")]
public class MetricsTests(string stack)
{
    // Metrics that AWS sends: the metrics pages of AWS Lambda, Amazon EventBridge, Amazon SQS and ElastiCache for Valkey.
    private static readonly Dictionary<string, string[]> _aws = new()
    {
        ["AWS/Lambda FunctionName"] = ["Invocations", "Errors", "Throttles", "Duration"],
        ["AWS/Events RuleName"] = ["FailedInvocations"],
        ["AWS/SQS QueueName"] = ["ApproximateNumberOfMessagesVisible"],
        ["AWS/ElastiCache CacheClusterId"] = ["DatabaseMemoryUsagePercentage", "EngineCPUUtilization", "CurrConnections", "Evictions"],
    };

    private StageRun _stage = null!;
    private IReadOnlyList<WatchedMetric> _watched = null!;
    private EmittedMetrics _emitted = null!;

    [OneTimeSetUp]
    public async Task Deploy()
    {
        _stage = await Deployed.Stack(stack);
        _watched =
        [
            .. _stage.All("aws:cloudwatch/metricAlarm:MetricAlarm").SelectMany(WatchedMetric.Of),
            .. WatchedMetric.Of(_stage.Resource("watch-dashboard").Json("dashboardBody")),
        ];
        var environment = (IReadOnlyDictionary<string, object>)_stage.Resource("failover-function").Object("environment")["variables"];
        _emitted = new EmittedMetrics((string)environment[FunctionEnvironment.ReplicationGroupId]);
    }

    [Test]
    public void What_is_watched_of_the_function_is_what_this_Regions_function_sends()
    {
        var own = _watched.Where(metric => !metric.Namespace.StartsWith("AWS/", StringComparison.Ordinal)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(own.Select(metric => metric.Name).Distinct(),
                Is.EquivalentTo(_emitted.Names),
                "every metric is on the dashboard, and no other");
            Assert.That(own.Select(metric => (metric.Namespace, metric.Dimension, metric.Value)).Distinct(),
                Is.EqualTo(new[] { (_emitted.Namespace, _emitted.Dimension, _emitted.Value) }));
        });
    }

    [Test]
    public void What_is_watched_of_AWS_is_a_metric_with_that_dimension()
    {
        var aws = _watched.Where(metric => metric.Namespace.StartsWith("AWS/", StringComparison.Ordinal)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(aws, Has.Length.GreaterThanOrEqualTo(20));
            Assert.That(aws.Where(metric => !_aws.GetValueOrDefault($"{metric.Namespace} {metric.Dimension}", []).Contains(metric.Name)),
                Is.Empty);
        });
    }

    [Test]
    public void What_is_watched_of_AWS_belongs_to_resources_of_this_stack()
    {
        var group = _stage.Resource("cache-replication-group");
        Assert.Multiple(() =>
        {
            Assert.That(Values("FunctionName"), Is.EqualTo(new[] { _stage.Resource("failover-function").Text("name") }));
            Assert.That(Values("RuleName"), Is.EqualTo(new[] { _stage.Resource("failover-rule").Text("name") }));
            Assert.That(Values("QueueName"), Is.EquivalentTo(_stage.All("aws:sqs/queue:Queue").Select(queue => queue.Text("name"))));
            Assert.That(Values("CacheClusterId"), Is.EqualTo(
                Enumerable.Range(1, group.Number("numCacheClusters")).Select(node => $"{group.Text("replicationGroupId")}-{node:000}")));
        });

        IEnumerable<string> Values(string dimension) =>
            _watched.Where(metric => metric.Dimension == dimension).Select(metric => metric.Value).Distinct();
    }
}
