using SessionStore.Contract;

namespace SessionStore.Replicator.Telemetry;

/// <summary>What was measured, as CloudWatch gets it.</summary>
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
}
