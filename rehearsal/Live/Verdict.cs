namespace SessionStore.Rehearsal.Live;

/// <summary>One of the promises that every scenario has to keep.</summary>
/// <param name="Promise">What was promised.</param>
/// <param name="Seen">What was seen instead; null when the promise was kept.</param>
public sealed record Finding(string Promise, string? Seen)
{
    /// <summary>Whether the promise was kept.</summary>
    public bool Kept => Seen is null;
}

/// <summary>Holds a run against the promises.</summary>
public static class Verdict
{
    /// <summary>Looks at what a run has shown.</summary>
    public static IReadOnlyList<Finding> On(Facts facts)
    {
        var final = facts.RecordNames;
        var lostByNew = facts.Lost.Where(write => write.Node == facts.RecordNode).ToArray();
        // Without a kill nothing excuses a loss; with one, what the replica had not read yet does.
        var unexplained = facts.Lost
            .Where(write => write.Node != facts.RecordNode && (facts.ReplicatedUntil is not { } until || write.At < until)).ToArray();
        var trespass = facts.Changes.FirstOrDefault(change => change.Role != "PRIMARY" && !change.Pinned);
        var vain = facts.Recoveries.FirstOrDefault(recovery => recovery.Took is null);
        return
        [
            new(
                "In the end the record names the server that accepts writes, and stays there for three ticks",
                final is null || !facts.AcceptWrites.Contains(final) ? $"the record names {final ?? "nothing"}, and {string.Join(", ", facts.AcceptWrites)} accepts writes"
                : facts.ChangesAtTheEnd > 0 ? $"the record changed {facts.ChangesAtTheEnd} time(s) in the last three ticks"
                : vain is not null ? $"after \"{vain.Disturbance.Text}\" {vain.Disturbance.Disturbs} never acknowledged a write"
                : null),
            new(
                "No write acknowledged by the new primary is lost",
                lostByNew.Length > 0 ? $"{lostByNew.Length} are lost, the first is {lostByNew[0].Key}" : null),
            new(
                "Writes acknowledged by the old primary and lost are no more than what had not been replicated",
                unexplained.Length > 0
                    ? $"{unexplained.Length} are lost that had been replicated, the first is {unexplained[0].Key}, acknowledged at {unexplained[0].At.TotalSeconds:0.000} s"
                    : null),
            new(
                "No Region without the role or a pin changed the record",
                trespass is not null ? $"{trespass.By} made it name {trespass.To} at {trespass.At.TotalSeconds:0.000} s with the role {trespass.Role ?? "of no member"} and no pin" : null),
        ];
    }
}
