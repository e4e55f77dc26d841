using System.Globalization;
using StackExchange.Redis;

namespace SessionStore.Client.Expiring;

/// <summary>
/// Whether an entry that has ended may be removed. It is not returned any more from its end on, but another Region may have renewed it in
/// time, and a removal is the last writer and would win. So it stays for five minutes more; and while another Region has not been heard of
/// for a minute nothing is removed, because what it has renewed has not come either.
/// </summary>
/// <param name="time">Tells the time.</param>
internal sealed class Removals(TimeProvider time)
{
    private sealed record Looked(string Where, DateTimeOffset At, string? Silent);

    private volatile Looked? _looked;

    /// <summary>How long an entry stays after its end.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How old the last word of a Region may be.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a Region that says nothing is waited for. Whoever removes a Region for good does not tell the others, and without an end
    /// the store would grow until it takes no more writes: MemoryDB Multi-Region does not evict.
    /// </summary>
    public TimeSpan Forgotten { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Somebody has looked when each Region was last heard of.</summary>
    /// <param name="where">The Region whose store was asked.</param>
    /// <param name="heard">For each Region, when it last said something, in UTC ticks by its own clock.</param>
    /// <returns>A Region that has not been heard of, or whose clock differs; null where there is none.</returns>
    public string? Look(string where, IEnumerable<HashEntry> heard)
    {
        var now = time.GetUtcNow();
        var silent = SilentAt(now, where, heard);
        _looked = new(where, now, silent);
        return silent;
    }

    /// <summary>Whether an entry may be removed now.</summary>
    /// <param name="where">The Region whose store it was seen in.</param>
    /// <param name="ending">When it ends.</param>
    public bool MayRemove(string? where, Ending ending) =>
        _looked is { Silent: null } looked && looked.Where == where && MayRemove(looked.At, ending, time.GetUtcNow());

    private bool MayRemove(DateTimeOffset looked, Ending ending, DateTimeOffset now) =>
        (now - looked).Duration() < Silence && ending.At is { } end && now - end > Grace;

    private string? SilentAt(DateTimeOffset now, string where, IEnumerable<HashEntry> heard) => heard
        .Where(entry => entry.Name != where && Age(entry, now) is { } age && age.Duration() > Silence && age < Forgotten)
        .Select(entry => (string?)entry.Name).FirstOrDefault();

    private static TimeSpan? Age(HashEntry entry, DateTimeOffset now) =>
        long.TryParse((string?)entry.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            ? TimeSpan.FromTicks(now.UtcTicks - ticks)
            : null;
}
