using Amazon.CloudWatch;
using SessionStore.Contract;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Status;

/// <summary>What a Region's replicator tells CloudWatch, once a minute.</summary>
internal sealed class ReplicatorMeasurements(DeployedRegion region, RegionMeasurements measurements)
{
    // A comparison is made once a day.
    private static readonly TimeSpan _comparisons = TimeSpan.FromDays(2), _minute = TimeSpan.FromMinutes(1),
        _comparisonPeriod = TimeSpan.FromMinutes(5);

    /// <summary>Why it is unknown how the replicator is, where CloudWatch answers without a value.</summary>
    public static ServiceFailure Silence { get; } = new(
        $"no value of {ReplicatorMetrics.Resting} in the last {RegionMeasurements.LagWindow.TotalMinutes:0} minutes: the replicator tells "
            + "nothing",
        IsSilence: false);

    /// <summary>How it is; null where it has told nothing in the last minutes.</summary>
    public async Task<ReplicatorStatus?> ReadAsync(CancellationToken cancellationToken)
    {
        var now = await measurements.ReadAsync(
            RegionMeasurements.LagWindow,
            cancellationToken,
            Of(ReplicatorMetrics.Resting, Statistic.Minimum),
            Of(ReplicatorMetrics.InStep, Statistic.Minimum),
            Of(ReplicatorMetrics.Lag, Statistic.Maximum),
            Of(ReplicatorMetrics.Deaf, Statistic.Maximum),
            Of(ReplicatorMetrics.RefusedKeys, Statistic.Maximum));
        if (now[0] is not [var resting, ..])
        {
            return null;
        }
        var found = await measurements.ReadAsync(_comparisons, cancellationToken, RegionMeasurements.Of(
            FunctionMetrics.Namespace, ReplicatorMetrics.Differences, Statistic.Maximum, FunctionMetrics.ReplicationGroupId,
            region.ReplicationGroupId, _comparisonPeriod));
        // All of them are told together, at the edge of a minute in two; an earlier one says nothing of now.
        var rests = resting.Value > 0;
        return new(
            rests,
            rests ? null : Latest(1) > 0,
            rests ? null : Latest(2),
            Latest(3) > 0,
            (long)(Latest(4) ?? 0),
            found[0] is [var differences, ..] ? (long)differences.Value : null);

        double? Latest(int series) => now[series].Where(point => point.At >= resting.At - _minute)
            .Select(point => (double?)point.Value).FirstOrDefault();
    }

    private Amazon.CloudWatch.Model.MetricDataQuery Of(string metric, Statistic statistic) => RegionMeasurements.Of(
        FunctionMetrics.Namespace, metric, statistic, FunctionMetrics.ReplicationGroupId, region.ReplicationGroupId, _minute);
}
