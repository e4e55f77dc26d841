using System.Runtime.InteropServices;
using System.Security.Cryptography;
using StackExchange.Redis;

namespace SessionStore.Client.Caching;

/// <summary>
/// What this process wrote lately, as digests, so that a replica that has not caught up is not believed. When it cannot remember all of it,
/// it believes no replica for a while.
/// </summary>
/// <param name="time">Tells the time.</param>
/// <param name="capacity">How many keys it remembers.</param>
internal sealed class RecentWrites(TimeProvider time, int capacity = 100_000)
{
    /// <summary>How long a write is remembered. Replication is far quicker; alarms tell when it is not.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Memory> _memories = [];
    private readonly Queue<(string Key, DateTimeOffset Until)> _order = [];
    private DateTimeOffset _blindUntil = DateTimeOffset.MinValue;
    private long _version;

    /// <summary>A write begins: until it has ended, nobody knows what the writer has.</summary>
    public void Begin(string key)
    {
        lock (_gate)
        {
            var others = Find(key)?.InFlight ?? 0;
            Remember(key, new(null, others + 1, ++_version, Overlapped: others > 0));
        }
    }

    /// <summary>A write has ended.</summary>
    /// <param name="key">The key.</param>
    /// <param name="shown">What the writer has now; null where that is not known.</param>
    public void End(string key, UInt128? shown)
    {
        lock (_gate)
        {
            if (Find(key) is { } memory)
            {
                // Of two writes at once nobody here knows which came last: the next look at the writer tells.
                var alone = memory.InFlight == 1 && !memory.Overlapped;
                Remember(key, new(alone ? shown : null, memory.InFlight - 1, ++_version, memory.Overlapped && memory.InFlight > 1));
            }
        }
    }

    /// <summary>Whether what a replica shows may be handed out: nothing newer was written here.</summary>
    public bool Believes(string key, UInt128 shown)
    {
        lock (_gate)
        {
            return time.GetUtcNow() >= _blindUntil && (Find(key) is not { } memory || memory.Shown == shown);
        }
    }

    /// <summary>The state of a key's memory before the writer is asked.</summary>
    public long VersionOf(string key)
    {
        lock (_gate)
        {
            return Find(key)?.Version ?? 0;
        }
    }

    /// <summary>
    /// The writer has shown a value: where something is remembered of the key, this is from now on, unless it was written meanwhile.
    /// </summary>
    public void Seen(string key, long version, UInt128 shown)
    {
        lock (_gate)
        {
            if (Find(key) is { InFlight: 0 } memory && memory.Version == version)
            {
                Remember(key, new(shown, 0, ++_version));
            }
        }
    }

    /// <summary>What stands for an entry; never 0, which stands for none.</summary>
    public static UInt128 Digest(StoredEntry? entry)
    {
        if (entry is not { } known)
        {
            return UInt128.Zero;
        }
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<long>([known.Absolute?.UtcTicks ?? -1, known.Sliding?.Ticks ?? -1]));
        hash.AppendData(((ReadOnlyMemory<byte>)known.Data).Span);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return MemoryMarshal.Read<UInt128>(digest) | UInt128.One;
    }

    private Memory? Find(string key) =>
        _memories.TryGetValue(key, out var memory) && (memory.InFlight > 0 || memory.Until > time.GetUtcNow()) ? memory : null;

    private void Remember(string key, Memory memory)
    {
        var now = time.GetUtcNow();
        _memories[key] = memory with { Until = now + Window };
        _order.Enqueue((key, now + Window));
        while (_order.TryPeek(out var oldest) && (oldest.Until <= now || _order.Count > capacity * 2))
        {
            _order.Dequeue();
            if (_memories.TryGetValue(oldest.Key, out var old) && old.Until <= oldest.Until && old.InFlight == 0)
            {
                _memories.Remove(oldest.Key);
                Forgotten(old, now);
            }
        }
        if (_memories.Count > capacity)
        {
            _memories.Clear();
            _order.Clear();
            _blindUntil = now + Window;
        }
    }

    private void Forgotten(Memory memory, DateTimeOffset now) =>
        _blindUntil = memory.Until > now && memory.Until > _blindUntil ? memory.Until : _blindUntil;

    private sealed record Memory(UInt128? Shown, int InFlight, long Version, bool Overlapped = false)
    {
        public DateTimeOffset Until { get; init; }
    }
}
