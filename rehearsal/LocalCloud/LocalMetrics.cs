using System.Globalization;
using System.Text.Json;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>Brings what is measured in a Region to CloudWatch, as moto plays it: the metrics that the function writes into its log, and ElastiCache's.</summary>
/// <param name="url">The emulator.</param>
/// <param name="region">The Region.</param>
public sealed class LocalMetrics(string url, string region) : IAsyncDisposable
{
    private readonly EmulatorQuery _cloudWatch = new(url, region, "monitoring");

    /// <summary>Sends the metrics in lines of the function's log, which CloudWatch Logs takes out of the embedded metric format.</summary>
    public async Task SendAsync(IEnumerable<string> log)
    {
        foreach (var line in log.Where(line => line.Contains("\"_aws\"", StringComparison.Ordinal)))
        {
            using var entry = JsonDocument.Parse(line);
            foreach (var directive in entry.RootElement.GetProperty("_aws").GetProperty("CloudWatchMetrics").EnumerateArray())
            {
                var dimension = directive.GetProperty("Dimensions")[0][0].GetString()!;
                await SendAsync(directive.GetProperty("Namespace").GetString()!, dimension, entry.RootElement.GetProperty(dimension).GetString()!,
                    [.. directive.GetProperty("Metrics").EnumerateArray().Select(metric => metric.GetProperty("Name").GetString()!)
                        .Select(name => (name, entry.RootElement.GetProperty(name).GetDouble()))]);
            }
        }
    }

    /// <summary>Sends the replication lag as a secondary's Region has it.</summary>
    /// <param name="group">The secondary's group.</param>
    /// <param name="seconds">The lag.</param>
    public Task SendLagAsync(string group, double seconds) =>
        SendAsync("AWS/ElastiCache", "ReplicationGroupId", group, [("GlobalDatastoreReplicationLag", seconds)]);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _cloudWatch.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task SendAsync(string @namespace, string dimension, string value, (string Name, double Value)[] metrics) => _cloudWatch.CallAsync(
    [
        ("Action", "PutMetricData"),
        ("Namespace", @namespace),
        .. metrics.Index().SelectMany(metric => new[]
        {
            ("MetricName", metric.Item.Name),
            ("Value", metric.Item.Value.ToString(CultureInfo.InvariantCulture)),
            ("Timestamp", DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
            ("Dimensions.member.1.Name", dimension),
            ("Dimensions.member.1.Value", value),
        }.Select(field => ($"MetricData.member.{metric.Index + 1}.{field.Item1}", field.Item2))),
    ]);
}
