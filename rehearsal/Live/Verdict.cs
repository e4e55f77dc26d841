using SessionStore.Contract;

namespace SessionStore.Rehearsal.Live;

/// <summary>What became of a promise, or of all promises of a run.</summary>
internal enum Judgement
{
    /// <summary>It was kept.</summary>
    Kept,

    /// <summary>It is unknown: the run could not be played to its end, or what had to be looked at did not answer.</summary>
    Unknown,

    /// <summary>It was broken.</summary>
    Broken,
}

/// <summary>One of the promises that every scenario has to keep.</summary>
/// <param name="Promise">What was promised.</param>
/// <param name="Judgement">What became of it.</param>
/// <param name="Seen">What was seen instead, or why nothing was; null when the promise was kept.</param>
internal sealed record Finding(string Promise, Judgement Judgement, string? Seen)
{
    /// <summary>Whether the promise was kept.</summary>
    public bool Kept => Judgement == Judgement.Kept;
}

/// <summary>Holds a run against the promises.</summary>
internal static class Verdict
{
    private const string Record =
        "In the end the record names the server that accepts writes, and stays there for three of the rule's minutes";

    private const string Sessions = "No session that a request was answered for is lost, beyond what had not been replicated";
    private const string Answer = "The writer name always had an answer, and led nobody back";

    /// <summary>The worst that became of any promise; a run that was not played to its end is unknown at best.</summary>
    public static Judgement Of(Facts facts) =>
        On(facts).Select(finding => finding.Judgement).Append(facts.Spoilt is null ? Judgement.Kept : Judgement.Unknown).Max();

    /// <summary>Looks at what a run has shown.</summary>
    public static IReadOnlyList<Finding> On(Facts facts)
    {
        if (facts.Active is { } active)
        {
            return ActiveVerdict.On(facts, active);
        }
        // In a store with a replicator the name may have come back to a Region that had been the old writer before.
        var lostByNew = facts.Lost?.Where(write => write.Node == facts.RecordNode)
            .Where(write => facts.Replication?.Excuses(write.Server, write.At) is not true).ToArray();
        // Without a kill nothing excuses a loss; with one, what the replica had not read yet does.
        var unexplained = facts.Lost?
            .Where(write => write.Node != facts.RecordNode && (facts.ReplicatedUntil is not { } until || write.At < until))
            .Where(write => facts.Replication?.Excuses(write.Server, write.At) is not true).ToArray();
        return
        [
            // Nobody knows what would have become of the record, had the run gone on.
            facts.Spoilt is null
                ? Judged(Record, Strayed(facts))
                : new(Record, Judgement.Unknown, "the run was not played to its end"),
            OfLosses(
                "No write acknowledged by the new primary is lost",
                lostByNew,
                lost => $"{lost.Length} are lost, the first is {lost[0].Key}"),
            OfLosses(
                "Writes acknowledged by the old primary and lost are no more than what had not been replicated",
                unexplained,
                lost => $"{lost.Length} are lost that had been replicated, the first is {lost[0].Key}, "
                    + $"acknowledged at {lost[0].At.TotalSeconds:0.000} s"),
            Judged(
                "No Region without the role or a pin changed the record or overrode it",
                NameVerdict.Trespass(facts)),
            facts.Answers.Count > 0
                ? Judged(Answer, NameVerdict.Misled(facts))
                : new(Answer, Judgement.Unknown, "nobody could be asked where the name leads"),
            .. facts.Replication is { } replication ? ReplicationVerdict.On(replication) : [],
            .. facts.Visits is { } visits ? (Finding[])[Judged(Sessions, LostSession(facts, visits))] : [],
        ];
    }

    private static string? LostSession(Facts facts, VisitFacts visits)
    {
        // Until all have followed the name, one process reads an old session at the old writer and saves it at the new one, over what
        // another has saved there: such answers, and such pages, count for nothing. All others do, to the end.
        var lost = visits.Lost.Where(lost => facts.ReplicatedUntil is not { } until || lost.Answer.At < until)
            .Where(lost => facts.Replication?.Unreplicated.Any(gap => gap.Holds(lost.Answer.At)) is not true)
            .Where(lost => !IsFollowing(lost.Answer.At) && !IsFollowing(lost.Page.Asked)).ToArray();
        lost = facts.Replication is { Unreplicated: [], Refused: [_, ..] }
            ? [.. lost, .. visits.Short(IsFollowing).Where(lost => !IsFollowing(lost.Page.Asked))] : lost;
        return lost is not [var (answer, page), ..] ? null
            : $"{lost.Length} answers were belied: {answer.Visitor} had {answer.Things} things in the basket at "
                + $"{answer.At.TotalSeconds:0.000} s, and the page at {page.At.TotalSeconds:0.000} s, from {page.ServedBy}, "
                + (page.Things is { } things ? $"showed {things}" : "asked to sign in");

        bool IsFollowing(TimeSpan at) => facts.Replication?.Refused.Any(refused => refused.Holds(at)) is true;
    }

    private static string? Strayed(Facts facts)
    {
        if (facts.RecordNames is not { } final || !facts.AcceptWrites.Contains(final))
        {
            return $"the record names {facts.RecordNames ?? "nothing"}, and {string.Join(", ", facts.AcceptWrites)} accepts writes";
        }
        if (facts.ChangesAtTheEnd > 0)
        {
            return $"the record changed {facts.ChangesAtTheEnd} time(s) in the last three of the rule's minutes";
        }
        var vain = facts.Recoveries.FirstOrDefault(recovery => recovery.Took is null)?.Disturbance;
        return vain is null ? null : $"after \"{vain.Text}\" {vain.Disturbs} never acknowledged a write";
    }

    private static Finding OfLosses(string promise, Write[]? lost, Func<Write[], string> say) => lost switch
    {
        null => new(promise, Judgement.Unknown, "nobody knows what is lost: the server that the record names does not answer"),
        [] => Judged(promise, seen: null),
        _ => Judged(promise, say(lost)),
    };

    private static Finding Judged(string promise, string? seen) => new(promise, seen is null ? Judgement.Kept : Judgement.Broken, seen);
}
