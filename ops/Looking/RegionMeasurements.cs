using Amazon.CloudWatch.Model;
using SessionStore.Failover;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Looking;

/// <summary>What CloudWatch has measured in a Region.</summary>
/// <param name="store">The store.</param>
/// <param name="region">The Region.</param>
/// <param name="clients">The SDK's clients.</param>
public sealed class RegionMeasurements(DeployedStore store, DeployedRegion region, ServiceClients clients)
{
    private const string ElastiCache = "AWS/ElastiCache", Lag = "GlobalDatastoreReplicationLag";

    private static readonly TimeSpan _lagWindow = TimeSpan.FromMinutes(5);

    // CloudWatch keeps values of one minute for 15 days; in periods of five minutes one request can carry them all.
    private static readonly TimeSpan _moveWindow = TimeSpan.FromDays(15), _movePeriod = TimeSpan.FromMinutes(5);

    /// <summary>The latest replication lag, in seconds, and the last move of the writer record to this Region.</summary>
    public async Task<(double? LagSeconds, DateTimeOffset? LastMove)> ReadAsync(CancellationToken cancellationToken)
    {
        // Which dimension the lag carries is not documented: ask for each that it might, and else for the worst of all datastores in the Region.
        var lags = await ReadAsync(_lagWindow, TimeSpan.FromMinutes(1), cancellationToken,
            Stat("cluster", ElastiCache, Lag, "Maximum", "CacheClusterId", $"{region.ReplicationGroupId}-001"),
            Stat("group", ElastiCache, Lag, "Maximum", "ReplicationGroupId", region.ReplicationGroupId),
            Stat("datastore", ElastiCache, Lag, "Maximum", "GlobalReplicationGroupId", store.GlobalReplicationGroupId));
        if (lags.All(series => series.Count == 0))
        {
            lags = await ReadAsync(_lagWindow, TimeSpan.FromMinutes(1), cancellationToken,
                new MetricDataQuery { Id = "any", Expression = $"SELECT MAX({Lag}) FROM \"{ElastiCache}\"" });
        }
        var moves = await ReadAsync(_moveWindow, _movePeriod, cancellationToken,
            Stat("moves", MetricDefinitions.Namespace, MetricDefinitions.RecordMoved, "Sum", MetricDefinitions.ReplicationGroupId, region.ReplicationGroupId));
        return (
            lags.Where(series => series.Count > 0).Select(series => (double?)series[0].Value).Max(),
            moves.SelectMany(series => series).Where(move => move.Value > 0).Select(move => (DateTimeOffset?)move.At).FirstOrDefault());
    }

    // The latest value first.
    private async Task<IReadOnlyList<IReadOnlyList<(DateTimeOffset At, double Value)>>> ReadAsync(
        TimeSpan window, TimeSpan period, CancellationToken cancellationToken, params List<MetricDataQuery> queries)
    {
        // The end lies ahead, or the running minute would be missing.
        var end = DateTime.UtcNow + TimeSpan.FromMinutes(1);
        foreach (var query in queries)
        {
            var seconds = (int)period.TotalSeconds;
            _ = query.MetricStat is { } stat ? stat.Period = seconds : query.Period = seconds;
        }
        var answer = await clients.CloudWatch(region.Name).GetMetricDataAsync(
            new GetMetricDataRequest { StartTime = end - window, EndTime = end, ScanBy = "TimestampDescending", MetricDataQueries = queries }, cancellationToken);
        return
        [
            .. (answer.MetricDataResults ?? []).Select(result => (IReadOnlyList<(DateTimeOffset, double)>)
                [.. (result.Timestamps ?? []).Select(at => new DateTimeOffset(at.ToUniversalTime())).Zip(result.Values ?? [])]),
        ];
    }

    private static MetricDataQuery Stat(string id, string @namespace, string name, string statistic, string dimension, string value) => new()
    {
        Id = id,
        MetricStat = new MetricStat
        {
            Metric = new Metric { Namespace = @namespace, MetricName = name, Dimensions = [new Dimension { Name = dimension, Value = value }] },
            Stat = statistic,
        },
    };
}
