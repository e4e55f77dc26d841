using SessionStore.Client.Caching;

namespace SessionStore.Client.Tests.Expiring;

/// <summary>A write as it happened.</summary>
internal sealed record Written(string Id, TimeSpan At, Place Where, Change Change, StoredEntry Entry, Written? Before)
{
    /// <summary>The first write of this session's life; before it there was none, or one that was over.</summary>
    public Written Root => Before?.Root ?? this;
}

/// <summary>What really happened to one key, by one clock that nobody else has, and what follows from it.</summary>
/// <param name="knows">Whether a Region has heard of a change.</param>
/// <param name="knowsUpTo">Until when one Region has heard of all that another one did.</param>
internal sealed class Truth(Func<Place, Change, bool> knows, Func<Place, Place, TimeSpan> knowsUpTo)
{
    /// <summary>How far apart the clocks may be.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromSeconds(2);

    private readonly List<Written> _writes = [];
    private readonly List<(Change Change, Written? Seen)> _removals = [];
    private readonly List<Change> _swept = [];
    private readonly List<(string Id, TimeSpan At, Place Where)> _touches = [];

    /// <summary>Whether it came into a race that nobody can win: used again at the moment at which another Region removed it as
    /// over.</summary>
    public bool IsLostCause { get; private set; }

    public Written? Find(string? id) => _writes.Find(write => write.Id == id);

    public void Wrote(Written write)
    {
        _writes.Add(write);
        // Its clock being ahead, a Region's removal may have the later stamp although it came first.
        IsLostCause |= _swept.Any(swept => swept.Stamp > write.Change.Stamp && !knows(write.Where, swept));
        Touched(write.Id, write.At, write.Where);
    }

    public void Swept(Change change) => _swept.Add(change);

    public void Touched(string id, TimeSpan at, Place where) => _touches.Add((id, at, where));

    public void Removed(Change change, string? seen) => _removals.Add((change, Find(seen)));

    /// <summary>The law that a session that was returned breaks; null for none.</summary>
    public string? Returned(StoredEntry entry, TimeSpan at, Place where)
    {
        if (Find(entry.Data) is not { } write)
        {
            return $"a rest was returned: {entry.Data}";
        }
        var (absolute, sliding) = (write.Entry.Absolute, write.Entry.Sliding);
        return (entry.Absolute, entry.Sliding) != (absolute, sliding) ? $"two writes were mixed: {write.Id}"
            : absolute is { } end && where.Now > end + Apart + Apart ? $"an expired session was returned: {write.Id}"
            : sliding is { } span && at > _touches.Max(touch => touch.At) + span + Apart + Apart
                ? $"an expired session was returned: {write.Id}"
            : _removals.Any(removal => removal.Seen == write && knows(where, removal.Change))
                ? $"a removed session was returned: {write.Id}"
            : null;
    }

    /// <summary>Whether a Region has to find the session, because it has heard of a use of it that is young enough.</summary>
    public bool HasToBeFound(TimeSpan at, Place where)
    {
        var latest = _writes.Where(write => knows(where, write.Change)).MaxBy(write => write.Change.Stamp);
        return latest is not null && !_removals.Any(removal => removal.Change.Stamp > latest.Change.Stamp)
            && Lives(latest, at, where, 0.9, touch => touch.Where == where || knowsUpTo(touch.Where, where) >= touch.At);
    }

    /// <summary>A Region removes the session as over.</summary>
    /// <returns>Whether it must not.</returns>
    public bool IsRemovedAlive(TimeSpan at, Place where)
    {
        var latest = _writes.MaxBy(write => write.Change.Stamp);
        if (latest is null || _removals.Any(removal => removal.Change.Stamp > latest.Change.Stamp)
            || !Lives(latest, at, where, 1, _ => true))
        {
            return false;
        }
        IsLostCause |= !knows(where, latest.Root.Change);
        return !IsLostCause;
    }

    private bool Lives(
        Written write, TimeSpan at, Place where, double share, Func<(string Id, TimeSpan At, Place Where), bool> counts)
    {
        var used = _touches.Where(touch => touch.Id == write.Id && counts(touch)).Select(touch => touch.At).DefaultIfEmpty(write.At).Max();
        return (write.Entry.Absolute is not { } end || where.Now < end - Apart - Apart)
            && (write.Entry.Sliding is not { } span || at < used + (span * share) - Apart - Apart);
    }
}
