using System.Collections.Concurrent;

namespace SessionStore.Rehearsal.Live;

/// <summary>What the clients saw: every write and every read, and what became of it.</summary>
internal sealed class Ledger
{
    public ConcurrentQueue<Write> Writes { get; } = new();

    /// <summary>The tries that failed. The client makes another one while its budget lasts.</summary>
    public ConcurrentQueue<FailedTry> FailedTries { get; } = new();

    /// <summary>The writes that were given up.</summary>
    public ConcurrentQueue<Unacknowledged> Unacknowledged { get; } = new();

    public ConcurrentQueue<Read> Reads { get; } = new();
}

/// <summary>An acknowledged write.</summary>
/// <param name="Client">The Region of the client.</param>
/// <param name="Server">The Region of the server that acknowledged it.</param>
/// <param name="Node">The node that acknowledged it.</param>
/// <param name="At">When it was acknowledged, since the start.</param>
/// <param name="Took">How long the application waited for that, all tries together.</param>
internal sealed record Write(string Key, string Client, string Server, string Node, TimeSpan At, TimeSpan Took = default)
{
    /// <summary>From which time on a write counts as one that waited: a person begins to notice.</summary>
    public static readonly TimeSpan Noticeable = TimeSpan.FromMilliseconds(250);

    public bool Waited => Took >= Noticeable;
}

/// <summary>A try to write that failed.</summary>
/// <param name="Client">The Region of the client.</param>
/// <param name="At">When the client knew, since the start.</param>
/// <param name="Refused">Whether a server refused it, as a replica does with READONLY; otherwise there was no answer.</param>
internal sealed record FailedTry(string Client, TimeSpan At, bool Refused);

/// <summary>A write that was given up: the application got an exception.</summary>
/// <param name="Client">The Region of the client.</param>
/// <param name="At">When the application knew, since the start.</param>
/// <param name="Asked">When it had asked for the write, since the start.</param>
internal sealed record Unacknowledged(string Client, TimeSpan At, TimeSpan Asked);

/// <summary>A read.</summary>
/// <param name="Client">The Region of the client.</param>
/// <param name="At">When the client knew, since the start.</param>
/// <param name="Answered">Whether there was an answer.</param>
/// <param name="Local">Whether it came from the Region's own replicas, and not from the writer in their place.</param>
internal sealed record Read(string Client, TimeSpan At, bool Answered, bool Local = true)
{
    /// <summary>When the application had asked for it, since the start; null where that was not noted.</summary>
    public TimeSpan? Asked { get; init; }
}
