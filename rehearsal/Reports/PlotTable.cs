using System.Globalization;
using System.Xml.Linq;
using SessionStore.Rehearsal.Live;

namespace SessionStore.Rehearsal.Reports;

/// <summary>The numbers behind a plot, for who cannot see it or wants to know.</summary>
internal static class PlotTable
{
    /// <summary>The table.</summary>
    /// <param name="axis">How its time is divided.</param>
    public static XElement Of(Facts facts, Axis axis)
    {
        string[] heads =
        [
            "from",
            .. facts.Regions.Select(region => $"written in {region}"),
            "refused",
            "no answer",
            "given up",
            .. facts.Regions.Select(region => $"read in {region}"),
            "reads failed",
            .. facts.Visits is null ? Array.Empty<string>() : ["pages", "requests failed"],
            "name leads to",
            "outage",
        ];
        return Html.Table("What happened in each part of the run", heads, Rows(facts, axis));
    }

    private static IEnumerable<IEnumerable<object>> Rows(Facts facts, Axis axis)
    {
        var outages = Outage.Of(facts);
        for (var row = 0; row * axis.RowSeconds < axis.Seconds; row++)
        {
            var (from, to) = (TimeSpan.FromSeconds(row * axis.RowSeconds), TimeSpan.FromSeconds((row + 1) * axis.RowSeconds));
            var led = (facts.Led.LastOrDefault(led => led.At < to) ?? facts.Led[0]).To ?? "";
            yield return
            [
                string.Create(CultureInfo.InvariantCulture, $"{from.TotalSeconds:0.#} s"),
                .. facts.Regions.Select(region => Count(facts.Writes.Where(write => write.Server == region), write => write.At)),
                Count(facts.FailedTries.Where(attempt => attempt.Refused), attempt => attempt.At),
                Count(facts.FailedTries.Where(attempt => !attempt.Refused), attempt => attempt.At),
                Count(facts.Unacknowledged, write => write.At),
                .. facts.Regions.Select(region =>
                    Count(facts.Reads.Where(read => read.Answered && read.Client == region), read => read.At)),
                Count(facts.Reads.Where(read => !read.Answered), read => read.At),
                .. facts.Visits is { } visits
                    ? (object[])[Count(visits.Pages, page => page.At), Count(visits.Failures, failure => failure.At)]
                    : [],
                led,
                string.Join(' ', outages.Where(outage => outage.Start < to && outage.End >= from).Select(outage => outage.Letter)),
            ];

            object Count<T>(IEnumerable<T> what, Func<T, TimeSpan> at) =>
                what.Count(one => at(one) >= from && at(one) < to).ToString(CultureInfo.InvariantCulture);
        }
    }
}
