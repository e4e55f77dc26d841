namespace SessionStore.Replicator.Deciding;

/// <summary>For how long every look has shown the same.</summary>
/// <param name="gap">Looks that lie further apart say nothing of the time between them.</param>
/// <param name="time">Tells the time.</param>
internal sealed class Steadiness<T>(TimeSpan gap, TimeProvider time)
{
    private (T Seen, long Since, long Last)? _before;

    /// <summary>Notes what a look has shown.</summary>
    /// <returns>For how long it has been so.</returns>
    public TimeSpan See(T seen)
    {
        var now = time.GetTimestamp();
        var since = _before is { } before && EqualityComparer<T>.Default.Equals(before.Seen, seen)
            && time.GetElapsedTime(before.Last, now) <= gap
            ? before.Since : now;
        _before = (seen, since, now);
        return time.GetElapsedTime(since, now);
    }
}
