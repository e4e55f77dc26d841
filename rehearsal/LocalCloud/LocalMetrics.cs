using System.Text.Json;
using SessionStore.Contract;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>Brings what is measured in a Region to CloudWatch: the metrics that the function writes into its log, and
/// ElastiCache's.</summary>
internal sealed class LocalMetrics(LocalCloudWatch cloudWatch, string region)
{
    /// <summary>Sends the metrics in lines of the function's log, which CloudWatch Logs takes out of the embedded metric format.</summary>
    public void Send(IEnumerable<string> log)
    {
        foreach (var line in log.Where(line => line.Contains("\"_aws\"", StringComparison.Ordinal)))
        {
            using var entry = JsonDocument.Parse(line);
            foreach (var directive in entry.RootElement.GetProperty("_aws").GetProperty("CloudWatchMetrics").EnumerateArray())
            {
                var dimension = directive.GetProperty("Dimensions")[0][0].GetString()!;
                foreach (var metric in directive.GetProperty("Metrics").EnumerateArray()
                    .Select(metric => metric.GetProperty("Name").GetString()!))
                {
                    cloudWatch.Put(
                        region, directive.GetProperty("Namespace").GetString()!, metric, dimension,
                        entry.RootElement.GetProperty(dimension).GetString()!, entry.RootElement.GetProperty(metric).GetDouble());
                }
            }
        }
    }

    /// <summary>Sends the replication lag as a secondary's Region has it.</summary>
    /// <param name="group">The secondary's group.</param>
    public void SendLag(string group, double seconds) =>
        cloudWatch.Put(region, "AWS/ElastiCache", "GlobalDatastoreReplicationLag", FunctionMetrics.ReplicationGroupId, group, seconds);
}
