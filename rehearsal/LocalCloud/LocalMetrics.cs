using System.Text.Json;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.Runtime;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>Brings what is measured in a Region to CloudWatch, as moto plays it: the metrics that the function writes into its log, and ElastiCache's.</summary>
public sealed class LocalMetrics : IAsyncDisposable
{
    private readonly AmazonCloudWatchClient _client;

    /// <summary>Creates the way there.</summary>
    /// <param name="url">The emulator.</param>
    /// <param name="region">The Region.</param>
    public LocalMetrics(string url, string region) => _client = new(
        new BasicAWSCredentials("rehearsal", "rehearsal"), new AmazonCloudWatchConfig { ServiceURL = url, AuthenticationRegion = region });

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
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task SendAsync(string @namespace, string dimension, string value, (string Name, double Value)[] metrics) => _client.PutMetricDataAsync(new PutMetricDataRequest
    {
        Namespace = @namespace,
        MetricData =
        [
            .. metrics.Select(metric => new MetricDatum
            {
                MetricName = metric.Name,
                Value = metric.Value,
                Timestamp = DateTime.UtcNow,
                Dimensions = [new Dimension { Name = dimension, Value = value }],
            }),
        ],
    });
}
