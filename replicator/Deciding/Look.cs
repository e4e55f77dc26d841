using SessionStore.Replicator.Fencing;

namespace SessionStore.Replicator.Deciding;

/// <summary>Where the writer name leads.</summary>
internal enum Lead
{
    /// <summary>Nobody answers, or the answer is not to be trusted.</summary>
    Unknown,

    /// <summary>To another store: the source.</summary>
    Elsewhere,

    /// <summary>To the store that the worker writes to.</summary>
    Own,
}

/// <summary>What the worker knows when it decides.</summary>
/// <param name="Lead">Where the name leads.</param>
/// <param name="Steady">
/// For how long every look has shown this lead and, where the fence is <see cref="FenceState.Own"/>, this very closing of it: another
/// worker may know more than this one.
/// </param>
/// <param name="Fence">The target's fence.</param>
/// <param name="Follows">Whether a connection without a gap to this very source is there, or being made, under the present lease.</param>
/// <param name="Recovers">Whether the last one has ended so recently that the next is not yet due.</param>
internal readonly record struct Look(Lead Lead, TimeSpan Steady, FenceState Fence, bool Follows, bool Recovers);
