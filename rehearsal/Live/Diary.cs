using System.Collections.Concurrent;
using System.Diagnostics;

namespace SessionStore.Rehearsal.Live;

/// <summary>What happens in a run, written down as it happens.</summary>
/// <param name="tell">Told of each event, for who reads along.</param>
internal sealed class Diary(Action<Event> tell)
{
    /// <summary>The time since the clients began.</summary>
    public Stopwatch Clock { get; } = new();

    public ConcurrentQueue<Event> Events { get; } = new();

    /// <summary>Writes down what happened, and tells who reads along.</summary>
    /// <param name="text">What happened, for a person.</param>
    /// <param name="disturbs">The Region that is to take writes from here on; null when nothing changes for writers.</param>
    /// <param name="gone">The node that died, where one did.</param>
    /// <param name="detail">Whether only a reader who wants to know everything wants to know it.</param>
    public void Note(string text, string? disturbs = null, string? gone = null, bool detail = false)
    {
        var happened = new Event(Clock.Elapsed, text, disturbs, gone, detail);
        Events.Enqueue(happened);
        tell(happened);
    }
}
