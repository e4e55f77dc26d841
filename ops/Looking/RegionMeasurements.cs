using System.Globalization;
using System.Xml.Linq;
using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Looking;

/// <summary>What CloudWatch has measured in a Region.</summary>
/// <param name="store">The store.</param>
/// <param name="region">The Region.</param>
/// <param name="query">The query protocol.</param>
public sealed class RegionMeasurements(DeployedStore store, DeployedRegion region, AwsQuery query)
{
    private const string ElastiCache = "AWS/ElastiCache", Lag = "GlobalDatastoreReplicationLag";

    private static readonly TimeSpan _lagWindow = TimeSpan.FromMinutes(5), _lagPeriod = TimeSpan.FromMinutes(1);

    // CloudWatch keeps values of one minute for 15 days; in periods of five minutes one request can carry them all.
    private static readonly TimeSpan _moveWindow = TimeSpan.FromDays(15), _movePeriod = TimeSpan.FromMinutes(5);

    /// <summary>The latest replication lag, in seconds, and the last move of the writer record to this Region.</summary>
    public async Task<(double? LagSeconds, DateTimeOffset? LastMove)> ReadAsync(CancellationToken cancellationToken)
    {
        // Which dimension the lag carries is not documented: ask for each that it might, and else for the worst of all datastores in the Region.
        var lags = await ReadAsync(_lagWindow, _lagPeriod, cancellationToken,
            Stat(ElastiCache, Lag, "Maximum", "CacheClusterId", $"{region.ReplicationGroupId}-001"),
            Stat(ElastiCache, Lag, "Maximum", "ReplicationGroupId", region.ReplicationGroupId),
            Stat(ElastiCache, Lag, "Maximum", "GlobalReplicationGroupId", store.GlobalReplicationGroupId));
        if (lags.All(series => series.Count == 0))
        {
            lags = await ReadAsync(_lagWindow, _lagPeriod, cancellationToken,
                [("Expression", $"SELECT MAX({Lag}) FROM \"{ElastiCache}\""), ("Period", Seconds(_lagPeriod))]);
        }
        var moves = await ReadAsync(_moveWindow, _movePeriod, cancellationToken,
            Stat(FunctionMetrics.Namespace, FunctionMetrics.RecordMoved, "Sum", FunctionMetrics.ReplicationGroupId, region.ReplicationGroupId));
        return (
            lags.Where(series => series.Count > 0).Select(series => (double?)series[0].Value).Max(),
            moves.SelectMany(series => series).Where(move => move.Value > 0).Select(move => (DateTimeOffset?)move.At).FirstOrDefault());
    }

    // A series for each query, the latest value first.
    private async Task<IReadOnlyList<IReadOnlyList<(DateTimeOffset At, double Value)>>> ReadAsync(
        TimeSpan window, TimeSpan period, CancellationToken cancellationToken, params (string Name, string Value)[][] queries)
    {
        // The end lies ahead, or the running minute would be missing.
        var end = DateTime.UtcNow + TimeSpan.FromMinutes(1);
        List<KeyValuePair<string, string>> parameters = [new("StartTime", Time(end - window)), new("EndTime", Time(end)), new("ScanBy", "TimestampDescending")];
        foreach (var (index, fields) in queries.Index())
        {
            var prefix = $"MetricDataQueries.member.{index + 1}";
            parameters.Add(new($"{prefix}.Id", $"q{index}"));
            parameters.AddRange(fields.Select(field => KeyValuePair.Create($"{prefix}.{field.Name}", field.Value)));
            if (fields[0].Name != "Expression")
            {
                parameters.Add(new($"{prefix}.MetricStat.Period", Seconds(period)));
            }
        }
        var answer = await query.CallAsync(QueryService.CloudWatch, region.Name, "GetMetricData", parameters, cancellationToken);
        return
        [
            .. answer.Descendants("MetricDataResults").Elements("member").Select(series => (IReadOnlyList<(DateTimeOffset, double)>)
            [
                .. series.Elements("Timestamps").Elements("member").Select(at => DateTimeOffset.Parse(at.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))
                    .Zip(series.Elements("Values").Elements("member").Select(value => double.Parse(value.Value, CultureInfo.InvariantCulture))),
            ]),
        ];
    }

    private static (string, string)[] Stat(string @namespace, string name, string statistic, string dimension, string value) =>
    [
        ("MetricStat.Metric.Namespace", @namespace),
        ("MetricStat.Metric.MetricName", name),
        ("MetricStat.Metric.Dimensions.member.1.Name", dimension),
        ("MetricStat.Metric.Dimensions.member.1.Value", value),
        ("MetricStat.Stat", statistic),
    ];

    private static string Seconds(TimeSpan period) => period.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);

    private static string Time(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
