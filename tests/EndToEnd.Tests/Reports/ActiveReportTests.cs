using System.Text.Json;
using System.Xml.Linq;
using SessionStore.EndToEnd.Tests.Support;
using SessionStore.Rehearsal.Reports;

namespace SessionStore.EndToEnd.Tests.Reports;

/// <summary>What is told of a store in which every Region takes writes, from facts that nobody played.</summary>
public sealed class ActiveReportTests
{
    private const string StandIn =
        "MemoryDB Multi-Region is played by a stand-in: a server for each Region, and nothing merges what they write";

    [Test]
    public void The_page_says_that_it_is_a_stand_in_before_any_promise_and_where_each_Region_was_led()
    {
        var page = XDocument.Parse(HtmlPage.Of([SampleRuns.Active])).Root!;
        var lines = page.Descendants("main").Single().Descendants().Select(element => element.Value).ToList();
        var figures = page.Descendants("dl").First().Descendants("div").Select(figure => figure.Value).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(lines.FindIndex(line => line.StartsWith(StandIn, StringComparison.Ordinal)),
                Is.Positive.And.LessThan(lines.FindIndex(line => line.Contains("No session that is over", StringComparison.Ordinal)
                    && !line.Contains(StandIn, StringComparison.Ordinal))));
            Assert.That(lines, Has.Some.EqualTo("In us-east-1 the name leads to").And.Some.EqualTo("In us-east-2 the name leads to"));
            Assert.That(lines, Has.Some.EqualTo("name leads to, in us-east-2"), "in the table, too");
            Assert.That(figures, Has.Some.EqualTo("until another process swept us-east-1900 ms"));
            Assert.That(figures, Has.None.Contains("record").And.None.Contains("dead letters").And.None.Contains("READONLY"));
        });
    }

    [Test]
    public void The_lines_for_a_person_begin_with_it() =>
        Assert.That(TextReport.Lines(SampleRuns.Active).First(), Does.EndWith(StandIn));

    [Test]
    public void The_figures_for_programs_have_it_and_those_of_other_stores_have_nothing()
    {
        using var json = JsonDocument.Parse(JsonReport.Of([SampleRuns.Active, SampleRuns.Long]));
        var (active, other) = (json.RootElement[0].GetProperty("memoryDb"), json.RootElement[1].GetProperty("memoryDb"));
        Assert.Multiple(() =>
        {
            Assert.That(active.GetProperty("standIn").GetString(), Is.EqualTo(StandIn));
            Assert.That(active.GetProperty("askedForAfterTheirEnd").GetInt32(), Is.EqualTo(3));
            Assert.That(active.GetProperty("takeOvers")[0].GetProperty("tookMs").GetDouble(), Is.EqualTo(900));
            Assert.That(active.GetProperty("names")[1].GetProperty("ledTo")[0].GetProperty("to").GetString(), Is.EqualTo("us-east-2"));
            Assert.That(other.ValueKind, Is.EqualTo(JsonValueKind.Null));
        });
    }
}
