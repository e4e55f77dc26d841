using Amazon;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Guard;

/// <summary>
/// What Route 53 takes a health check for, from the metric that it publishes of each, whatever its type ("Monitoring health checks using
/// CloudWatch" in the Route 53 Developer Guide): GetHealthCheckStatus tells what checkers of endpoints see.
/// </summary>
internal static class HealthCheckStatus
{
    private static readonly TimeSpan _recent = TimeSpan.FromMinutes(10);

    /// <summary>Asks with the credentials that the stack's settings name. None are needed before it is called.</summary>
    /// <param name="settings">Whose credentials.</param>
    /// <param name="region">The stage's Region, which names the partition.</param>
    /// <returns>By the ID of a health check whether it is healthy; null where there is no value of the last minutes.</returns>
    public static Func<string, CancellationToken, Task<bool?>> Of(ProviderSettings settings, string region) =>
        async (healthCheck, cancellationToken) =>
        {
            using var cloudWatch = new AmazonCloudWatchClient(
                GuardClients.Credentials(settings), GuardClients.CloudWatch(Home(region), GuardClients.Patience));
            return await LatestAsync(cloudWatch, healthCheck, DateTime.UtcNow, cancellationToken);
        };

    /// <summary>The latest value of the last minutes; null where there is none.</summary>
    /// <param name="now">The time, in UTC.</param>
    public static async Task<bool?> LatestAsync(
        IAmazonCloudWatch cloudWatch, string healthCheck, DateTime now, CancellationToken cancellationToken)
    {
        var answer = await cloudWatch.GetMetricDataAsync(
            new GetMetricDataRequest
            {
                MetricDataQueries = [new MetricDataQuery { Id = "status", MetricStat = Status(healthCheck) }],
                StartTime = now - _recent,
                EndTime = now,
                ScanBy = ScanBy.TimestampDescending,
            }, cancellationToken);
        return answer.MetricDataResults?.FirstOrDefault()?.Values is [var latest, ..] ? latest > 0 : null;
    }

    // The maximum is the worst for us: a minute in which it was healthy at all is no minute of rest.
    private static MetricStat Status(string healthCheck) => new()
    {
        Metric = new()
        {
            Namespace = "AWS/Route53",
            MetricName = "HealthCheckStatus",
            Dimensions = [new Dimension { Name = "HealthCheckId", Value = healthCheck }],
        },
        Period = 60,
        Stat = "Maximum",
    };

    /// <summary>
    /// The Region that has Route 53's metrics: us-east-1 ("Monitoring health checks using CloudWatch"). Of the other partitions that it is
    /// the one of Route 53's API is an assumption.
    /// </summary>
    public static string Home(string region) => RegionEndpoint.GetBySystemName(region).PartitionName switch
    {
        "aws-cn" => "cn-northwest-1",
        "aws-us-gov" => "us-gov-west-1",
        _ => "us-east-1",
    };
}
