using System.Globalization;
using System.Xml.Linq;
using SessionStore.Rehearsal.Live;
using static SessionStore.Rehearsal.Reports.Html;

namespace SessionStore.Rehearsal.Reports;

/// <summary>What a page says about one run: the verdict and the figures first, then the plot and what happened.</summary>
/// <param name="id">What the page calls it.</param>
internal sealed class RunSection(Facts facts, string id)
{
    private readonly IReadOnlyList<Event> _shown = [.. facts.Events.Where(happened => !happened.IsDetail)];

    public XElement Draw() => Of(
        "section",
        Attribute("id", id),
        Of("h2", facts.Scenario),
        Of("p", $"{facts.Circumstances.About}."),
        OfClass("p", "soft", string.Create(CultureInfo.InvariantCulture, $"{facts.Circumstances.Started:yyyy-MM-dd HH:mm} UTC")),
        facts.Active is null ? null : OfClass("p", "verdict unknown", $"{ActiveFacts.StandIn}. docs/rehearsal.md says what it shows."),
        facts.Spoilt is { } spoilt ? OfClass("p", "verdict unknown", "? Not played to the end: ", spoilt) : null,
        OfClass("ul", "promises", Verdict.On(facts).Select(Promise)),
        // A run that could not be started has promises that nobody knows anything about, and nothing to count.
        facts.Events.Count == 0 ? null : (object[])
        [
            Pairs("figures", facts.Active is { } active ? ActiveFigures.Pairs(facts, active) : Figures()),
            new Plot(facts, _shown).Draw(id),
            .. Events(),
        ]);

    private static XElement Promise(Finding finding) => OfClass(
        "li",
        Judged.Class(finding.Judgement),
        OfClass("span", "mark", Judged.Mark(finding.Judgement)),
        OfClass("span", "unseen", $"{Judged.Word(finding.Judgement)}: "),
        finding.Promise,
        finding.Seen is { } seen ? OfClass("span", "seen", $": {seen}") : null);

    private IEnumerable<KeyValuePair<string, string>> Figures()
    {
        foreach (var outage in Outage.Of(facts))
        {
            yield return new($"{outage.Letter}: until writers recovered after “{outage.Recovery.Disturbance.Text}”",
                TextReport.Milliseconds(outage.Recovery.Took));
        }
        yield return new("writes acknowledged", Number(facts.Writes.Count));
        var unreplicated = facts.UnreplicatedBytes is { } bytes ? $" ({Number(bytes)} bytes were not replicated at the kill)" : "";
        yield return new($"of them lost{unreplicated}", facts.Lost is { } lost ? Number(lost.Count) : "unknown");
        yield return new($"of them waited {TextReport.Milliseconds(Write.Noticeable)} or more", Number(facts.Waited));
        yield return new("the longest that one of them waited", TextReport.Milliseconds(facts.LongestWait));
        yield return new("writes given up", Number(facts.Unacknowledged.Count));
        yield return new("tries refused with READONLY", Number(facts.Refused));
        yield return new("tries without an answer", Number(facts.Failed));
        yield return new($"of {Number(facts.Reads.Count)} reads failed", Number(facts.ReadsFailed));
        yield return new("reads that the writer answered instead of the Region’s replicas", Number(facts.ReadsElsewhere));
        if (facts.Visits is { } visits)
        {
            yield return new("pages that visitors saw", Number(visits.Pages.Count));
            yield return new($"of {Number(visits.Answers.Count)} forms answered were belied later", Number(visits.Lost.Count()));
            yield return new("requests of visitors that failed", Number(visits.Failures.Count));
            yield return new("the longest wait for a page", TextReport.Milliseconds(visits.LongestPause));
        }
        if (facts.Replication is { } replication)
        {
            foreach (var one in replication.InStep)
            {
                yield return new($"until the replicator of {one.Region} was in step", TextReport.Milliseconds(one.Took));
            }
            yield return new("keys that differ between the two stores in the end",
                replication.Differences is { } found ? $"{Number(found.Found.Count)} of {Number(found.Compared)}" : "unknown");
        }
        yield return new("changes of the record", Number(facts.Changes.Count));
        yield return new("overrides of the record", Number(facts.Overrides.Count));
        yield return new("dead letters", Number(facts.DeadLetters));
    }

    private XElement[] Events()
    {
        var outages = Outage.Of(facts).ToDictionary(outage => outage.Recovery.Disturbance, outage => outage.Letter);
        var shown = Table("The events", ["", "at", "what happened"], _shown.Select((happened, index) => Row(happened, Number(index + 1))));
        var all = facts.Events.Count == _shown.Count ? null : Folded(
            $"All {Number(facts.Events.Count)} events",
            Table("All events", ["at", "what happened"], facts.Events.Select(happened => Row(happened, number: null))));
        return [Of("h3", "What happened"), shown, .. all is null ? Array.Empty<XElement>() : [all]];

        object[] Row(Event happened, string? number)
        {
            var text = outages.TryGetValue(happened, out var letter)
                ? Of("span", OfClass("span", "letter", $"{letter} "), happened.Text)
                : (object)happened.Text;
            var at = OfClass("span", "at", string.Create(CultureInfo.InvariantCulture, $"{happened.At.TotalSeconds:0.000} s"));
            return number is null ? [at, text] : [number, at, text];
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
