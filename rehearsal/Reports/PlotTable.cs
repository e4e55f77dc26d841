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
            .. facts.Active is null ? ["refused", "no answer"] : Array.Empty<string>(),
            "given up",
            .. facts.Regions.Select(region => $"read in {region}"),
            "reads failed",
            .. facts.Active is null ? Array.Empty<string>() : ["sessions removed"],
            .. facts.Visits is null ? Array.Empty<string>() : ["pages", "requests failed"],
            .. facts.Names.Select(path => path.From is { } region ? $"name leads to, in {region}" : "name leads to"),
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
            var led = facts.Names.Select(path => (path.Led.LastOrDefault(led => led.At < to) ?? path.Led.FirstOrDefault())?.To ?? "");
            yield return
            [
                string.Create(CultureInfo.InvariantCulture, $"{from.TotalSeconds:0.#} s"),
                .. facts.Regions.Select(region => Count(facts.Writes.Where(write => write.Server == region), write => write.At)),
                .. facts.Active is not null ? []
                    : new[] { true, false }.Select(refused =>
                        Count(facts.FailedTries.Where(attempt => attempt.Refused == refused), attempt => attempt.At)),
                Count(facts.Unacknowledged, write => write.At),
                .. facts.Regions.Select(region =>
                    Count(facts.Reads.Where(read => read.Answered && read.Client == region), read => read.At)),
                Count(facts.Reads.Where(read => !read.Answered), read => read.At),
                .. facts.Active is { } active
                    ? (object[])[Count(active.Endings.Where(session => session.GoneAt is not null), session => session.GoneAt!.Value)]
                    : [],
                .. facts.Visits is { } visits
                    ? (object[])[Count(visits.Pages, page => page.At), Count(visits.Failures, failure => failure.At)]
                    : [],
                .. led,
                string.Join(' ', outages.Where(outage => outage.Start < to && outage.End >= from).Select(outage => outage.Letter)),
            ];

            object Count<T>(IEnumerable<T> what, Func<T, TimeSpan> at) =>
                what.Count(one => at(one) >= from && at(one) < to).ToString(CultureInfo.InvariantCulture);
        }
    }
}
