namespace SessionStore.Rehearsal.Live;

/// <summary>What was seen of the replicators.</summary>
/// <param name="InStep">Each time that one was waited for.</param>
/// <param name="Bound">The longest that it may take.</param>
/// <param name="Unreplicated">When writes were acknowledged that nobody had promised to copy.</param>
/// <param name="Differences">What the two stores differ in, in the end; null where they could not be compared.</param>
internal sealed record ReplicationFacts(
    IReadOnlyList<InStep> InStep, TimeSpan Bound, IReadOnlyList<Unreplicated> Unreplicated, StoreDifferences? Differences)
{
    /// <summary>When an old writer was told to refuse writes: in this time clients follow the name.</summary>
    public IReadOnlyList<Refused> Refused { get; init; } = [];

    /// <summary>Whether what a Region's server acknowledged then may be lost.</summary>
    public bool Excuses(string server, TimeSpan at) =>
        Unreplicated.Any(gap => gap.Of == server && gap.Holds(at));
}

/// <summary>How long it took until a Region's replicator was in step.</summary>
/// <param name="Since">From when, since the start.</param>
internal sealed record InStep(string Region, TimeSpan Since, TimeSpan Took);

/// <summary>What the old writer acknowledged in this time may be lost: nobody copied it any more.</summary>
/// <param name="Of">The Region that was the writer before.</param>
internal sealed record Unreplicated(string Of, TimeSpan From, TimeSpan To)
{
    public bool Holds(TimeSpan at) => at >= From && at <= To;
}

/// <summary>For how long a Region's store was told to refuse writes.</summary>
internal sealed record Refused(string Region, TimeSpan From, TimeSpan To)
{
    public bool Holds(TimeSpan at) => at >= From && at <= To;
}
