using Pulumi;
using SessionStore.Contract;

namespace SessionStore.Infra.Monitoring;

/// <summary>Everything that a Region's replicator tells, once a minute.</summary>
/// <param name="replicationGroupId">The group that it fills.</param>
internal sealed class ReplicationMetrics(Output<string> replicationGroupId)
{
    private const string Maximum = "Maximum", Minimum = "Minimum";

    /// <summary>Whether everything is here and follows; no value while it rests. The worst of a minute.</summary>
    public Metric InStep => Of(ReplicatorMetrics.InStep, Minimum, "in step");

    /// <summary>Whether the writer name leads here.</summary>
    public Metric Resting => Of(ReplicatorMetrics.Resting, Maximum, "rests");

    /// <summary>How often it has told of itself.</summary>
    public Metric Reports => Of(ReplicatorMetrics.Resting, "SampleCount", "reports");

    /// <summary>The age of the oldest change that is not here yet, in milliseconds.</summary>
    public Metric Lag => Of(ReplicatorMetrics.Lag, Maximum, "lag");

    public Metric KeysPerSecond => Of(ReplicatorMetrics.KeysPerSecond, Maximum, "keys");

    /// <summary>Keys that the store here does not take.</summary>
    public Metric RefusedKeys => Of(ReplicatorMetrics.RefusedKeys, Maximum, "refused keys");

    /// <summary>Whether the source does not tell of its changes.</summary>
    public Metric Deaf => Of(ReplicatorMetrics.Deaf, Maximum, "deaf");

    /// <summary>What the last comparison found; a value once a day.</summary>
    public Metric Differences => Of(ReplicatorMetrics.Differences, Maximum, "differences");

    private Metric Of(string name, string statistic, string label) =>
        new(FunctionMetrics.Namespace, name, statistic, FunctionMetrics.ReplicationGroupId, replicationGroupId, label);
}
