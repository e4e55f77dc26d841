using System.Collections.Concurrent;
using System.Globalization;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>What CloudWatch has measured in all Regions, and its alarms. Requests and answers are trees of the API's names.</summary>
internal sealed class LocalCloudWatch
{
    // "GetMetricData" in the CloudWatch API reference.
    private const int MostQueries = 500;

    private readonly ConcurrentQueue<Measurement> _measurements = new();
    private readonly ConcurrentDictionary<(string Region, string Name), string> _alarms = new();

    /// <summary>How long a minute of a query's period is here, where what is told once a minute is told more often.</summary>
    public TimeSpan Minute { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Measures something now.</summary>
    /// <param name="space">The metric's namespace.</param>
    /// <param name="dimension">The one dimension's name.</param>
    /// <param name="of">The dimension's value.</param>
    /// <param name="value">What was measured.</param>
    public void Put(string region, string space, string name, string dimension, string of, double value) =>
        _measurements.Enqueue(new(region, space, name, dimension, of, DateTimeOffset.UtcNow, value));

    /// <summary>What was measured of one metric, in the order in which it came.</summary>
    /// <param name="space">The metric's namespace.</param>
    /// <param name="dimension">The one dimension's name.</param>
    /// <param name="of">The dimension's value.</param>
    public IEnumerable<(DateTimeOffset At, double Value)> Points(string region, string space, string name, string dimension, string of) =>
        _measurements.Where(point => (point.Region, point.Namespace, point.Name, point.Dimension, point.Of)
            == (region, space, name, dimension, of)).Select(point => (point.At, point.Value));

    /// <summary>Forgets what was measured in a namespace, in all Regions.</summary>
    /// <param name="space">The namespace.</param>
    public void Forget(string space)
    {
        for (var left = _measurements.Count; left > 0 && _measurements.TryDequeue(out var measured); left--)
        {
            if (measured.Namespace != space)
            {
                _measurements.Enqueue(measured);
            }
        }
    }

    /// <summary>Gives an alarm a state, and makes it where there is none.</summary>
    /// <param name="state">OK, ALARM or INSUFFICIENT_DATA.</param>
    public void SetAlarm(string region, string name, string state) => _alarms[(region, name)] = state;

    /// <summary>Carries an operation out.</summary>
    /// <exception cref="CloudWatchRefusal">CloudWatch would refuse it.</exception>
    public Dictionary<string, object?> Call(string region, string operation, Dictionary<string, object?> request) => operation switch
    {
        "GetMetricData" => new() { ["MetricDataResults"] = Data(region, request) },
        "DescribeAlarms" => new() { ["MetricAlarms"] = Alarms(region, request), ["CompositeAlarms"] = new List<object?>() },
        _ => throw new CloudWatchRefusal("InvalidAction", $"Could not find operation {operation}"),
    };

    // Every condition counts; moto looks at the prefix alone.
    private List<object?> Alarms(string region, Dictionary<string, object?> request)
    {
        var (prefix, state) = (request.GetValueOrDefault("AlarmNamePrefix") as string, request.GetValueOrDefault("StateValue") as string);
        var names = request.GetValueOrDefault("AlarmNames") as List<object?>;
        // "DescribeAlarms" in the CloudWatch API reference, of AlarmNamePrefix.
        if (names is not null && prefix is not null)
        {
            throw new CloudWatchRefusal("ValidationError", "AlarmNames and AlarmNamePrefix cannot be specified together.");
        }
        return
        [
            .. _alarms.Where(alarm => alarm.Key.Region == region)
                .Where(alarm => names is null || names.Contains(alarm.Key.Name))
                .Where(alarm => prefix is null || alarm.Key.Name.StartsWith(prefix, StringComparison.Ordinal))
                .Where(alarm => state is null || alarm.Value == state)
                .Select(alarm => new Dictionary<string, object?> { ["AlarmName"] = alarm.Key.Name, ["StateValue"] = alarm.Value }),
        ];
    }

    private List<object?> Data(string region, Dictionary<string, object?> request)
    {
        var (start, end) = (Time(request, "StartTime"), Time(request, "EndTime"));
        if (start >= end)
        {
            throw new CloudWatchRefusal("ValidationError", "The parameter StartTime must be less than the parameter EndTime.");
        }
        var queries = request.GetValueOrDefault("MetricDataQueries") as List<object?> ?? [];
        if (queries.Count is 0 or > MostQueries)
        {
            throw new CloudWatchRefusal("ValidationError", $"{queries.Count} MetricDataQueries: expected 1 to {MostQueries}.");
        }
        var descending = request.GetValueOrDefault("ScanBy") as string != "TimestampAscending";
        var measured = _measurements.Where(point => point.Region == region && point.At >= start && point.At < end).ToArray();
        return [.. queries.Cast<Dictionary<string, object?>>().Select(LocalMetricQuery.Of)
            .SelectMany(query => query.Lines(measured).Select(line => Series(query, line.Label, line.Points, descending)))];
    }

    private Dictionary<string, object?> Series(LocalMetricQuery query, string label, IEnumerable<Measurement> line, bool descending)
    {
        var length = (TimeSpan.FromSeconds(query.Period) * (Minute / TimeSpan.FromMinutes(1))).Ticks;
        var points = line.GroupBy(point => point.At.UtcTicks / length * length)
            .Select(period => (At: new DateTimeOffset(period.Key, TimeSpan.Zero), Value: query.Value(period)))
            .OrderBy(point => descending ? -point.At.Ticks : point.At.Ticks).ToArray();
        return new()
        {
            ["Id"] = query.Id,
            ["Label"] = label,
            ["StatusCode"] = "Complete",
            ["Timestamps"] = points.Select(point => (object?)point.At).ToList(),
            ["Values"] = points.Select(point => (object?)point.Value).ToList(),
        };
    }

    private static DateTimeOffset Time(Dictionary<string, object?> request, string name) => request.GetValueOrDefault(name) switch
    {
        DateTimeOffset at => at,
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) => at,
        var other => throw new CloudWatchRefusal("ValidationError", $"The parameter {name} is {other}: expected a time."),
    };
}

/// <summary>What was measured once.</summary>
internal sealed record Measurement(
    string Region, string Namespace, string Name, string Dimension, string Of, DateTimeOffset At, double Value);
