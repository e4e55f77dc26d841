namespace SessionStore.Rehearsal.Live;

/// <summary>Holds a run against what is promised of replicators.</summary>
internal static class ReplicationVerdict
{
    private const string Equal = "In the end both stores are equal, and every expiry within a second";

    /// <summary>Looks at what was seen of them.</summary>
    public static IEnumerable<Finding> On(ReplicationFacts facts)
    {
        var late = facts.InStep.FirstOrDefault(one => one.Took > facts.Bound);
        yield return new(
            FormattableString.Invariant($"Each replicator was in step within {facts.Bound.TotalSeconds:0} s"),
            late is null ? Judgement.Kept : Judgement.Broken,
            late is null ? null : FormattableString.Invariant(
                $"that of {late.Region} took {late.Took.TotalSeconds:0.0} s from {late.Since.TotalSeconds:0.000} s on"));
        yield return facts.Differences switch
        {
            null => new(Equal, Judgement.Unknown, "they could not be compared"),
            { Found: [] } => new(Equal, Judgement.Kept, null),
            { Found: [var first, ..] found } => new(
                Equal, Judgement.Broken, FormattableString.Invariant($"{found.Count} keys differ, the first one: {first}")),
        };
    }
}
