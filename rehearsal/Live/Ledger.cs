using System.Collections.Concurrent;

namespace SessionStore.Rehearsal.Live;

/// <summary>What the clients saw: every write and every read, and what became of it.</summary>
internal sealed class Ledger
{
    public ConcurrentQueue<Write> Writes { get; } = new();

    /// <summary>The writes that were not acknowledged.</summary>
    public ConcurrentQueue<Unacknowledged> Unacknowledged { get; } = new();

    public ConcurrentQueue<Read> Reads { get; } = new();
}

/// <summary>An acknowledged write.</summary>
/// <param name="Client">The Region of the client.</param>
/// <param name="Server">The Region of the server that acknowledged it.</param>
/// <param name="Node">The node that acknowledged it.</param>
/// <param name="At">When it was acknowledged, since the start.</param>
internal sealed record Write(string Key, string Client, string Server, string Node, TimeSpan At);

/// <summary>A write that was not acknowledged.</summary>
/// <param name="Client">The Region of the client.</param>
/// <param name="At">When the client knew, since the start.</param>
/// <param name="Refused">Whether a server refused it, as a replica does with READONLY; otherwise there was no answer.</param>
internal sealed record Unacknowledged(string Client, TimeSpan At, bool Refused);

/// <summary>A read from the Region's own replicas.</summary>
/// <param name="Client">The Region of the client.</param>
/// <param name="At">When the client knew, since the start.</param>
/// <param name="Answered">Whether there was an answer.</param>
internal sealed record Read(string Client, TimeSpan At, bool Answered);
