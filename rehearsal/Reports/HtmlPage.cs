using System.Globalization;
using System.Xml.Linq;
using SessionStore.Rehearsal.Live;
using static SessionStore.Rehearsal.Reports.Html;

namespace SessionStore.Rehearsal.Reports;

/// <summary>
/// One self-contained page about some runs: it asks for nothing from anywhere, and is readable on a phone, on a desk, on paper, and by a
/// screen reader.
/// </summary>
internal static class HtmlPage
{
    /// <summary>The page.</summary>
    /// <param name="runs">What the runs have shown, at least one.</param>
    public static string Of(IReadOnlyList<Facts> runs)
    {
        var worst = runs.Max(Verdict.Of);
        var scenarios = string.Join(", ", runs.Select(run => run.Scenario).Distinct());
        var html = Html.Of(
            "html",
            Attribute("lang", "en"),
            Html.Of(
                "head",
                Html.Of("meta", Attribute("charset", "utf-8")),
                Html.Of("meta", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1")),
                // Without it a browser asks the server of the page for an icon.
                Html.Of("link", Attribute("rel", "icon"), Attribute("href", "data:,")),
                Html.Of("title", $"{Judged.Mark(worst)} rehearsal of session-store: {scenarios}"),
                Html.Of("style", PageStyle.Text)),
            Html.Of(
                "body",
                Html.Of(
                    "header",
                    Html.Of("h1", "Rehearsal of session-store"),
                    OfClass("p", $"verdict {Judged.Class(worst)}", Judged.Mark(worst), " ", Judged.Sentence(runs)),
                    runs.Count > 1 ? Overview(runs) : null),
                Html.Of("main", runs.Select((run, index) => new RunSection(run, $"run{index + 1}").Draw())),
                Html.Of("footer", Html.Of("h2", "How it was played"), Played(runs))));
        return $"<!DOCTYPE html>\n{html.ToString(SaveOptions.DisableFormatting)}\n";
    }

    private static XElement Overview(IReadOnlyList<Facts> runs) => Table(
        "The runs",
        ["run", "verdict", "writers recovered in", "waited", "given up", "lost"],
        runs.Select((run, index) => new object[]
        {
            Html.Of("a", Attribute("href", $"#run{index + 1}"), run.Scenario),
            OfClass("span", $"verdict {Judged.Class(Verdict.Of(run))}", $"{Judged.Mark(Verdict.Of(run))} {Judged.Word(Verdict.Of(run))}"),
            string.Join(", ", run.Recoveries.Select(recovery => TextReport.Milliseconds(recovery.Took))),
            Number(run.Waited),
            Number(run.Unacknowledged.Count),
            run.Lost is { } lost ? Number(lost.Count) : "unknown",
        }));

    // The options and the versions are those of the command, the same for all of its runs; one that could not be started knows no versions.
    private static IEnumerable<XElement> Played(IReadOnlyList<Facts> runs)
    {
        yield return Pairs("played", runs[0].Circumstances.Options);
        if (runs.Select(run => run.Circumstances.Versions).FirstOrDefault(versions => versions.Count > 0) is { } known)
        {
            yield return Pairs("played", known);
        }
        yield return OfClass("p", "soft", "docs/rehearsal.md says what is real in a rehearsal, and what is not.");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
