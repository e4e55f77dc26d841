namespace SessionStore.Ops.Commands;

/// <summary>What a person wants of a promotion.</summary>
/// <param name="LagLimit">The replication lag, in seconds, that may be lost.</param>
/// <param name="AcceptLag">Whether to go on although the lag is higher, or unknown.</param>
/// <param name="Force">Whether to go on although other checks failed, and leave the answer to AWS.</param>
/// <param name="RefuseWrites">Whether the old writer is told to refuse writes, where a replicator brings the sessions.</param>
/// <param name="RefuseFor">For how long after the name has moved.</param>
internal sealed record PromoteOptions(double LagLimit, bool AcceptLag, bool Force, bool RefuseWrites, TimeSpan RefuseFor);
