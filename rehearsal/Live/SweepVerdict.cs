namespace SessionStore.Rehearsal.Live;

/// <summary>Holds a run against what is promised of sweepers.</summary>
internal static class SweepVerdict
{
    /// <summary>Looks at what was seen of them.</summary>
    public static IEnumerable<Finding> On(ActiveFacts active, SweepFacts sweep)
    {
        var known = active.Endings.Where(session => !active.IsGone(session.Node)).ToArray();
        var due = known.Where(session => session.By + sweep.Grace <= sweep.Until).ToArray();
        yield return ActiveVerdict.Seen(
            FormattableString.Invariant($"What is over stays in the store for {sweep.Grace.TotalSeconds:0.#} s, and is gone in the end"),
            due.Length == 0 ? "no session was over for so long" : null,
            [
                .. known.Where(session => session.GoneAt < session.From + sweep.Grace).Select(session =>
                    $"{session.Key} ended at {ActiveVerdict.Time(session.From)} at the earliest, and was gone at "
                        + ActiveVerdict.Time(session.GoneAt!.Value)),
                .. due.Where(session => session.GoneAt is null).Select(session =>
                    $"{session.Key} had ended by {ActiveVerdict.Time(session.By)}, and is still there"),
            ]);
        yield return ActiveVerdict.Seen(
            FormattableString.Invariant(
                $"When the process that sweeps is killed, the next takes over within {sweep.Bound.TotalSeconds:0} s"),
            sweep.TakeOvers.Count == 0 ? "none was killed" : null,
            sweep.TakeOvers.Where(one => one.Took is null || one.Took > sweep.Bound).Select(one =>
                $"nobody swept {one.Region} from {ActiveVerdict.Time(one.At)} on"));
        yield return ActiveVerdict.Seen(
            "While a Region is not heard of, nothing is removed in the others",
            sweep.Silences.Count == 0 || sweep.Silences.Any(silence => !known.Any(session => MightHaveGone(session, silence, sweep.Grace)))
                ? "there was nothing to remove meanwhile" : null,
            sweep.Silences.SelectMany(silence => known.Where(session => session.Region == silence.Region
                && session.PresentAt >= silence.From && session.GoneAt <= silence.To).Select(session =>
                    $"{session.Key} was removed in {silence.Region} between {ActiveVerdict.Time(session.PresentAt!.Value)} and "
                        + ActiveVerdict.Time(session.GoneAt!.Value))));
    }

    // What was over for its grace when it was seen, and the silence lasted.
    private static bool MightHaveGone(EndingSession session, SweepSilence silence, TimeSpan grace) =>
        session.Region == silence.Region && session.By + grace < silence.To && session.PresentAt > session.By + grace
        && session.PresentAt > silence.From;
}
