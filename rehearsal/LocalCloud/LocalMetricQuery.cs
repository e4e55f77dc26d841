using System.Globalization;
using System.Text.RegularExpressions;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>One query of GetMetricData: for a metric, for all of a name (Metrics Insights), or a search.</summary>
/// <param name="Period">In seconds.</param>
internal sealed partial record LocalMetricQuery(string Id, string Statistic, long Period)
{
    private Func<Measurement, bool> Wanted { get; init; } = _ => true;

    private bool Searches { get; init; }

    /// <summary>Reads a query.</summary>
    /// <exception cref="CloudWatchRefusal">CloudWatch would refuse it.</exception>
    public static LocalMetricQuery Of(Dictionary<string, object?> query)
    {
        // "MetricDataQuery" in the API reference: an ID that begins with a lower-case letter, and either a metric or an expression.
        if (query.GetValueOrDefault("Id") is not string id || !Identifier().IsMatch(id))
        {
            throw new CloudWatchRefusal("ValidationError", $"The value {query.GetValueOrDefault("Id")} for parameter "
                + "MetricDataQueries.member.1.Id is not matching the expected pattern.");
        }
        switch (query.GetValueOrDefault("MetricStat"), query.GetValueOrDefault("Expression"))
        {
            case (Dictionary<string, object?> stat, null):
                var metric = (Dictionary<string, object?>)stat["Metric"]!;
                var dimension = (Dictionary<string, object?>)((List<object?>)metric["Dimensions"]!).Single()!;
                return new(id, (string)stat["Stat"]!, PeriodOf(stat))
                {
                    Wanted = point => point.Namespace == (string?)metric["Namespace"] && point.Name == (string?)metric["MetricName"]
                        && point.Dimension == (string?)dimension["Name"] && point.Of == (string?)dimension["Value"],
                };
            case (null, string text) when Select().Match(text) is { Success: true } select:
                return new(id, "Maximum", PeriodOf(query)) { Wanted = point => Names(select, point) };
            case (null, string text) when Search().Match(text) is { Success: true } search:
                return new(id, search.Groups["statistic"].Value, long.Parse(search.Groups["period"].Value, CultureInfo.InvariantCulture))
                {
                    Wanted = point => Names(search, point)
                        && point.Of.Contains(search.Groups["text"].Value, StringComparison.OrdinalIgnoreCase),
                    Searches = true,
                };
            default:
                throw new CloudWatchRefusal("ValidationError", $"The query {id} has to have a MetricStat or an Expression of Metrics "
                    + "Insights, or a SEARCH.");
        }
    }

    /// <summary>The lines of the answer: one, or as many as a search finds, with what tells them apart.</summary>
    public IEnumerable<(string Label, IEnumerable<Measurement> Points)> Lines(IReadOnlyList<Measurement> measured)
    {
        var wanted = measured.Where(Wanted);
        return Searches ? wanted.GroupBy(point => point.Of).Select(line => (line.Key, line.AsEnumerable())) : [(Id, wanted)];
    }

    /// <summary>What the values of a period become.</summary>
    public double Value(IEnumerable<Measurement> points) => Statistic switch
    {
        "Maximum" => points.Max(point => point.Value),
        "Minimum" => points.Min(point => point.Value),
        "Sum" => points.Sum(point => point.Value),
        _ => throw new CloudWatchRefusal("InvalidParameterValue", $"The statistic {Statistic} is not one that anybody asks for here."),
    };

    // "MetricStat" in the API reference: 1, 5, 10, 20, 30 or a multiple of 60.
    private static long PeriodOf(Dictionary<string, object?> of)
    {
        var period = Convert.ToInt64(of.GetValueOrDefault("Period") ?? 0L, CultureInfo.InvariantCulture);
        return period is 1 or 5 or 10 or 20 or 30 || (period > 0 && period % 60 == 0)
            ? period
            : throw new CloudWatchRefusal("InvalidParameterValue", $"The parameter Period is {period}: expected 1, 5, 10, 20, 30 or a "
                + $"multiple of 60.");
    }

    private static bool Names(Match expression, Measurement point) =>
        point.Namespace == expression.Groups["space"].Value && point.Name == expression.Groups["name"].Value;

    [GeneratedRegex("^[a-z][A-Za-z0-9_]*$")]
    private static partial Regex Identifier();

    [GeneratedRegex("""^SELECT MAX\((?<name>\w+)\) FROM "(?<space>[^"]+)"$""")]
    private static partial Regex Select();

    // A text in quotes has to be there as it is: "CloudWatch search expression syntax" in the CloudWatch user guide.
    [GeneratedRegex(
        """^SEARCH\('Namespace="(?<space>[^"]+)" MetricName="(?<name>\w+)" "(?<text>[^"]+)"', '(?<statistic>\w+)', (?<period>\d+)\)$""")]
    private static partial Regex Search();
}
