using System.Text.Json;
using SessionStore.Contract;
using SessionStore.Replicator.Telemetry;
using SessionStore.Telemetry;

namespace SessionStore.Replicator.Tests.Telemetry;

/// <summary>The embedded metric format, and the table of docs/replication.md.</summary>
internal sealed class MeasurementsTests
{
    [Test]
    public void A_line_has_the_metrics_with_their_units_and_the_dimension()
    {
        using var output = new MemoryStream();
        var status = new Status { Phase = Phase.Following, InStep = true, LagMilliseconds = 7, KeysPerSecond = 12.5, Refused = 2 };
        EmbeddedMetrics.Write(output, "group", DateTimeOffset.FromUnixTimeMilliseconds(42), Measurements.Of(status, 9));

        var line = JsonDocument.Parse(output.ToArray()).RootElement;
        var metrics = line.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0];
        Assert.Multiple(() =>
        {
            Assert.That(line.GetProperty("_aws").GetProperty("Timestamp").GetInt64(), Is.EqualTo(42));
            Assert.That(metrics.GetProperty("Namespace").GetString(), Is.EqualTo("SessionStore"));
            Assert.That(metrics.GetProperty("Dimensions")[0][0].GetString(), Is.EqualTo("ReplicationGroupId"));
            Assert.That(line.GetProperty("ReplicationGroupId").GetString(), Is.EqualTo("group"));
            Assert.That(
                metrics.GetProperty("Metrics").EnumerateArray().Select(metric => (metric.GetProperty("Name").GetString()!,
                    metric.GetProperty("Unit").GetString(), line.GetProperty(metric.GetProperty("Name").GetString()!).GetDouble())),
                Is.EqualTo(new[]
                {
                    ("ReplicatorResting", "Count", 0.0), ("ReplicatorInStep", "Count", 1), ("ReplicatorLag", "Milliseconds", 9),
                    ("ReplicatorKeysPerSecond", "Count/Second", 12.5), ("ReplicatorDeaf", "Count", 0), ("ReplicatorRefusedKeys", "Count",
                        2),
                }));
        });
    }

    [Test]
    public void A_worker_that_rests_is_not_out_of_step() => Assert.That(
        Measurements.Of(new() { Phase = Phase.Resting }, 0).Select(metric => metric.Name),
        Is.EqualTo(new[] { ReplicatorMetrics.Resting, ReplicatorMetrics.RefusedKeys }));

    [TestCase(typeof(ReplicatorMetrics))]
    [TestCase(typeof(ReplicatorSettings))]
    public void Each_name_is_in_the_document(Type names)
    {
        var document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "replication.md"));
        Assert.That(
            names.GetFields().Select(field => (string)field.GetRawConstantValue()!).Where(name => !document.Contains($"`{name}`",
                StringComparison.Ordinal)
                && !document.Contains($":{name}` |", StringComparison.Ordinal)),
            Is.Empty);
    }
}
