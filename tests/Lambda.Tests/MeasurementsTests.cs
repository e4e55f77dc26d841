using System.Text;
using System.Text.Json;
using SessionStore.Failover;

namespace SessionStore.Lambda.Tests;

internal sealed class MeasurementsTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1795246407511);

    private static JsonElement Written(Measurements measurements)
    {
        using var stream = new MemoryStream();
        measurements.WriteTo(stream, "rg", Now);
        var text = Encoding.UTF8.GetString(stream.ToArray());
        Assert.That(text, Does.EndWith("\n").And.Not.Contain("\n{"));
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    [Test]
    public void The_line_is_in_the_embedded_metric_format_with_every_metric_defined_and_given()
    {
        var line = Written(new Measurements
        {
            IsPrimary = true,
            RecordMatches = false,
            RecordMoved = true,
            RecordMoveTime = TimeSpan.FromSeconds(1.5),
            NotificationActive = false,
            Overriding = true,
            ControlPlaneAnswers = false,
        });
        var directive = line.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0];
        Assert.That(line.GetProperty("_aws").GetProperty("Timestamp").GetInt64(), Is.EqualTo(1795246407511));
        Assert.That(directive.GetProperty("Namespace").GetString(), Is.EqualTo("SessionStore"));
        Assert.That(directive.GetProperty("Dimensions").GetRawText(), Is.EqualTo("[[\"ReplicationGroupId\"]]"));
        Assert.That(line.GetProperty("ReplicationGroupId").GetString(), Is.EqualTo("rg"));
        var metrics = directive.GetProperty("Metrics").EnumerateArray().ToDictionary(
            metric => metric.GetProperty("Name").GetString()!,
            metric => (metric.GetProperty("Unit").GetString(), line.GetProperty(metric.GetProperty("Name").GetString()!).GetDouble()));
        Assert.That(metrics, Is.EqualTo(new Dictionary<string, (string?, double)>
        {
            ["IsPrimary"] = ("Count", 1),
            ["RecordMatches"] = ("Count", 0),
            ["RecordMoved"] = ("Count", 1),
            ["RecordMoveSeconds"] = ("Seconds", 1.5),
            ["NotificationActive"] = ("Count", 0),
            ["Overriding"] = ("Count", 1),
            ["ControlPlaneAnswers"] = ("Count", 0),
        }));
    }

    [Test]
    public void What_was_not_learned_is_neither_defined_nor_given()
    {
        var line = Written(new Measurements());
        Assert.That(
            line.EnumerateObject().Select(property => property.Name), Is.EqualTo(new[] { "_aws", "ReplicationGroupId", "RecordMoved" }));
        Assert.That(line.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0].GetProperty("Metrics").GetArrayLength(), Is.EqualTo(1));
    }
}
