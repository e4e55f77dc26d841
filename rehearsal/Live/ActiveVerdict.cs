using System.Globalization;

namespace SessionStore.Rehearsal.Live;

/// <summary>Holds a run against what is promised of a store in which every Region takes writes.</summary>
internal static class ActiveVerdict
{
    /// <summary>Looks at what a run has shown.</summary>
    public static IReadOnlyList<Finding> On(Facts facts, ActiveFacts active) =>
    [
        .. Clients(facts, active),
        Seen("No session that is over was returned", active.Looks == 0 ? "no client asked for one" : null,
            active.Endings.Where(session => session.ReturnedAt is not null).Select(session =>
                $"{session.Key} had ended by {Time(session.By)}, and was returned to a client that asked at "
                    + Time(session.ReturnedAt!.Value))),
        Seen("No command was sent that MemoryDB Multi-Region does not have", facts.Writes.Count == 0 ? "no command was sent" : null,
            active.Refused.Select(sent => $"{sent.Command} was sent in {sent.Region}, and refused")),
        Names(active),
        .. active.Sweep is { } sweep ? SweepVerdict.On(active, sweep) : [],
        .. facts.Visits is { } visits ? Visitors(facts, active, visits) : [],
    ];

    /// <summary>The worst of what was seen: broken where there is something, otherwise unknown where there is a reason for it.</summary>
    /// <param name="unknown">Why nobody can know; null where somebody can.</param>
    /// <param name="broken">What breaks the promise.</param>
    public static Finding Seen(string promise, string? unknown, IEnumerable<string> broken) => broken.ToArray() switch
    {
        [var only] => new(promise, Judgement.Broken, only),
        [var first, .. var others] => new(promise, Judgement.Broken, $"{first}; and {others.Length} more"),
        [] when unknown is not null => new(promise, Judgement.Unknown, unknown),
        [] => new(promise, Judgement.Kept, null),
    };

    /// <summary>A time since the start, for a person.</summary>
    public static string Time(TimeSpan at) => string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds:0.000} s");

    private static IEnumerable<Finding> Clients(Facts facts, ActiveFacts active)
    {
        yield return Seen("No client saw an error while its Region was there", facts.Writes.Count == 0 ? "nobody wrote" : null,
        [
            .. facts.Unacknowledged.Where(write => !Excuses(write.Client, write.Asked, write.At))
                .Select(write => $"a write in {write.Client} was given up at {Time(write.At)}"),
            .. facts.Reads.Where(read => !read.Answered && !Excuses(read.Client, read.Asked ?? read.At, read.At))
                .Select(read => $"a read in {read.Client} failed at {Time(read.At)}"),
        ]);
        yield return Seen("No write is lost that a server acknowledged which was not lost itself",
            facts.Lost is null ? "nobody knows what is lost: a server does not answer" : null,
            (facts.Lost ?? []).Where(write => !active.IsGone(write.Node))
                .Select(write => $"{write.Key}, acknowledged in {write.Server} at {Time(write.At)}, is lost"));
        if (active.Losses.Count > 0)
        {
            yield return AtTheEnd(facts, "A Region that was lost takes its clients' writes again when it is back",
                facts.Recoveries.Where(recovery => recovery.Took is null).Select(recovery => $"{recovery.Disturbance.Disturbs} never did"));
        }

        // From the loss until the Region's clients write there again.
        bool Excuses(string region, TimeSpan asked, TimeSpan at) => active.Losses.Any(loss => loss.Region == region && at >= loss.At
            && asked <= facts.Writes.Where(write => write.Client == region && write.Node != loss.Node && write.At > loss.At)
                .Select(write => write.At).DefaultIfEmpty(TimeSpan.MaxValue).Min());
    }

    // What has not happened yet when a run cannot go on might have.
    private static Finding AtTheEnd(Facts facts, string promise, IEnumerable<string> broken) =>
        facts.Spoilt is null ? Seen(promise, unknown: null, broken) : new(promise, Judgement.Unknown, "the run was not played to its end");

    private static Finding Names(ActiveFacts active) => Seen(
        "In each Region the name led to its own cluster, and no session of its clients is in another one",
        active.Names.Count == 0 || active.Names.Any(path => path.Led.Count == 0) ? "nobody could be asked where the name leads" : null,
        [
            .. active.Names.SelectMany(path => path.Led.Where(answer => answer.To != path.From)
                .Select(answer => $"in {path.From} it led to {answer.To ?? "nothing"} at {Time(answer.At)}")),
            .. active.Strays.Select(stray => $"{stray.Key} is in the server of {stray.Region}"),
        ]);

    private static IEnumerable<Finding> Visitors(Facts facts, ActiveFacts active, VisitFacts visits)
    {
        var healthy = active.Homes.Where(home => active.IsHealthy(home.Value)).ToDictionary();
        // A busy machine can keep a health check waiting, and a visitor who is led elsewhere by that finds no session: nothing merges here.
        var astray = visits.Pages.FirstOrDefault(page =>
            healthy.TryGetValue(page.Visitor, out var home) && page.ServedBy != home && page.ServedBy is not "unknown");
        yield return Seen("Visitors of a Region that was not lost kept their sessions, and saw no error",
            healthy.Count == 0 || visits.Answers.Count == 0 ? "nobody visited one"
                : astray is null ? null : $"{astray.Visitor} was led to {astray.ServedBy} at {Time(astray.At)} all the same",
            astray is not null ? [] :
            [
                .. visits.Lost.Where(lost => healthy.ContainsKey(lost.Answer.Visitor)).Select(lost =>
                    $"{lost.Answer.Visitor} had {lost.Answer.Things} things in the basket at {Time(lost.Answer.At)}, and the page at "
                        + $"{Time(lost.Page.At)} {(lost.Page.Things is { } things ? $"showed {things}" : "asked to sign in")}"),
                .. visits.Failures.Where(failure => healthy.ContainsKey(failure.Visitor))
                    .Select(failure => $"a request of {failure.Visitor} failed at {Time(failure.At)}: {failure.Why}"),
            ]);
        if (active.Losses.Count > 0)
        {
            yield return AtTheEnd(facts, "Visitors of a lost Region were served by another one, and by their own again when it was back",
                active.Homes.SelectMany(home => active.Losses.Where(loss => loss.Region == home.Value)
                    .SelectMany(loss => Left(facts, visits, home.Key, loss))));
        }
    }

    private static IEnumerable<string> Left(Facts facts, VisitFacts visits, string visitor, RegionLoss loss)
    {
        var pages = visits.Pages.Where(page => page.Visitor == visitor && page.Asked > loss.At).ToArray();
        if (!pages.Any(page => page.ServedBy != loss.Region && facts.Regions.Contains(page.ServedBy)))
        {
            yield return $"{visitor} got no page from another Region after {Time(loss.At)}";
        }
        if (pages.LastOrDefault()?.ServedBy is { } last && last != loss.Region)
        {
            yield return $"{visitor} was served by {last} to the end";
        }
    }
}
