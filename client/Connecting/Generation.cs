using SessionStore.Client.Naming;

namespace SessionStore.Client.Connecting;

/// <summary>
/// A connection in use: counts the operations on it, and closes it when it has been replaced and the last of them has ended.
/// </summary>
/// <param name="number">Grows with each connection of a name.</param>
/// <param name="endpoint">Where it leads.</param>
/// <param name="link">The connection.</param>
/// <param name="born">When it was opened.</param>
/// <param name="settings">Where whoever waits goes on.</param>
internal sealed class Generation(long number, StoreEndpoint endpoint, ILink link, DateTimeOffset born, FollowerSettings settings)
{
    private readonly TaskCompletionSource _idle = new(settings.Continuations);
    private int _operations = 1; // its own existence; ends with its retirement
    private int _retired;

    /// <summary>Grows with each connection of a name.</summary>
    public long Number => number;

    /// <summary>Where it leads.</summary>
    public StoreEndpoint Endpoint => endpoint;

    /// <summary>The connection.</summary>
    public ILink Link => link;

    /// <summary>When it was opened.</summary>
    public DateTimeOffset Born => born;

    /// <summary>Begins an operation on the connection.</summary>
    /// <returns>False when it has been closed already, or is about to be.</returns>
    public bool TryEnter()
    {
        for (var seen = Volatile.Read(ref _operations); seen > 0;)
        {
            var before = Interlocked.CompareExchange(ref _operations, seen + 1, seen);
            if (before == seen)
            {
                return true;
            }
            seen = before;
        }
        return false;
    }

    /// <summary>Ends an operation.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _operations) == 0)
        {
            _idle.TrySetResult();
        }
    }

    /// <summary>Closes the connection when its operations have ended.</summary>
    /// <param name="patience">How long to wait for them; zero for a connection that is dead.</param>
    /// <param name="time">Tells the time.</param>
    public async Task RetireAsync(TimeSpan patience, TimeProvider time)
    {
        if (Interlocked.Exchange(ref _retired, 1) != 0)
        {
            return;
        }
        Leave();
        if (patience > TimeSpan.Zero)
        {
            try
            {
                await _idle.Task.WaitAsync(patience, time).ConfigureAwait(settings.IsReplayed);
            }
            catch (TimeoutException)
            {
                // Whoever is still there learns that the connection is gone.
            }
        }
        await link.DisposeAsync().ConfigureAwait(settings.IsReplayed);
    }
}
