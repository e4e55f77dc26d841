using System.Security.Cryptography;
using StackExchange.Redis;

namespace SessionStore.Replicator.Stores;

/// <summary>Keys that are the worker's own, and how other keys are named where people read.</summary>
internal static class OwnKeys
{
    /// <summary>Before every key of the worker's.</summary>
    public const string Prefix = "session-store:replicator:";

    private static readonly byte[] _prefix = System.Text.Encoding.ASCII.GetBytes(Prefix);

    /// <summary>Whether a key is about the store that it is in, and never copied, compared or removed.</summary>
    public static bool Has(RedisKey key) => ((byte[])key!).AsSpan().StartsWith(_prefix);

    /// <summary>A name for a key in logs: who can read logs must not be able to take over a session.</summary>
    public static string Hashed(RedisKey key) => Convert.ToHexStringLower(SHA256.HashData((byte[])key!).AsSpan(0, 8));
}
