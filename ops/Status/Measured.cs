using System.Globalization;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;

namespace SessionStore.Ops.Status;

/// <summary>What CloudWatch has measured in a Region, whatever the store is made of.</summary>
internal sealed class Measured(IAmazonCloudWatch cloudWatch)
{
    /// <summary>The alarms of a store that ring.</summary>
    /// <param name="store">The prefix of every physical name.</param>
    public async Task<IReadOnlyList<string>> AlarmsAsync(string store, CancellationToken cancellationToken)
    {
        var ringing = new List<string>();
        var request = new DescribeAlarmsRequest
        {
            AlarmNamePrefix = $"{store}-",
            StateValue = StateValue.ALARM,
            // Without it CloudWatch leaves composite alarms out, and somebody may have made one of these.
            AlarmTypes = [AlarmType.MetricAlarm, AlarmType.CompositeAlarm],
        };
        do
        {
            var page = await cloudWatch.DescribeAlarmsAsync(request, cancellationToken);
            ringing.AddRange((page.MetricAlarms ?? []).Select(alarm => alarm.AlarmName));
            ringing.AddRange((page.CompositeAlarms ?? []).Select(alarm => alarm.AlarmName));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return ringing;
    }

    /// <summary>The state of an alarm, such as OK; null where there is none of that name.</summary>
    public async Task<string?> StateAsync(string alarm, CancellationToken cancellationToken)
    {
        var answer = await cloudWatch.DescribeAlarmsAsync(new DescribeAlarmsRequest { AlarmNames = [alarm] }, cancellationToken);
        return (answer.MetricAlarms ?? []).FirstOrDefault()?.StateValue.Value;
    }

    /// <summary>The series of all queries, in their order; an expression that searches can have several, or none.</summary>
    /// <param name="window">How far back.</param>
    public async Task<IReadOnlyList<Series>> ReadAsync(
        TimeSpan window, CancellationToken cancellationToken, params MetricDataQuery[] queries)
    {
        foreach (var (index, query) in queries.Index())
        {
            query.Id = string.Create(CultureInfo.InvariantCulture, $"q{index}");
        }
        // The end lies ahead, or the running minute would be missing.
        var end = DateTime.UtcNow + TimeSpan.FromMinutes(1);
        var answer = await cloudWatch.GetMetricDataAsync(
            new GetMetricDataRequest
            {
                StartTime = end - window,
                EndTime = end,
                ScanBy = ScanBy.TimestampDescending,
                MetricDataQueries = [.. queries],
            },
            cancellationToken);
        return
        [
            .. (answer.MetricDataResults ?? []).Select(series => new Series(series.Id, series.Label ?? "",
                [.. (series.Timestamps ?? []).Zip(series.Values ?? [], (at, value) => (new DateTimeOffset(at.ToUniversalTime()), value))])),
        ];
    }
}

/// <summary>One line of what was measured.</summary>
/// <param name="Id">That of its query, q0 for the first one.</param>
/// <param name="Label">What CloudWatch calls it.</param>
/// <param name="Points">The latest value first.</param>
internal sealed record Series(string Id, string Label, IReadOnlyList<(DateTimeOffset At, double Value)> Points);
