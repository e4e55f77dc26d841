namespace SessionStore.Ops.Replicating;

/// <summary>What a worker writes into its health file each second (docs/replication.md).</summary>
/// <param name="Phase">starting, resting, waiting, filling or following.</param>
/// <param name="Why">Why, in words.</param>
/// <param name="Source">Where keys come from; null while they come from nowhere.</param>
/// <param name="InStep">Whether everything has arrived and what changes follows.</param>
/// <param name="Deaf">Whether the source does not tell of its changes.</param>
/// <param name="LagMilliseconds">The age of the oldest change not yet applied.</param>
/// <param name="Waiting">Keys that wait or are under way.</param>
/// <param name="KeysPerSecond">Keys that were copied or removed, lately.</param>
/// <param name="Found">Keys that the fill has found.</param>
/// <param name="Total">Keys that the source had when the fill began.</param>
/// <param name="EstimatedEnd">When the fill will be complete if it goes on like this.</param>
/// <param name="Refused">Keys that the target refuses.</param>
/// <param name="Compared">The last comparison; null before there was one.</param>
/// <param name="Time">When this was so.</param>
internal sealed record WorkerHealth(
    string Phase, string? Why, string? Source, bool InStep, bool Deaf, double LagMilliseconds, int Waiting, double KeysPerSecond,
    long? Found, long? Total, DateTimeOffset? EstimatedEnd, long Refused, StoreComparison? Compared, DateTimeOffset Time);

/// <summary>What a comparison of both stores has found, in keys.</summary>
/// <param name="Undecided">Those that changed at each look.</param>
internal sealed record StoreComparison(
    long Compared, long Missing, long Extra, long Value, long Expiry, long Undecided, long Repaired, long Total)
{
    /// <summary>What a person reads.</summary>
    public string Words => FormattableString.Invariant($"{Compared} keys compared: {Missing} missing, {Extra} extra, {Value} different in ")
        + FormattableString.Invariant($"value, {Expiry} in expiry, {Undecided} changed too fast to tell")
        + (Repaired > 0 ? FormattableString.Invariant($"; {Repaired} copied again") : "");
}

/// <summary>What a store answers to a write (docs/replication.md, Commands).</summary>
/// <param name="TakesWrites">Whether all its primaries take writes.</param>
/// <param name="Answer">The refusal, such as NOREPLICAS and its words; null where it takes writes.</param>
internal sealed record WriteProbe(bool TakesWrites, string? Answer);
