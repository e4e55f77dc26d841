using System.Reflection;
using SessionStore.Contract;

namespace SessionStore.Infra.Tests.Replication;

/// <summary>What the replicator tells is watched, where there is one.</summary>
/// <remarks>Proof limit: that the worker sends these metrics is shown by its own tests.</remarks>
public class ReplicationAlarmTests
{
    private static IEnumerable<string> Names => typeof(ReplicatorMetrics).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(metric => (string)metric.GetRawConstantValue()!);

    [TestCase("replicator-primary", "us-east-1")]
    [TestCase("replicator-secondary", "ap-southeast-6")]
    [TestCase("migrate-primary", "us-east-1")]
    public async Task Every_metric_is_on_the_dashboard_with_the_dimension_that_the_worker_sends(string stack, string region)
    {
        var stage = await Deployed.Option(stack);
        var watched = WatchedMetric.Of(stage.Resource("watch-dashboard").Json("dashboardBody"))
            .Where(metric => Names.Contains(metric.Name)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(watched.Select(metric => metric.Name), Is.EquivalentTo(Names));
            Assert.That(watched.Select(metric => (metric.Namespace, metric.Dimension, metric.Value)).Distinct(),
                Is.EqualTo(new[] { (FunctionMetrics.Namespace, FunctionMetrics.ReplicationGroupId, $"session-store-{region}") }));
        });
    }

    [TestCase("replicator-silent", "ReplicatorResting", "SampleCount", "LessThanThreshold", 1, 10, "breaching")]
    [TestCase("replicator-not-in-step", "ReplicatorInStep", "Minimum", "LessThanThreshold", 1, 15, "notBreaching")]
    [TestCase("replicator-lag", "ReplicatorLag", "Maximum", "GreaterThanThreshold", 10000, 5, "notBreaching")]
    [TestCase("replicator-deaf", "ReplicatorDeaf", "Maximum", "GreaterThanOrEqualToThreshold", 1, 3, "notBreaching")]
    [TestCase("replicator-refused-keys", "ReplicatorRefusedKeys", "Maximum", "GreaterThanOrEqualToThreshold", 1, 5, "ignore")]
    [TestCase("replicator-differences", "ReplicatorDifferences", "Maximum", "GreaterThanOrEqualToThreshold", 1, 1, "ignore")]
    public async Task It_rings(
        string part, string metric, string statistic, string comparison, double threshold, int minutes, string silence)
    {
        var alarm = (await Deployed.Option("replicator-secondary")).Resource($"watch-alarms-{part}");
        Assert.Multiple(() =>
        {
            Assert.That((alarm.Text("metricName"), alarm.Text("statistic"), alarm.Text("comparisonOperator")),
                Is.EqualTo((metric, statistic, comparison)));
            Assert.That((Convert.ToDouble(alarm["threshold"], null), alarm.Number("evaluationPeriods"), alarm.Text("treatMissingData")),
                Is.EqualTo((threshold, minutes, silence)));
        });
    }

    [Test]
    public async Task The_lag_is_the_settings()
    {
        var stage = await Deployed.OptionWith("replicator-primary", ("session-store:replicationLagAlarmSeconds", "3"));
        Assert.That(Convert.ToDouble(stage.Resource("watch-alarms-replicator-lag")["threshold"], null), Is.EqualTo(3000));
    }

    [Test]
    public async Task A_member_of_the_datastore_keeps_the_datastores_alarm() => Assert.That(
        (await Deployed.Option("replicator-primary")).Resources.Select(resource => resource.Name),
        Has.Some.EqualTo("watch-alarms-replication-lag"));
}
