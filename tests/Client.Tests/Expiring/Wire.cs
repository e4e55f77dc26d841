using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Tests.Expiring;

/// <summary>What two Regions hear of each other: all of it, in its order, late, and while the wire is cut, nothing.</summary>
internal sealed class Wire(Place one, Place another, ManualTime time, Random random)
{
    private readonly Dictionary<Place, Queue<(TimeSpan Sent, TimeSpan Due, Change Change)>> _underWay =
        new() { [one] = new(), [another] = new() };

    private TimeSpan _lastDelivery;

    /// <summary>Until when nothing arrives.</summary>
    public TimeSpan CutUntil { get; set; }

    /// <summary>Takes what was sent, and delivers what is due.</summary>
    public void Deliver()
    {
        foreach (var (from, queue) in _underWay)
        {
            foreach (var change in from.Sent)
            {
                var due = time.Now + TimeSpan.FromSeconds(3 * random.NextDouble());
                queue.Enqueue((_lastDelivery, queue.Select(other => other.Due).Append(due).Max(), change));
            }
            from.Sent.Clear();
            while (time.Now >= CutUntil && queue.TryPeek(out var next) && next.Due <= time.Now)
            {
                queue.Dequeue();
                Other(from).Store.Hashes.Do(next.Change);
            }
        }
        _lastDelivery = time.Now;
    }

    /// <summary>Whether a Region has made or heard of a change.</summary>
    public bool Knows(Place place, Change change) => !IsUnderWay(Other(place), change);

    /// <summary>Until when one Region has heard of all that the other one did.</summary>
    public TimeSpan KnowsUpTo(Place from, Place to) => from == to ? time.Now
        : _underWay[from].TryPeek(out var next) ? next.Sent
        : from.Sent.Count > 0 ? _lastDelivery
        : time.Now;

    private bool IsUnderWay(Place from, Change change) =>
        from.Sent.Contains(change) || _underWay[from].Any(underWay => underWay.Change == change);

    private Place Other(Place place) => place == one ? another : one;
}
