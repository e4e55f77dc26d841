using System.Globalization;
using System.Text;
using SessionStore.Rehearsal.Live;

namespace SessionStore.Rehearsal.Reports;

/// <summary>Acknowledged writes per 100 ms by the Region of the server, with the events as numbered lines and the record's target as a bar.</summary>
public static class Plot
{
    private const double Width = 980, Height = 320, Left = 46, Right = 14, Top = 54, Bottom = 52;
    private const double BinSeconds = 0.1;

    /// <summary>The plot as SVG.</summary>
    public static string Of(Facts facts)
    {
        var end = facts.Events[^1].At.TotalSeconds;
        var regions = facts.Writes.Select(write => write.Server).Distinct().Order(StringComparer.Ordinal).ToArray();
        var bins = (int)Math.Ceiling(end / BinSeconds) + 1;
        var counts = regions.ToDictionary(region => region, _ => new int[bins]);
        foreach (var write in facts.Writes)
        {
            counts[write.Server][Math.Min(bins - 1, (int)(write.At.TotalSeconds / BinSeconds))]++;
        }
        var most = Math.Max(1, counts.Values.SelectMany(count => count).DefaultIfEmpty(1).Max());

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"Acknowledged writes per 100 ms\">");
        foreach (var value in new[] { 0, most / 2, most }.Distinct())
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(value):0.0}\" y2=\"{Y(value):0.0}\" stroke=\"var(--faint)\"/><text x=\"{Left - 8}\" y=\"{Y(value) + 4:0.0}\" text-anchor=\"end\">{value}</text>");
        }
        for (var second = 0; second <= end; second += Math.Max(1, (int)(end / 12)))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(second):0.0}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{second} s</text>");
        }
        foreach (var (index, region) in regions.Index())
        {
            var points = counts[region].Select((count, bin) => string.Create(CultureInfo.InvariantCulture, $"{X(Math.Min(end, bin * BinSeconds)):0.0},{Y(count):0.0}"));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke-width=\"2\" stroke=\"{Colour(index)}\" points=\"{string.Join(' ', points)}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left + (index * 220)}\" y=\"4\" width=\"12\" height=\"12\" fill=\"{Colour(index)}\"/><text x=\"{Left + 18 + (index * 220)}\" y=\"15\">written in {region}, per 100 ms</text>");
        }
        AppendRecord(svg, facts, regions, end);
        foreach (var (index, happened) in facts.Events.Index())
        {
            var x = X(happened.At.TotalSeconds);
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x:0.0}\" x2=\"{x:0.0}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" stroke=\"var(--ink)\" stroke-dasharray=\"2 3\" opacity=\".5\"/><text x=\"{x:0.0}\" y=\"{Top - 4 - (index % 2 * 11)}\" text-anchor=\"middle\" opacity=\".8\" style=\"font-size:10px\">{index + 1}</text>");
        }
        return svg.Append("</svg>").ToString();

        double X(double seconds) => Left + (seconds / end * (Width - Left - Right));

        double Y(double value) => Height - Bottom - (value / most * (Height - Top - Bottom));

        static string Colour(int index) => index switch { 0 => "var(--one)", 1 => "var(--two)", _ => "var(--three)" };

        void AppendRecord(StringBuilder drawing, Facts seen, string[] names, double until)
        {
            // Before the first change the record names the Region that the store was founded in, whose server took the first write.
            var from = 0.0;
            var target = seen.Writes.Count > 0 ? seen.Writes[0].Server : null;
            foreach (var change in seen.Changes.Append(new RecordChange(TimeSpan.FromSeconds(until), "", "", null, false)))
            {
                drawing.Append(CultureInfo.InvariantCulture, $"<rect x=\"{X(from):0.0}\" width=\"{Math.Max(0, X(change.At.TotalSeconds) - X(from)):0.0}\" y=\"{Height - 22}\" height=\"12\" fill=\"{Colour(Array.IndexOf(names, target))}\"><title>the writer record names {target}</title></rect>");
                (from, target) = (change.At.TotalSeconds, change.To);
            }
            drawing.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{Height - 12}\" text-anchor=\"end\" style=\"font-size:10px\">record</text>");
        }
    }
}
