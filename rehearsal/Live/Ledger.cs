using System.Collections.Concurrent;

namespace SessionStore.Rehearsal.Live;

/// <summary>What the clients saw: every write that was acknowledged, and how many were not.</summary>
public sealed class Ledger
{
    private int _refused, _failed, _readsFailed, _reads;

    /// <summary>The acknowledged writes.</summary>
    public ConcurrentQueue<Write> Writes { get; } = new();

    /// <summary>Writes that a replica refused with READONLY.</summary>
    public int Refused => _refused;

    /// <summary>Writes whose connection was lost or could not be made.</summary>
    public int Failed => _failed;

    /// <summary>Reads that succeeded.</summary>
    public int Reads => _reads;

    /// <summary>Reads that failed.</summary>
    public int ReadsFailed => _readsFailed;

    /// <summary>Notes a refusal.</summary>
    public void Refuse() => Interlocked.Increment(ref _refused);

    /// <summary>Notes a lost connection.</summary>
    public void Fail() => Interlocked.Increment(ref _failed);

    /// <summary>Notes a read.</summary>
    public void Read(bool succeeded) => _ = succeeded ? Interlocked.Increment(ref _reads) : Interlocked.Increment(ref _readsFailed);
}

/// <summary>An acknowledged write.</summary>
/// <param name="Key">The session.</param>
/// <param name="Client">The Region of the client.</param>
/// <param name="Server">The Region of the server that acknowledged it.</param>
/// <param name="Node">The node that acknowledged it.</param>
/// <param name="At">When it was acknowledged, since the start.</param>
public sealed record Write(string Key, string Client, string Server, string Node, TimeSpan At);
