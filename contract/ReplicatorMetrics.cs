namespace SessionStore.Contract;

/// <summary>
/// The names under which the replicator's metrics reach CloudWatch, in <see cref="FunctionMetrics.Namespace"/> and with its one dimension:
/// the replication group that is written to.
/// </summary>
public static class ReplicatorMetrics
{
    /// <summary>
    /// 1 while everything that the source had is here and its changes follow, 0 while not. Not sent while the worker rests.
    /// </summary>
    public const string InStep = "ReplicatorInStep";

    /// <summary>1 while the writer name leads to the worker's own Region and there is nothing to copy, otherwise 0.</summary>
    public const string Resting = "ReplicatorResting";

    /// <summary>The age of the oldest change that was not yet applied, in milliseconds: the highest of the interval.</summary>
    public const string Lag = "ReplicatorLag";

    /// <summary>Keys that were copied or removed, for each second of the interval.</summary>
    public const string KeysPerSecond = "ReplicatorKeysPerSecond";

    /// <summary>Keys that the target refuses to take, such as payloads of a newer engine: their number now.</summary>
    public const string RefusedKeys = "ReplicatorRefusedKeys";

    /// <summary>1 while the source changes and tells nothing of it: its parameter notify-keyspace-events is not KA.</summary>
    public const string Deaf = "ReplicatorDeaf";

    /// <summary>Keys that a comparison found missing, extra, or different in value or expiry. Sent after each comparison.</summary>
    public const string Differences = "ReplicatorDifferences";
}
