using System.Globalization;
using System.Xml.Linq;
using static SessionStore.Rehearsal.Reports.Html;

namespace SessionStore.Rehearsal.Reports;

/// <summary>
/// One lane of a plot: lines and bars over the run's time. The drawing is stretched to whatever width there is, and all text stands beside
/// it as HTML, so that it keeps its size on a phone.
/// </summary>
/// <param name="axis">The time.</param>
/// <param name="title">What the lane shows.</param>
internal sealed class Lane(Axis axis, string title)
{
    private const double Height = 100;

    private readonly List<(string Class, int[] Counts)> _lines = [], _bars = [];

    /// <summary>Draws a line.</summary>
    /// <param name="class">Its class in the style sheet.</param>
    /// <param name="times">When it counts one.</param>
    public Lane Line(string className, IEnumerable<TimeSpan> times)
    {
        _lines.Add((className, axis.Count(times)));
        return this;
    }

    /// <summary>Draws bars, upon those that were drawn before.</summary>
    /// <param name="class">Their class in the style sheet.</param>
    /// <param name="times">When they count one.</param>
    public Lane Bars(string className, IEnumerable<TimeSpan> times)
    {
        _bars.Add((className, axis.Count(times)));
        return this;
    }

    /// <summary>The lane.</summary>
    /// <param name="outages">What is shaded.</param>
    public XElement Draw(IEnumerable<Outage> outages)
    {
        var stacked = Enumerable.Range(0, axis.Bins).Select(bin => _bars.Sum(bars => bars.Counts[bin]));
        var most = Math.Max(1, _lines.SelectMany(line => line.Counts).Concat(stacked).DefaultIfEmpty().Max());
        var drawn = _lines.Concat(_bars).Any(series => series.Counts.Any(count => count > 0));
        var perSecond = string.Create(CultureInfo.InvariantCulture, $"{most / axis.BinSeconds:0}/s");
        return OfClass(
            "div",
            "lane",
            OfClass("div", "title", title, OfClass("span", "most", drawn ? $"highest {perSecond}" : "none")),
            Of(
                "svg",
                Attribute("viewBox", $"0 0 {Axis.Width} {Height}"),
                Attribute("preserveAspectRatio", "none"),
                outages.Select(outage => Rectangle("outage", axis.X(outage.Start), axis.X(outage.End), 0, Height)),
                drawn ? DrawnBars(most) : null,
                drawn ? _lines.Select(line => OfClass("polyline", line.Class, Attribute("points", Points(line.Counts, most)))) : null));
    }

    /// <summary>A rectangle between two places of the axis.</summary>
    public static XElement Rectangle(string className, double from, double to, double top, double height) => Of(
        "rect",
        Attribute("class", className),
        Attribute("x", Number(from)),
        Attribute("y", Number(top)),
        Attribute("width", Number(Math.Max(1, to - from))),
        Attribute("height", Number(height)));

    private IEnumerable<XElement> DrawnBars(int most)
    {
        var below = new int[axis.Bins];
        foreach (var (className, counts) in _bars)
        {
            foreach (var (bin, count) in counts.Index().Where(bin => bin.Item > 0))
            {
                var height = (double)count / most * Height;
                var top = Height - ((double)below[bin] / most * Height) - height;
                yield return Rectangle(className, Left(bin), Left(bin + 1), top, height);
                below[bin] += count;
            }
        }
    }

    // Points in the middle of their bins, except that a line begins and ends with the run.
    private string Points(int[] counts, int most) => string.Join(' ', counts.Select((count, bin) =>
    {
        var x = bin == 0 ? 0 : bin == counts.Length - 1 ? Axis.Width : (Left(bin) + Left(bin + 1)) / 2;
        return $"{Number(x)},{Number(Height - ((double)count / most * (Height - 2)) - 1)}";
    }));

    private double Left(int bin) => Math.Min(Axis.Width, bin * axis.BinSeconds / axis.Seconds * Axis.Width);

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
