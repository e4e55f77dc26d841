using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using SessionStore.Contract;
using SessionStore.Replicator.Copying;
using SessionStore.Replicator.Settings;
using SessionStore.Telemetry;

namespace SessionStore.Replicator.Telemetry;

/// <summary>Tells how the worker is: each second in the health file, each interval as metrics.</summary>
internal sealed class Reporter(ReplicatorOptions options, Tally tally, Stream output, TimeProvider time, ILogger logger)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private long _lastReport = time.GetTimestamp(), _lastMetrics = time.GetTimestamp(), _copied, _copiedAtMetrics;
    private double _highestLag;
    private bool _wasWritten = true;

    /// <summary>The rate since the last call, in keys for each second.</summary>
    public double Rate()
    {
        var (now, copied) = (time.GetTimestamp(), tally.Copied);
        var rate = (copied - _copied) / Math.Max(0.001, time.GetElapsedTime(_lastReport, now).TotalSeconds);
        (_lastReport, _copied) = (now, copied);
        return rate;
    }

    /// <summary>Tells it.</summary>
    public void Report(Status status)
    {
        _highestLag = Math.Max(_highestLag, Math.Max(status.LagMilliseconds, tally.TakeHighestLag()));
        var since = time.GetElapsedTime(_lastMetrics);
        if (since >= options.MetricsEvery)
        {
            var rate = (tally.Copied - _copiedAtMetrics) / since.TotalSeconds;
            Send(Measurements.Of(status with { KeysPerSecond = rate }, _highestLag));
            (_lastMetrics, _copiedAtMetrics, _highestLag) = (time.GetTimestamp(), tally.Copied, 0);
        }
        if (options.HealthFile is { } file)
        {
            WriteHealth(file, status);
        }
    }

    /// <summary>Tells what a comparison has found.</summary>
    public void Compared(long differences) => Send([(ReplicatorMetrics.Differences, "Count", differences)]);

    private void Send(IReadOnlyList<(string, string, double)> metrics) =>
        EmbeddedMetrics.Write(output, options.ReplicationGroupId, time.GetUtcNow(), metrics);

    // Whoever reads it sees the old file or the new one, never half of one.
    private void WriteHealth(string file, Status status)
    {
        try
        {
            File.WriteAllText(file + ".new", JsonSerializer.Serialize(status, _json));
            File.Move(file + ".new", file, overwrite: true);
            _wasWritten = true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (_wasWritten)
            {
                Log.HealthNotWritten(logger, file, failure.Message);
            }
            _wasWritten = false;
        }
    }
}
