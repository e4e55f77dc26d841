namespace SessionStore.Client.Connecting;

/// <summary>What a <see cref="Follower"/> works with.</summary>
/// <param name="Name">The name that it follows.</param>
/// <param name="Writes">Whether the name has to lead to a server that takes writes.</param>
/// <param name="Budget">How long an operation may take, all its tries together.</param>
/// <param name="CheckPatience">How long a server may take to answer a ping.</param>
/// <param name="MaximumWaiting">How many operations may wait at once.</param>
internal sealed record FollowerSettings(string Name, bool Writes, TimeSpan Budget, TimeSpan CheckPatience, int MaximumWaiting)
{
    /// <summary>Whether a history is replayed: then all of it happens on the synchronization context, in one order.</summary>
    public bool IsReplayed { get; init; }

    /// <summary>Where whoever waits goes on: elsewhere, not in the loop.</summary>
    public TaskCreationOptions Continuations => IsReplayed ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously;

    /// <summary>What decides after a failure.</summary>
    public Func<Failure, bool, TimeSpan, bool, Recovery> Decide { get; init; } = Recovery.Decide;
}
