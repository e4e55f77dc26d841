using StackExchange.Redis;

namespace SessionStore.Replicator.Copying;

/// <summary>A key as it was at the source.</summary>
/// <param name="Key">The key.</param>
/// <param name="Payload">What DUMP gave; null where there is no such key.</param>
/// <param name="ExpiresAt">Milliseconds since 1970, as RESTORE's ABSTTL wants them; 0 for a key that does not expire.</param>
internal readonly record struct Copy(RedisKey Key, byte[]? Payload, long ExpiresAt)
{
    // At the end of what DUMP gives stand the engine's RDB version, two bytes, and eight of checksum: "DUMP" in the Valkey documentation.
    private const int FooterLength = 10;

    /// <summary>
    /// Whether both are there with the same serialized value, whichever version of the engine says so. What is serialized otherwise may
    /// be the same value all the same.
    /// </summary>
    public bool HasValueOf(Copy other) => Payload is { Length: > FooterLength } mine && other.Payload is { Length: > FooterLength } theirs
        && mine.AsSpan(0, mine.Length - FooterLength).SequenceEqual(theirs.AsSpan(0, theirs.Length - FooterLength));

    /// <summary>Whether the key was the same at both times.</summary>
    public bool IsSameAs(Copy other) => ExpiresAt == other.ExpiresAt
        && (Payload is null ? other.Payload is null : other.Payload is { } theirs && Payload.AsSpan().SequenceEqual(theirs));
}

/// <summary>What the target did not take.</summary>
/// <param name="Key">The key.</param>
/// <param name="Reason">The server's words.</param>
internal readonly record struct Refusal(RedisKey Key, string Reason)
{
    // Words of RESTORE about the payload itself: another try ends likewise (Valkey, cluster.c: restoreCommand).
    private static readonly string[] _final = ["DUMP payload version or checksum are wrong", "Bad data format"];

    /// <summary>Whether the payload is to blame, and not the moment.</summary>
    public bool IsFinal => Array.Exists(_final, Reason.Contains);
}

/// <summary>The fence has been closed, or its lease is over: nothing of the batch was done.</summary>
internal sealed class FencedException(string value)
    : Exception($"the target takes nothing under this lease: its fence is {(value.Length == 0 ? "open" : value)}");

/// <summary>Where keys are read.</summary>
internal interface ISourceReader
{
    /// <summary>Reads keys in one go.</summary>
    public Task<Copy[]> ReadAsync(IReadOnlyList<RedisKey> keys);
}

/// <summary>Where they are written.</summary>
internal interface ITargetWriter
{
    /// <summary>Applies copies.</summary>
    /// <returns>What was refused, key by key.</returns>
    /// <exception cref="FencedException">The lease is over; nothing was done.</exception>
    public Task<IReadOnlyList<Refusal>> ApplyAsync(IReadOnlyList<Copy> copies);
}
