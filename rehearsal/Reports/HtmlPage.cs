using System.Globalization;
using System.Net;
using System.Text;
using SessionStore.Rehearsal.Live;

namespace SessionStore.Rehearsal.Reports;

/// <summary>One self-contained page with a plot of each run, readable in light and dark.</summary>
public static class HtmlPage
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1c2530; --paper: #ffffff; --faint: #d9dee5; --one: #0b6bcb; --two: #c2570c; --three: #7b3fb8; --bad: #b3261e; --good: #1a7f37 }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --paper: #12171e; --faint: #37404c; --one: #6cb2ff; --two: #ff9f5a; --three: #c9a0ff; --bad: #ff8a80; --good: #6fdc8c } }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
        h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2.5rem } svg { width: 100%; height: auto } svg text { fill: var(--ink); font-size: 12px }
        table { border-collapse: collapse; margin: 1rem 0 } td { padding: .15rem .9rem .15rem 0; vertical-align: top } td:not(:last-child) { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
        .kept { color: var(--good) } .broken { color: var(--bad); font-weight: 600 }
        """;

    /// <summary>The page.</summary>
    public static string Of(IEnumerable<Facts> runs)
    {
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Rehearsal</title><style>");
        page.Append(Style).Append("</style></head><body><h1>session-store: rehearsal</h1>");
        foreach (var facts in runs)
        {
            Append(page, facts);
        }
        return page.Append("</body></html>").ToString();
    }

    private static void Append(StringBuilder page, Facts facts)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(facts.Scenario)}</h2>").Append(Plot.Of(facts)).Append("<table>");
        foreach (var (index, happened) in facts.Events.Index())
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{index + 1}</td><td>{happened.At.TotalSeconds:0.000} s</td><td>{Text(happened.Text)}</td></tr>");
        }
        page.Append("</table><table>");
        foreach (var recovery in facts.Recoveries)
        {
            Row(page, TextReport.Milliseconds(recovery.Took), $"until writers recovered after “{recovery.Disturbance.Text}”");
        }
        Row(page, $"{facts.Writes.Count}", "writes acknowledged");
        Row(page, $"{facts.Lost.Count}", "of them lost" + (facts.UnreplicatedBytes is { } bytes ? $" ({bytes} bytes were not replicated when the primary was killed)" : ""));
        Row(page, $"{facts.Refused}", "writes refused with READONLY");
        Row(page, $"{facts.Failed}", "writes without an answer");
        Row(page, $"{facts.Reads.Failed}", $"of {facts.Reads.Succeeded + facts.Reads.Failed} reads failed");
        page.Append("</table><table>");
        foreach (var finding in Verdict.On(facts))
        {
            var (name, mark) = finding.Kept ? ("kept", "✓") : ("broken", "✗");
            page.Append(CultureInfo.InvariantCulture, $"<tr class=\"{name}\"><td>{mark}</td><td>{Text(finding.Promise)}{Text(finding.Kept ? "" : $": {finding.Seen}")}</td></tr>");
        }
        page.Append("</table>");
    }

    private static void Row(StringBuilder page, string figure, string what) =>
        page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(figure)}</td><td>{Text(what)}</td></tr>");

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
