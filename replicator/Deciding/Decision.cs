using SessionStore.Replicator.Fencing;

namespace SessionStore.Replicator.Deciding;

/// <summary>What is to be done.</summary>
internal enum Step
{
    /// <summary>End what is under way, and close the fence for the Region's own writers.</summary>
    Close,

    /// <summary>Nothing: the Region has the name, and the fence is closed.</summary>
    Rest,

    /// <summary>End what is under way, and wait.</summary>
    Wait,

    /// <summary>Let go on what is under way, without prolonging the lease.</summary>
    Pause,

    /// <summary>Take the fence as it was read, and begin anew: connect, subscribe, fill, follow.</summary>
    Take,

    /// <summary>Prolong the lease and go on.</summary>
    Renew,
}

/// <summary>The table of docs/replication.md.</summary>
internal static class Decision
{
    /// <summary>Decides.</summary>
    /// <param name="look">What is known.</param>
    /// <param name="settle">For how long the name has to lead elsewhere before a Region that had it is written to.</param>
    public static Step Of(Look look, TimeSpan settle) => look switch
    {
        { Fence: FenceState.Unknown } or { Lead: Lead.Unknown } => Step.Pause,
        { Lead: Lead.Own, Fence: FenceState.Own } => Step.Rest,
        { Lead: Lead.Own } => Step.Close,
        { Fence: FenceState.Held or FenceState.Another } => Step.Wait,
        { Fence: FenceState.Own } when look.Steady < settle => Step.Wait,
        { Fence: FenceState.Mine, Follows: true } => Step.Renew,
        { Recovers: true } => Step.Wait,
        _ => Step.Take,
    };
}
