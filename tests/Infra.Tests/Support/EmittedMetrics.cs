using System.Text.Json;
using SessionStore.Failover;

namespace SessionStore.Infra.Tests.Support;

/// <summary>What the failover function sends when it has learned everything, read from the line that it writes.</summary>
public sealed class EmittedMetrics
{
    private readonly JsonElement _directive;

    public EmittedMetrics(string replicationGroupId)
    {
        using var stream = new MemoryStream();
        new Measurements
        {
            IsPrimary = true,
            RecordMatches = true,
            RecordMoved = true,
            RecordMoveTime = TimeSpan.FromSeconds(1),
            NotificationActive = true,
            Overriding = true,
            ControlPlaneAnswers = true,
        }.WriteTo(stream, replicationGroupId, DateTimeOffset.UnixEpoch);
        var line = JsonSerializer.Deserialize<JsonElement>(stream.ToArray());
        _directive = line.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0];
        Dimension = _directive.GetProperty("Dimensions")[0][0].GetString()!;
        Value = line.GetProperty(Dimension).GetString()!;
    }

    public string Namespace => _directive.GetProperty("Namespace").GetString()!;

    public IEnumerable<string> Names =>
        _directive.GetProperty("Metrics").EnumerateArray().Select(metric => metric.GetProperty("Name").GetString()!);

    public string Dimension { get; }

    public string Value { get; }
}
