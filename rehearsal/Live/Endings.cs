using System.Collections.Concurrent;

namespace SessionStore.Rehearsal.Live;

/// <summary>The sessions of a run that end in it, and what became of them in their Region's store.</summary>
/// <param name="instance">What stands before every key of the client's.</param>
internal sealed class Endings(string instance)
{
    /// <summary>What their keys begin with.</summary>
    public const string Prefix = "ending:";

    private readonly ConcurrentQueue<EndingSession> _all = new();

    /// <summary>What they did.</summary>
    public IReadOnlyList<EndingSession> All => [.. _all];

    /// <summary>The key in the store.</summary>
    public string StoredKey(string key) => $"{instance}{key}";

    /// <summary>Takes a session in that ends.</summary>
    public void Add(EndingSession session) => _all.Enqueue(session);

    /// <summary>Looks which of a Region's sessions are still in its store.</summary>
    /// <param name="server">The Region's server.</param>
    /// <param name="diary">Tells the time.</param>
    /// <exception cref="IOException">The server is down.</exception>
    public async Task LookAsync(StandInServer server, Diary diary)
    {
        var (before, node) = (diary.Clock.Elapsed, server.Node);
        // Only those that were written before the look.
        var waiting = _all.Where(session => session.Node == node && session.GoneAt is null).ToArray();
        var there = await server.KeysAsync($"{StoredKey(Prefix)}*");
        var after = diary.Clock.Elapsed;
        foreach (var session in waiting)
        {
            if (there.Contains(session.Key))
            {
                session.PresentAt = before;
            }
            else
            {
                session.GoneAt = after;
            }
        }
    }
}

/// <summary>A session that ends in a run.</summary>
/// <param name="Key">Its key in the store.</param>
/// <param name="Region">The Region of the client that wrote it.</param>
/// <param name="Node">The server that acknowledged it.</param>
internal sealed record EndingSession(string Key, string Region, string Node)
{
    /// <summary>The earliest that it can have ended, since the start.</summary>
    public TimeSpan From { get; set; }

    /// <summary>When it had ended at the latest.</summary>
    public TimeSpan By { get; set; }

    /// <summary>How often a client asked for it after its end.</summary>
    public int Looks { get; set; }

    /// <summary>When a client asked for it after its end and got it; null for never.</summary>
    public TimeSpan? ReturnedAt { get; set; }

    /// <summary>When it was last seen in the store: the beginning of a look; null for never.</summary>
    public TimeSpan? PresentAt { get; set; }

    /// <summary>When it was no longer in the store: the end of a look; null where it was there to the end.</summary>
    public TimeSpan? GoneAt { get; set; }
}
