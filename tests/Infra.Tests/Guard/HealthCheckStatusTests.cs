using System.Reflection;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using SessionStore.Infra.Guard;

namespace SessionStore.Infra.Tests.Guard;

/// <remarks>Proof limit: the metric's name and dimension are those of the Route 53 Developer Guide; CloudWatch was not asked.</remarks>
public class HealthCheckStatusTests
{
    private static readonly DateTime _now = new(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);

    [TestCase(new double[0], null)]
    [TestCase(new double[] { 0, 1, 1 }, false)]
    [TestCase(new double[] { 1, 0, 0 }, true)]
    public async Task The_latest_value_counts(double[] values, bool? expected)
    {
        var (client, asked) = Client(values);
        Assert.That(await HealthCheckStatus.LatestAsync(client, "check", _now, CancellationToken.None), Is.EqualTo(expected));
        var query = asked.Single().MetricDataQueries.Single().MetricStat;
        Assert.Multiple(() =>
        {
            Assert.That((query.Metric.Namespace, query.Metric.MetricName), Is.EqualTo(("AWS/Route53", "HealthCheckStatus")));
            Assert.That(query.Metric.Dimensions.Select(dimension => (dimension.Name, dimension.Value)),
                Is.EqualTo(new[] { ("HealthCheckId", "check") }));
            Assert.That((query.Stat, query.Period), Is.EqualTo(("Maximum", 60)));
            Assert.That(asked.Single().ScanBy, Is.EqualTo(ScanBy.TimestampDescending), "the latest first");
            Assert.That((asked.Single().StartTime, asked.Single().EndTime), Is.EqualTo((_now.AddMinutes(-10), _now)));
        });
    }

    [TestCase("us-east-2", "us-east-1")]
    [TestCase("eu-west-9", "us-east-1")]
    [TestCase("cn-north-1", "cn-northwest-1")]
    [TestCase("us-gov-east-1", "us-gov-west-1")]
    public void It_is_asked_where_Route_53_publishes_it(string region, string home) =>
        Assert.That(HealthCheckStatus.Home(region), Is.EqualTo(home));

    private static (IAmazonCloudWatch Client, IReadOnlyList<GetMetricDataRequest> Asked) Client(double[] values)
    {
        var client = DispatchProxy.Create<IAmazonCloudWatch, Proxy>();
        var proxy = (Proxy)(object)client;
        proxy.Values = values;
        return (client, proxy.Asked);
    }

    public class Proxy : DispatchProxy
    {
        public double[] Values { get; set; } = [];

        public List<GetMetricDataRequest> Asked { get; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Asked.Add((GetMetricDataRequest)args![0]!);
            return Task.FromResult(new GetMetricDataResponse { MetricDataResults = [new() { Id = "status", Values = [.. Values] }] });
        }
    }
}
