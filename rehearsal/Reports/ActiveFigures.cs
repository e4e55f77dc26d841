using System.Globalization;
using SessionStore.Rehearsal.Live;

namespace SessionStore.Rehearsal.Reports;

/// <summary>The figures of a run in a store in which every Region takes writes.</summary>
internal static class ActiveFigures
{
    /// <summary>As lines for a person.</summary>
    public static IEnumerable<string> Lines(Facts facts, ActiveFacts active)
    {
        yield return $"  stand-in           {ActiveFacts.StandIn}";
        foreach (var (recovery, took) in facts.Recoveries.Select(recovery => (recovery, TextReport.Milliseconds(recovery.Took))))
        {
            yield return $"  writers recovered  {took} after \"{recovery.Disturbance.Text}\"";
        }
        yield return $"  writes             {facts.Writes.Count} acknowledged, of which {facts.Waited} waited "
            + $"{TextReport.Milliseconds(Write.Noticeable)} or more ({TextReport.Milliseconds(facts.LongestWait)} at worst), "
            + $"{facts.Unacknowledged.Count} given up, "
            + (active.Losses.Count > 0 ? $"{LostWithServers(facts, active)} acknowledged and lost with their server, " : "")
            + $"{LostElsewhere(facts, active)} acknowledged and lost{(active.Losses.Count > 0 ? " otherwise" : "")}";
        yield return $"  reads              {facts.Reads.Count - facts.ReadsFailed} answered, {facts.ReadsFailed} failed";
        yield return $"  sessions that end  {active.Endings.Count}, asked for {active.Looks} times after their end and returned "
            + $"{Returned(active)} times; {Removed(active)} removed from the store";
        if (active.Sweep is { } sweep)
        {
            yield return $"  sweepers           {string.Join(", ", sweep.TakeOvers.Select(one =>
                $"{TextReport.Milliseconds(one.Took)} until another process swept {one.Region}"))}; grace {Seconds(sweep.Grace)}";
        }
        if (facts.Visits is { } visits)
        {
            yield return $"  visitors           {visits.Pages.Count} pages seen, {visits.Answers.Count} forms answered; "
                + $"{visits.Failures.Count} requests failed, {TextReport.Milliseconds(visits.LongestPause)} the longest wait for a page; "
                + $"{active.SignedInAgain(visits)} of {active.Homes.Count} signed in again, because nothing merges";
        }
    }

    /// <summary>As names and values.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Pairs(Facts facts, ActiveFacts active)
    {
        foreach (var outage in Outage.Of(facts))
        {
            yield return new($"{outage.Letter}: until its clients wrote again after “{outage.Recovery.Disturbance.Text}”",
                TextReport.Milliseconds(outage.Recovery.Took));
        }
        yield return new("writes acknowledged", Number(facts.Writes.Count));
        if (active.Losses.Count > 0)
        {
            yield return new("of them lost with their server", LostWithServers(facts, active));
        }
        yield return new(active.Losses.Count > 0 ? "of them lost otherwise" : "of them lost", LostElsewhere(facts, active));
        yield return new($"of them waited {TextReport.Milliseconds(Write.Noticeable)} or more", Number(facts.Waited));
        yield return new("writes given up", Number(facts.Unacknowledged.Count));
        yield return new($"of {Number(facts.Reads.Count)} reads failed", Number(facts.ReadsFailed));
        yield return new("sessions that ended", Number(active.Endings.Count));
        yield return new($"of {Number(active.Looks)} times that one was asked for after its end, it was returned", Returned(active));
        yield return new("sessions that ended and were removed from the store", Removed(active));
        foreach (var one in active.Sweep?.TakeOvers ?? [])
        {
            yield return new($"until another process swept {one.Region}", TextReport.Milliseconds(one.Took));
        }
        if (facts.Visits is { } visits)
        {
            yield return new("pages that visitors saw", Number(visits.Pages.Count));
            yield return new("requests of visitors that failed", Number(visits.Failures.Count));
            yield return new("the longest wait for a page", TextReport.Milliseconds(visits.LongestPause));
            yield return new($"of {Number(active.Homes.Count)} visitors signed in again, because nothing merges",
                Number(active.SignedInAgain(visits)));
        }
    }

    /// <summary>For programs; times in milliseconds, what is unknown as null.</summary>
    public static object Json(Facts facts, ActiveFacts active) => new
    {
        ActiveFacts.StandIn,
        LostWithServer = facts.Lost?.Count(write => active.IsGone(write.Node)),
        Ended = active.Endings.Count,
        AskedForAfterTheirEnd = active.Looks,
        ReturnedAfterTheirEnd = active.Endings.Count(session => session.ReturnedAt is not null),
        Removed = active.Endings.Count(session => session.GoneAt is not null),
        GraceMs = active.Sweep?.Grace.TotalMilliseconds,
        TakeOvers = active.Sweep?.TakeOvers.Select(one => new
        {
            one.Region,
            AtMs = one.At.TotalMilliseconds,
            TookMs = one.Took?.TotalMilliseconds,
        }),
        Silences = active.Sweep?.Silences.Select(one => new
        {
            one.Region,
            FromMs = one.From.TotalMilliseconds,
            ToMs = one.To.TotalMilliseconds,
        }),
        Refused = active.Refused.Select(sent => new { sent.Region, sent.Command }),
        Names = active.Names.Select(path => new
        {
            path.From,
            LedTo = path.Led.Select(led => new { AtMs = led.At.TotalMilliseconds, led.To }),
        }),
        SignedInAgain = facts.Visits is { } visits ? active.SignedInAgain(visits) : (int?)null,
    };

    private static string LostWithServers(Facts facts, ActiveFacts active) =>
        facts.Lost is { } lost ? Number(lost.Count(write => active.IsGone(write.Node))) : "unknown";

    private static string LostElsewhere(Facts facts, ActiveFacts active) =>
        facts.Lost is { } lost ? Number(lost.Count(write => !active.IsGone(write.Node))) : "unknown";

    private static string Returned(ActiveFacts active) => Number(active.Endings.Count(session => session.ReturnedAt is not null));

    private static string Removed(ActiveFacts active) => Number(active.Endings.Count(session => session.GoneAt is not null));

    private static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
