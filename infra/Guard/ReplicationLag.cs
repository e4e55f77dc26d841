using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using SessionStore.Contract;

namespace SessionStore.Infra.Guard;

/// <summary>
/// How late the writes of other Regions are in a Region whose store is on MemoryDB: the longest of all clusters of the account there, as
/// the alarm sees it, because which dimensions the metric carries is not documented.
/// </summary>
internal static class ReplicationLag
{
    /// <summary>How far back a value counts, in minutes.</summary>
    public const int Minutes = 10;

    /// <summary>The latest value of the last minutes, in milliseconds; null where there is none.</summary>
    /// <param name="now">The time, in UTC.</param>
    public static async Task<double?> LatestAsync(IAmazonCloudWatch cloudWatch, DateTime now, CancellationToken cancellationToken)
    {
        var answer = await cloudWatch.GetMetricDataAsync(
            new GetMetricDataRequest
            {
                MetricDataQueries = [new MetricDataQuery { Id = "lag", Expression = MemoryDbLag.Longest, Period = 60 }],
                StartTime = now.AddMinutes(-Minutes),
                // Exclusive, and sent in whole milliseconds: what was measured just now counts.
                EndTime = now.AddMinutes(1),
                ScanBy = ScanBy.TimestampDescending,
            }, cancellationToken);
        return answer.MetricDataResults?.FirstOrDefault()?.Values is [var latest, ..] ? latest : null;
    }
}
