using System.Globalization;
using System.Xml.Linq;
using SessionStore.Rehearsal.Live;
using static SessionStore.Rehearsal.Reports.Html;

namespace SessionStore.Rehearsal.Reports;

/// <summary>A run over time: writes, what was not acknowledged, reads, where the record leads, and the outages, shaded.</summary>
/// <param name="shown">The events that have a number.</param>
internal sealed class Plot(Facts facts, IReadOnlyList<Event> shown)
{
    // In percent. On the narrowest phone a plot is some 330 px wide: labels of 85 px and numbers of 40 px must not cover one another.
    private const double LabelWidth = 26, NumberWidth = 12;

    private readonly Axis _axis = new(facts.Length);
    private readonly IReadOnlyList<Outage> _outages = Outage.Of(facts);

    /// <summary>The plot with its legend, and the table behind it.</summary>
    /// <param name="id">What the page calls it.</param>
    public XElement Draw(string id) => Of(
        "figure",
        Of("figcaption", Attribute("id", $"{id}-caption"), Caption()),
        OfClass(
            "ul",
            "legend",
            Attribute("aria-hidden", "true"),
            Legend().Select(entry => Of("li", OfClass("i", entry.Class), entry.Text))),
        OfClass(
            "div",
            "plot",
            Attribute("role", "img"),
            Attribute("aria-labelledby", $"{id}-caption"),
            Labels(),
            Lanes().Select(lane => lane.Draw(_outages)),
            facts.Names.Select(Name),
            Numbers(),
            OfClass("div", "ticks", _axis.Ticks.Select(tick => OfClass("span", tick == 0 ? "first" : "tick", At(TimeSpan.FromSeconds(tick)),
                string.Create(CultureInfo.InvariantCulture, $"{tick:0} s"))))),
        Folded("The plot as a table", PlotTable.Of(facts, _axis)));

    private string Caption()
    {
        var outages = _outages.Select(outage => $"outage {outage.Letter} from {outage.Start.TotalSeconds:0.0} s, "
            + (outage.Recovery.Took is null ? "which did not end" : $"{TextReport.Milliseconds(outage.Recovery.Took)} long"));
        var shaded = _outages.Count == 0
            ? "Nothing kept writers waiting."
            : $"Shaded, from what disturbed writers until another server acknowledged a write: {string.Join("; ", outages)}.";
        return $"{facts.Length.TotalSeconds:0} s with clients in {string.Join(", ", facts.Regions)}: what was written, what failed, what "
            + $"was read, and where the writer name led. {shaded} Numbers are those of the events below.";
    }

    private IEnumerable<Lane> Lanes()
    {
        var writes = new Lane(_axis, "Writes acknowledged, by the server's Region");
        var reads = new Lane(_axis, "Reads answered, by the client's Region, and failed");
        foreach (var (index, region) in facts.Regions.Index())
        {
            writes.Line($"region{index}", facts.Writes.Where(write => write.Server == region).Select(write => write.At));
            reads.Line($"region{index}", facts.Reads.Where(read => read.Answered && read.Client == region).Select(read => read.At));
        }
        yield return writes;
        yield return new Lane(_axis, facts.Active is null ? "Tries to write that failed, and writes given up" : "Writes given up")
            .Bars("refused", facts.FailedTries.Where(attempt => attempt.Refused).Select(attempt => attempt.At))
            .Bars("failed", facts.FailedTries.Where(attempt => !attempt.Refused).Select(attempt => attempt.At))
            .Bars("givenup", facts.Unacknowledged.Select(write => write.At));
        yield return reads.Bars("failed", facts.Reads.Where(read => !read.Answered).Select(read => read.At));
        if (facts.Active is { } active)
        {
            var removed = new Lane(_axis, "Sessions that were over and were removed, by Region");
            foreach (var (index, region) in facts.Regions.Index())
            {
                removed.Line($"region{index}", active.Endings.Where(session => session.Region == region)
                    .Select(session => session.GoneAt).OfType<TimeSpan>());
            }
            yield return removed;
        }
        if (facts.Visits is { } visits)
        {
            var pages = new Lane(_axis, "Pages that visitors saw, by the Region that made them, and requests that failed");
            foreach (var (index, region) in facts.Regions.Index())
            {
                pages.Line($"region{index}", visits.Pages.Where(page => page.ServedBy == region).Select(page => page.At));
            }
            yield return pages.Bars("failed", visits.Failures.Select(failure => failure.At));
        }
    }

    private IEnumerable<(string Class, string Text)> Legend() =>
    [
        .. facts.Regions.Select((region, index) => ($"region{index}", region)),
        .. facts.Active is null ? [("refused", "refused (READONLY)")] : Array.Empty<(string, string)>(),
        ("failed", "no answer"),
        ("givenup", "given up"),
        ("outage", "outage"),
    ];

    private XElement Labels()
    {
        var rows = new List<double>();
        var labels = _outages.Select(outage =>
        {
            // A label begins where its outage does, unless it would stand out over the right edge.
            var left = Math.Min(_axis.X(outage.Start) / Axis.Width * 100, 100 - LabelWidth);
            var row = rows.FindIndex(end => end <= left);
            if (row < 0)
            {
                (row, rows) = (rows.Count, [.. rows, 0]);
            }
            rows[row] = left + LabelWidth;
            return OfClass("span", "label", Style($"left:{left:0.##}%;top:{row * 1.3:0.#}rem"), outage.Label);
        }).ToArray();
        return OfClass("div", "labels", Style($"height:{rows.Count * 1.3:0.#}rem"), labels);
    }

    private XElement Name(NamePath path)
    {
        var segments = new List<XElement>();
        var (from, target) = (TimeSpan.Zero, path.Led.FirstOrDefault()?.To);
        foreach (var next in path.Led.Skip(1).Append(new(facts.Length, null)))
        {
            var index = facts.Regions.Index().Where(region => region.Item == target).Select(region => region.Index).FirstOrDefault(-1);
            var width = (_axis.X(next.At) - _axis.X(from)) / Axis.Width * 100;
            var place = Style($"left:{_axis.Percent(from)};width:{width:0.##}%");
            segments.Add(OfClass("span", index < 0 ? "nowhere" : $"region{index}", place, target));
            (from, target) = (next.At, next.To);
        }
        return OfClass("div", "lane", OfClass("div", "title", path.Title), OfClass("div", "record", segments));
    }

    private XElement Numbers()
    {
        var at = shown.Select(happened => _axis.X(happened.At) / Axis.Width * 100).ToArray();
        var numbers = new List<XElement>();
        for (var first = 0; first < at.Length;)
        {
            var last = first;
            while (last + 1 < at.Length && at[last + 1] - at[first] < NumberWidth)
            {
                last++;
            }
            var text = first == last ? $"{first + 1}" : $"{first + 1}–{last + 1}";
            var edge = at[first] > 100 - NumberWidth ? "last" : "number";
            numbers.Add(OfClass("span", edge, edge == "last" ? null : Style($"left:{at[first]:0.##}%"), text));
            first = last + 1;
        }
        return OfClass("div", "numbers", numbers);
    }

    private XAttribute At(TimeSpan at) => Style($"left:{_axis.Percent(at)}");

    private static XAttribute Style(FormattableString style) => Attribute("style", style.ToString(CultureInfo.InvariantCulture));
}
