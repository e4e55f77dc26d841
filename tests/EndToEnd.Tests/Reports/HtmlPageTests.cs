using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SessionStore.EndToEnd.Tests.Support;
using SessionStore.Rehearsal;
using SessionStore.Rehearsal.Live;
using SessionStore.Rehearsal.Reports;

namespace SessionStore.EndToEnd.Tests.Reports;

/// <summary>The page about a run, from facts that nobody played.</summary>
public sealed partial class HtmlPageTests
{
    private static readonly string _text = HtmlPage.Of([SampleRuns.Long]);
    private static readonly XElement _page = XDocument.Parse(_text).Root!;

    [Test]
    public void The_page_is_one_HTML_document_that_asks_for_nothing_from_anywhere()
    {
        Assert.Multiple(() =>
        {
            Assert.That(_text, Does.StartWith("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\""));
            Assert.That(References(_page), Is.EqualTo(new[] { "data:," }));
            Assert.That(_page.Descendants().Select(element => element.Name.LocalName), Has.None.AnyOf("script", "iframe", "img", "object"));
            Assert.That(_text, Does.Not.Contain("url(").And.Not.Contain("@import").And.Not.Contain("http"));
            Assert.That(
                SelfClosed().Matches(_text).Select(match => match.Groups[1].Value).Distinct(),
                Is.SubsetOf(new[] { "meta", "link", "br" }),
                    "HTML does not close other elements by a slash");
            Assert.That(
                _page.Descendants("style").Single().ToString(SaveOptions.DisableFormatting),
                Does.Not.Contain("&"),
                "style sheets know no entities");
            Assert.That(_page.Descendants().Attributes("id").Select(id => id.Value), Is.Unique);
        });
    }

    [Test]
    public void The_verdict_and_the_figures_come_before_everything_else()
    {
        var order = _page.Descendants().Select(element => (string?)element.Attribute("class") ?? element.Name.LocalName).ToList();
        var places = new[] { "verdict broken", "promises", "figures", "figure", "table", "footer" }.Select(name => order.IndexOf(name));
        Assert.Multiple(() =>
        {
            Assert.That(places, Is.Ordered.And.None.EqualTo(-1));
            Assert.That(Texts("li", "kept"), Has.Count.EqualTo(4));
            Assert.That(Texts("li", "broken").Single(), Does.StartWith("✗broken: In the end"));
            Assert.That(Texts("li", "broken").Single(), Does.EndWith("us-west-2 never acknowledged a write"));
            Assert.That(Figures(), Does.Contain(("2000 ms", "A: until writers recovered after “us-east-1 is lost (SIGKILL)”")));
            Assert.That(
                Figures(),
                Does.Contain(("never", "C: until writers recovered after “ElastiCache accepts the promotion of us-west-2”")));
            Assert.That(Figures(), Does.Contain(("5200", "writes acknowledged")));
            Assert.That(Figures(), Does.Contain(("0", "of them lost (120 bytes were not replicated at the kill)")));
            Assert.That(Figures(), Does.Contain(("30", "tries refused with READONLY")).And.Contain(("60", "tries without an answer")));
            Assert.That(Figures(), Does.Contain(("40", "of them waited 250 ms or more")).And.Contain(("7", "writes given up"))
                .And.Contain(("1500 ms", "the longest that one of them waited")));
            Assert.That(Figures(), Does.Contain(("100", "reads that the writer answered instead of the Region’s replicas")));
            Assert.That(Figures(), Does.Contain(("501", "of 9000 reads failed")));
        });
    }

    [Test]
    public void Each_outage_is_shaded_in_every_lane_and_measured()
    {
        var lanes = _page.Descendants("svg").ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(Texts("span", "label"), Is.EqualTo(new[] { "A 2000 ms", "B 2000 ms", "C never" }));
            Assert.That(lanes, Has.Length.EqualTo(3));
            Assert.That(lanes.Select(lane => Rectangles(lane, "outage").Select(shade => (shade.X, shade.Width))), Has.All.EqualTo(new[]
            {
                // From 10 s, 24 s and 59 s of a run that lasts 60 s; the last one does not end before the run does.
                (166.7, 33.3), (400.0, 33.3), (983.3, 16.7),
            }));
        });
    }

    [Test]
    public void Refusals_failures_and_reads_are_drawn_where_they_happened()
    {
        var lanes = _page.Descendants("svg").ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(Rectangles(lanes[1], "refused").Select(bar => bar.X), Is.Not.Empty.And.All.InRange(160, 200));
            Assert.That(Rectangles(lanes[1], "failed").Select(bar => bar.X), Is.Not.Empty.And.All.InRange(160, 200));
            Assert.That(Rectangles(lanes[1], "givenup").Select(bar => bar.X), Is.Not.Empty.And.All.InRange(326, 340));
            Assert.That(Rectangles(lanes[2], "failed").Select(bar => bar.X), Is.Not.Empty.And.All.InRange(160, 340));
            Assert.That(lanes[2].Elements("polyline"), Has.Exactly(3).Items);
        });
    }

    [Test]
    public void A_Region_that_never_takes_writes_is_complete_like_the_others()
    {
        Assert.Multiple(() =>
        {
            Assert.That(OfClass("ul", "legend").Single().Elements("li").Take(3).Select(entry => entry.Value),
                Is.EqualTo(SampleRuns.Regions));
            Assert.That(_page.Descendants("svg").First().Elements("polyline").Select(line => (string?)line.Attribute("class")),
                Is.EqualTo(new[] { "region0", "region1", "region2" }));
            var heads = Table("What happened in each part of the run").Heads;
            Assert.That(heads, Is.SupersetOf(SampleRuns.Regions.Select(region => $"written in {region}")));
            Assert.That(heads, Is.SupersetOf(SampleRuns.Regions.Select(region => $"read in {region}")));
            Assert.That(OfClass("div", "record").Single().Elements().Select(part => part.Value),
                Is.EqualTo(new[] { "us-east-1", "us-east-2", "us-east-1" }));
        });
    }

    [Test]
    public void The_table_behind_the_plot_says_the_same()
    {
        var (heads, rows) = Table("What happened in each part of the run");
        Assert.Multiple(() =>
        {
            Assert.That(SampleRuns.Regions.Select(region => Sum($"written in {region}")), Is.EqualTo(new[] { 4000, 1200, 0 }));
            Assert.That((Sum("refused"), Sum("no answer"), Sum("given up"), Sum("reads failed"), Sum("read in us-east-1")),
                Is.EqualTo((30, 60, 7, 501, 2499)));
            Assert.That(Row("10 s")[^2..], Is.EqualTo(new[] { "us-east-1", "A" }));
            Assert.That(Row("12 s")[^2..], Is.EqualTo(new[] { "us-east-2", "A" }));
            Assert.That(Row("20 s")[^2..], Is.EqualTo(new[] { "us-east-2", "" }));
            Assert.That(OfClass("div", "plot").Single().Attribute("role")!.Value, Is.EqualTo("img"));
            Assert.That(OfClass("div", "plot").Single().Attribute("aria-labelledby")!.Value,
                Is.EqualTo(_page.Descendants("figcaption").Single().Attribute("id")!.Value));
        });

        int Sum(string head) => rows.Sum(row => int.Parse(row[Array.IndexOf(heads, head)], CultureInfo.InvariantCulture));

        string[] Row(string from) => rows.Single(row => row[0] == from);
    }

    [Test]
    public void What_only_a_reader_of_everything_wants_is_folded()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Table("The events").Rows.Select(row => row[0]), Is.EqualTo(new[] { "1", "2", "3", "4", "5", "6" }));
            Assert.That(Table("All events").Rows, Has.Length.EqualTo(206));
            Assert.That(_page.Descendants("details").Select(fold => (fold.Element("summary")!.Value, fold.Attribute("open") is null)),
                Is.EqualTo(new[] { ("The plot as a table", true), ("All 206 events", true) }));
            Assert.That(Table("All events").Rows[5][1], Does.EndWith("""{"Number":"<3> & more"}"""), "whatever an event says is text");
        });
    }

    [Test]
    public void What_was_played_when_and_how_is_told()
    {
        Assert.That(_page.Value, Does.Contain("the primary is killed.").And.Contain("2026-11-21 04:05 UTC")
            .And.Contain("--rate").And.Contain("50 writes a second in each Region").And.Contain("Valkey 8.1.1"));
    }

    [Test]
    public void What_visitors_of_an_application_saw_is_one_more_lane_promise_and_set_of_figures()
    {
        var page = XDocument.Parse(HtmlPage.Of([SampleRuns.Visited])).Root!;
        var figures = page.Descendants("dl").First().Elements().Select(pair => (pair.Element("dd")!.Value, pair.Element("dt")!.Value));
        var lane = page.Descendants("svg").Last();
        Assert.Multiple(() =>
        {
            Assert.That(page.Descendants("svg").Count(), Is.EqualTo(4));
            Assert.That(lane.Elements("polyline"), Has.Exactly(3).Items);
            Assert.That(Rectangles(lane, "failed").Select(bar => bar.X), Has.Exactly(3).Items.And.All.InRange(160, 210));
            Assert.That(figures, Is.SupersetOf(new[]
            {
                ("500", "pages that visitors saw"), ("0", "of 2 forms answered were belied later"),
                ("3", "requests of visitors that failed"), ("2500 ms", "the longest wait for a page"),
            }));
            Assert.That(page.Value, Does.Contain("No session that a request was answered for is lost"));
            Assert.That(page.Descendants("th").Select(head => head.Value), Has.One.EqualTo("pages").And.One.EqualTo("requests failed"));
            Assert.That(_page.Value, Does.Not.Contain("visitors"), "who was not asked is not told of");
        });
    }

    [Test]
    public void Several_runs_are_compared_and_one_that_could_not_be_played_says_why()
    {
        var page = XDocument.Parse(HtmlPage.Of([SampleRuns.Unstarted, SampleRuns.Long, SampleRuns.Long])).Root!;
        Assert.Multiple(() =>
        {
            Assert.That(References(page), Is.EqualTo(new[] { "data:,", "#run1", "#run2", "#run3" }));
            Assert.That(page.Descendants("section").Attributes("id").Select(id => id.Value), Is.EqualTo(new[] { "run1", "run2", "run3" }));
            Assert.That(page.Value, Does.Contain("? Not played to the end: the server did not answer for 120 s"));
            Assert.That(page.Descendants("title").Single().Value, Is.EqualTo("✗ rehearsal of session-store: promote, region-loss"));
            Assert.That(page.Value, Does.Contain("Valkey 8.1.1"), "the versions are those of a run that was started");
        });
    }

    private static IEnumerable<string> References(XElement page) =>
        page.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "href" or "src")
            .Select(attribute => attribute.Value);

    private static IEnumerable<XElement> OfClass(string name, string className) =>
        _page.Descendants(name).Where(element => (string?)element.Attribute("class") == className);

    private static List<string> Texts(string name, string className) => [.. OfClass(name, className).Select(element => element.Value)];

    private static IEnumerable<(string Figure, string What)> Figures() =>
        _page.Descendants("dl").First().Elements().Select(pair => (pair.Element("dd")!.Value, pair.Element("dt")!.Value));

    private static IEnumerable<(double X, double Width)> Rectangles(XElement lane, string className) =>
        lane.Elements("rect").Where(bar => (string?)bar.Attribute("class") == className)
            .Select(bar => ((double)bar.Attribute("x")!, (double)bar.Attribute("width")!));

    private static (string[] Heads, string[][] Rows) Table(string caption)
    {
        var table = _page.Descendants("table").Single(table => table.Element("caption")!.Value == caption);
        return ([.. table.Element("thead")!.Descendants("th").Select(head => head.Value)],
            [.. table.Element("tbody")!.Elements("tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray())]);
    }

    [GeneratedRegex("<([a-z0-9]+)[^>]*/>")]
    private static partial Regex SelfClosed();
}
