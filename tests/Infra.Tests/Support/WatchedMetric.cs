using System.Text.Json;

namespace SessionStore.Infra.Tests.Support;

/// <summary>A metric that an alarm or a widget refers to.</summary>
public sealed record WatchedMetric(string Namespace, string Name, string Dimension, string Value, string Statistic)
{
    /// <summary>The metrics of an alarm; empty for one on a query.</summary>
    public static IReadOnlyList<WatchedMetric> Of(Registered alarm) => alarm.Has("metricName")
        ? [Plain(alarm)]
        : [.. alarm.Objects("metricQueries").Where(query => query.ContainsKey("metric"))
            .Select(query => Of((IReadOnlyDictionary<string, object>)query["metric"], "stat"))];

    /// <summary>The metrics of all widgets of a dashboard.</summary>
    public static IReadOnlyList<WatchedMetric> Of(JsonElement dashboard) =>
        [.. from widget in dashboard.GetProperty("widgets").EnumerateArray()
            where widget.GetProperty("type").GetString() == "metric"
            from line in widget.GetProperty("properties").GetProperty("metrics").EnumerateArray()
            where line.GetArrayLength() == 5
            select new WatchedMetric(
                line[0].GetString()!, line[1].GetString()!, line[2].GetString()!, line[3].GetString()!, line[4].GetProperty("stat")
                    .GetString()!)];

    /// <summary>The Metrics Insights queries of all widgets of a dashboard.</summary>
    public static IEnumerable<string> Queries(JsonElement dashboard) =>
        from widget in dashboard.GetProperty("widgets").EnumerateArray()
        where widget.GetProperty("type").GetString() == "metric"
        from line in widget.GetProperty("properties").GetProperty("metrics").EnumerateArray()
        where line.GetArrayLength() == 1
        select line[0].GetProperty("expression").GetString();

    private static WatchedMetric Plain(Registered alarm)
    {
        var dimension = alarm.Object("dimensions").Single();
        return new(alarm.Text("namespace"), alarm.Text("metricName"), dimension.Key, (string)dimension.Value, alarm.Text("statistic"));
    }

    private static WatchedMetric Of(IReadOnlyDictionary<string, object> metric, string statistic)
    {
        var dimension = ((IReadOnlyDictionary<string, object>)metric["dimensions"]).Single();
        return new((string)metric["namespace"], (string)metric["metricName"], dimension.Key, (string)dimension.Value,
            (string)metric[statistic]);
    }
}
