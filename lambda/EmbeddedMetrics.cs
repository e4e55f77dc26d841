using System.Buffers;
using System.Text.Json;
using SessionStore.Contract;

namespace SessionStore.Telemetry;

/// <summary>
/// The CloudWatch embedded metric format (CloudWatch User Guide, "Specification: Embedded metric format"). The replicator compiles this
/// file, too: a library of its own would be one more to load in a cold start of the function.
/// </summary>
internal static class EmbeddedMetrics
{
    /// <summary>Writes one line, in one write.</summary>
    /// <param name="output">Receives the line.</param>
    /// <param name="replicationGroupId">The value of the dimension.</param>
    /// <param name="timestamp">When the metrics were measured.</param>
    public static void Write(Stream output, string replicationGroupId, DateTimeOffset timestamp,
        IReadOnlyList<(string Name, string Unit, double Value)> metrics)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("_aws");
            writer.WriteNumber("Timestamp", timestamp.ToUnixTimeMilliseconds());
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
