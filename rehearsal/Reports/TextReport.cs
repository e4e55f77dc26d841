using SessionStore.Rehearsal.Live;

namespace SessionStore.Rehearsal.Reports;

/// <summary>A run's figures and verdict as lines for a person.</summary>
internal static class TextReport
{
    /// <summary>An event as it happens.</summary>
    public static string Line(Event happened) => $"  {happened.At.TotalSeconds,8:0.000} s  {happened.Text}";

    /// <summary>The figures and the verdict.</summary>
    public static IEnumerable<string> Lines(Facts facts)
    {
        // A run that could not be started has nothing to count.
        var figures = facts.Active is { } active ? ActiveFigures.Lines(facts, active) : Figures(facts);
        foreach (var line in facts.Events.Count > 0 ? figures : [])
        {
            yield return line;
        }
        foreach (var finding in Verdict.On(facts))
        {
            yield return finding.Judgement switch
            {
                Judgement.Kept => $"  kept    {finding.Promise}",
                Judgement.Broken => $"  BROKEN  {finding.Promise}: {finding.Seen}",
                _ => $"  unknown {finding.Promise}: {finding.Seen}",
            };
        }
        if (facts.Spoilt is { } spoilt)
        {
            yield return $"  NOT PLAYED TO THE END, which says nothing about the promises: {spoilt}";
        }
    }

    /// <summary>A time, or that there was none.</summary>
    public static string Milliseconds(TimeSpan? time) => time is { } took ? $"{took.TotalMilliseconds:0} ms" : "never";

    private static IEnumerable<string> Figures(Facts facts)
    {
        foreach (var recovery in facts.Recoveries)
        {
            yield return $"  writers recovered  {Milliseconds(recovery.Took)} after \"{recovery.Disturbance.Text}\"";
        }
        var lost = facts.Lost is { } known ? $"{known.Count}" : "an unknown number";
        yield return $"  writes             {facts.Writes.Count} acknowledged, of which {facts.Waited} waited "
            + $"{Milliseconds(Write.Noticeable)} or more ({Milliseconds(facts.LongestWait)} at worst), "
            + $"{facts.Unacknowledged.Count} given up, {lost} acknowledged and lost";
        yield return $"  tries to write     {facts.Refused} refused (READONLY, NOREPLICAS), {facts.Failed} without an answer";
        if (facts.UnreplicatedBytes is { } bytes)
        {
            yield return $"  replication        {bytes} bytes were not replicated at the kill; "
                + $"everything acknowledged until {facts.ReplicatedUntil!.Value.TotalSeconds:0.000} s was";
        }
        if (facts.Replication is { } replication)
        {
            yield return $"  replicators        in step after {string.Join(", ", replication.InStep.Select(one =>
                $"{Milliseconds(one.Took)} ({one.Region})"))}; in the end "
                + (replication.Differences is { } found ? $"{found.Found.Count} of {found.Compared} keys differ" : "nothing was compared");
        }
        yield return $"  reads              {facts.Reads.Count - facts.ReadsFailed} answered, "
            + $"{facts.ReadsElsewhere} of them by the writer instead of the Region's replicas, {facts.ReadsFailed} failed";
        if (facts.Visits is { } visits)
        {
            yield return $"  visitors           {visits.Pages.Count} pages seen, {visits.Answers.Count} forms answered, "
                + $"{visits.Lost.Count()} of them belied later; {visits.Failures.Count} requests failed, "
                + $"{Milliseconds(visits.LongestPause)} the longest wait for a page";
        }
        yield return $"  record             changed {facts.Changes.Count} time(s), overridden {facts.Overrides.Count} time(s), "
            + $"names {facts.RecordNames ?? "nothing"} in the end; {facts.DeadLetters} dead letter(s)";
    }
}
