using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using SessionStore.Contract;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Status;

/// <summary>What CloudWatch has measured in a Region.</summary>
internal sealed class RegionMeasurements(DeployedStore store, DeployedRegion region, IAmazonCloudWatch cloudWatch)
{
    private const string ElastiCache = "AWS/ElastiCache", Lag = "GlobalDatastoreReplicationLag";

    // CloudWatch keeps values of one minute for 15 days; in periods of five minutes one request can carry them all.
    private static readonly TimeSpan _moveWindow = TimeSpan.FromDays(15), _movePeriod = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan _lagPeriod = TimeSpan.FromMinutes(1);

    private readonly Measured _measured = new(cloudWatch);

    /// <summary>How far back a replication lag is taken for the present one.</summary>
    public static readonly TimeSpan LagWindow = TimeSpan.FromMinutes(5);

    /// <summary>Why the lag is unknown where CloudWatch answers without one.</summary>
    public static ServiceFailure NoLag { get; } = new($"no value of {Lag} in the last {LagWindow.TotalMinutes:0} minutes",
        IsSilence: false);

    /// <summary>Why it is unknown whether Route 53 answers where CloudWatch answers without a value.</summary>
    public static ServiceFailure NoLook { get; } = new(
        $"no value of {FunctionMetrics.ControlPlaneAnswers} in the last {LagWindow.TotalMinutes:0} minutes: the function has not looked",
        IsSilence: false);

    /// <summary>The latest replication lag, in seconds; null where CloudWatch has no value.</summary>
    /// <param name="globalReplicationGroupId">The datastore that the group belongs to.</param>
    public async Task<double?> LagAsync(string globalReplicationGroupId, CancellationToken cancellationToken)
    {
        // Which dimension the lag carries is not documented: ask for each that it might, and else for the worst of all datastores in the
        // Region.
        var lags = await ReadAsync(LagWindow, cancellationToken,
            [.. Dimensions(globalReplicationGroupId).Select(of => LagOf(of.Name, of.Value))]);
        if (lags.All(series => series.Count == 0))
        {
            lags = await ReadAsync(LagWindow, cancellationToken,
                new MetricDataQuery { Expression = $"SELECT MAX({Lag}) FROM \"{ElastiCache}\"", Period = (int)_lagPeriod.TotalSeconds });
        }
        return lags.Where(series => series.Count > 0).Select(series => (double?)series[0].Value).Max();
    }

    /// <summary>The dimensions, of those that the lag might carry, under which it was sent in the last minutes: as name=value.</summary>
    /// <param name="globalReplicationGroupId">The datastore that the group belongs to.</param>
    public async Task<IReadOnlyList<string>> LagDimensionsAsync(string globalReplicationGroupId, CancellationToken cancellationToken)
    {
        var asked = Dimensions(globalReplicationGroupId);
        var lags = await ReadAsync(LagWindow, cancellationToken, [.. asked.Select(of => LagOf(of.Name, of.Value))]);
        return [.. asked.Zip(lags).Where(pair => pair.Second.Count > 0).Select(pair => $"{pair.First.Name}={pair.First.Value}")];
    }

    /// <summary>The last move of the writer record to this Region, to five minutes; null for none in 15 days.</summary>
    public async Task<DateTimeOffset?> LastMoveAsync(CancellationToken cancellationToken)
    {
        var moves = await ReadAsync(_moveWindow, cancellationToken, Of(
            FunctionMetrics.Namespace, FunctionMetrics.RecordMoved, Statistic.Sum, FunctionMetrics.ReplicationGroupId,
                region.ReplicationGroupId, _movePeriod));
        return moves.SelectMany(series => series).Where(move => move.Value > 0).Select(move => (DateTimeOffset?)move.At).FirstOrDefault();
    }

    /// <summary>Whether Route 53's API answered the last look of the Region's function; null without a look in the last minutes.</summary>
    public async Task<bool?> ControlPlaneAnswersAsync(CancellationToken cancellationToken)
    {
        var looks = await ReadAsync(LagWindow, cancellationToken, Of(
            FunctionMetrics.Namespace, FunctionMetrics.ControlPlaneAnswers, Statistic.Maximum, FunctionMetrics.ReplicationGroupId,
                region.ReplicationGroupId, _lagPeriod));
        return looks.SelectMany(series => series).Select(look => (bool?)(look.Value > 0)).FirstOrDefault();
    }

    /// <summary>The alarms of the store that ring.</summary>
    public Task<IReadOnlyList<string>> AlarmsAsync(CancellationToken cancellationToken) =>
        _measured.AlarmsAsync(store.Name, cancellationToken);

    /// <summary>A series for each query, the latest value first.</summary>
    /// <param name="window">How far back.</param>
    public async Task<IReadOnlyList<IReadOnlyList<(DateTimeOffset At, double Value)>>> ReadAsync(
        TimeSpan window, CancellationToken cancellationToken, params MetricDataQuery[] queries) =>
        [.. (await _measured.ReadAsync(window, cancellationToken, queries)).Select(series => series.Points)];

    private IReadOnlyList<(string Name, string Value)> Dimensions(string globalReplicationGroupId) =>
    [
        ("CacheClusterId", $"{region.ReplicationGroupId}-001"),
        (FunctionMetrics.ReplicationGroupId, region.ReplicationGroupId),
        ("GlobalReplicationGroupId", globalReplicationGroupId),
    ];

    private static MetricDataQuery LagOf(string dimension, string value) =>
        Of(ElastiCache, Lag, Statistic.Maximum, dimension, value, _lagPeriod);

    /// <summary>A query for one metric with one dimension.</summary>
    public static MetricDataQuery Of(string metricNamespace, string name, Statistic statistic, string dimension, string value,
        TimeSpan period) => new()
        {
            MetricStat = new MetricStat
            {
                Metric = new Metric
                {
                    Namespace = metricNamespace,
                    MetricName = name,
                    Dimensions = [new Dimension { Name = dimension, Value = value }],
                },
                Stat = statistic,
                Period = (int)period.TotalSeconds,
            },
        };
}
