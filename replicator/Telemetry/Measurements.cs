using System.Buffers;
using System.Text.Json;
using SessionStore.Contract;

namespace SessionStore.Replicator.Telemetry;

/// <summary>Writes what was measured in the CloudWatch embedded metric format (CloudWatch User Guide, its specification).</summary>
internal static class Measurements
{
    /// <summary>The metrics of a status.</summary>
    /// <param name="status">How the worker is.</param>
    /// <param name="highestLag">The highest lag of the interval, in milliseconds.</param>
    public static IReadOnlyList<(string Name, string Unit, double Value)> Of(Status status, double highestLag) =>
    [
        (ReplicatorMetrics.Resting, "Count", status.Phase == Phase.Resting ? 1 : 0),
        .. status.Phase == Phase.Resting ? [] : ((string, string, double)[])
        [
            (ReplicatorMetrics.InStep, "Count", status.InStep ? 1 : 0),
            (ReplicatorMetrics.Lag, "Milliseconds", Math.Max(highestLag, status.LagMilliseconds)),
            (ReplicatorMetrics.KeysPerSecond, "Count/Second", status.KeysPerSecond),
            (ReplicatorMetrics.Deaf, "Count", status.Deaf ? 1 : 0),
        ],
        (ReplicatorMetrics.RefusedKeys, "Count", status.Refused),
    ];

    /// <summary>Writes one line, in one write.</summary>
    public static void Write(Stream output, string replicationGroupId, DateTimeOffset at,
        IReadOnlyList<(string Name, string Unit, double Value)> metrics)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("_aws");
            writer.WriteNumber("Timestamp", at.ToUnixTimeMilliseconds());
            writer.WriteStartArray("CloudWatchMetrics");
            writer.WriteStartObject();
            writer.WriteString("Namespace", FunctionMetrics.Namespace);
            writer.WriteStartArray("Dimensions");
            writer.WriteStartArray();
            writer.WriteStringValue(FunctionMetrics.ReplicationGroupId);
            writer.WriteEndArray();
            writer.WriteEndArray();
            writer.WriteStartArray("Metrics");
            foreach (var (name, unit, _) in metrics)
            {
                writer.WriteStartObject();
                writer.WriteString("Name", name);
                writer.WriteString("Unit", unit);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteString(FunctionMetrics.ReplicationGroupId, replicationGroupId);
            foreach (var (name, _, value) in metrics)
            {
                writer.WriteNumber(name, value);
            }
            writer.WriteEndObject();
        }
        buffer.Write("\n"u8);
        output.Write(buffer.WrittenSpan);
        output.Flush();
    }
}
