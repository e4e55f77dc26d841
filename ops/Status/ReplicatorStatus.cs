namespace SessionStore.Ops.Status;

/// <summary>How a Region's replicator is, by its metrics of the last minutes.</summary>
/// <param name="Resting">Whether the writer name leads to its own Region, so that it has nothing to do.</param>
/// <param name="InStep">Whether everything has arrived and what changes follows; null while it rests.</param>
/// <param name="LagMilliseconds">The age of the oldest change not yet applied; null while it rests.</param>
/// <param name="Deaf">Whether the source does not tell of its changes.</param>
/// <param name="RefusedKeys">Keys that the Region's store refuses.</param>
/// <param name="Differences">What the last comparison found; null for none in the last two days.</param>
internal sealed record ReplicatorStatus(
    bool Resting, bool? InStep, double? LagMilliseconds, bool Deaf, long RefusedKeys, long? Differences)
{
    /// <summary>What it is at, for a person.</summary>
    public string Words => this switch
    {
        { Resting: true } => "resting",
        { Deaf: true } => "deaf",
        { InStep: true } => "in step",
        _ => "not in step",
    };

    /// <summary>What is not as it should be, for a person.</summary>
    public IEnumerable<string> Findings()
    {
        if (this is { Resting: false, Deaf: true })
        {
            yield return "the replicator hears nothing: notify-keyspace-events of the source is not KA";
        }
        else if (this is { Resting: false, InStep: not true })
        {
            yield return "the replicator is not in step: sessions are missing here";
        }
        if (RefusedKeys > 0)
        {
            yield return FormattableString.Invariant($"the store refuses {RefusedKeys} key(s) of the replicator's");
        }
        if (Differences > 0)
        {
            yield return FormattableString.Invariant($"the last comparison found {Differences} key(s) that differ from the source's");
        }
    }
}
