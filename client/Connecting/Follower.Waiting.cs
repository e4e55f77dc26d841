namespace SessionStore.Client.Connecting;

/// <summary>How an operation gets a connection, and what it makes of a failure.</summary>
internal sealed partial class Follower
{
    private TaskCompletionSource _next = new(settings.Continuations);
    private int _waiting;

    /// <summary>A connection to use until <see cref="Generation.Leave"/>; null where there is none that is new enough.</summary>
    private Generation? TryEnter(long after) => _current is { } current && current.Number > after && current.TryEnter() ? current : null;

    private async ValueTask<Generation> EnterAsync(long after, long started, bool mayBeDone, CancellationToken cancellationToken)
    {
        Start();
        while (true)
        {
            var next = NextPublication();
            if (TryEnter(after) is { } generation)
            {
                return generation;
            }
            try
            {
                instruments.Waiting(settings.Name, 1);
                if (Interlocked.Increment(ref _waiting) > settings.MaximumWaiting)
                {
                    throw Unavailable($"{settings.MaximumWaiting} operations wait already, no more may (MaximumWaiting)", mayBeDone);
                }
                await next.WaitAsync(Positive(Left(started)), time, cancellationToken).ConfigureAwait(OnContext);
            }
            catch (TimeoutException)
            {
                var wanted = settings.Writes ? "server that takes writes" : "server";
                throw Unavailable($"no {wanted} within {settings.Budget.TotalSeconds:0.#} s (Budget)", mayBeDone);
            }
            finally
            {
                Interlocked.Decrement(ref _waiting);
                instruments.Waiting(settings.Name, -1);
            }
        }
    }

    private Task NextPublication()
    {
        lock (_gate)
        {
            return _next.Task;
        }
    }

    private Recovery Judge(Generation generation, Exception exception, bool repeatable, TimeSpan left)
    {
        var recovery = settings.Decide(Failures.Of(exception), repeatable, left, settings.Writes);
        if (recovery.Connection == Verdict.Replace)
        {
            Replace(generation, exception);
        }
        else if (recovery.Connection == Verdict.Doubt)
        {
            Doubt(generation);
        }
        return recovery;
    }

    // Callers who lose patience before the command's own time is over would otherwise hide a server that hangs.
    private void EndIfCancelled(Generation generation, long sent, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested && time.GetElapsedTime(sent) > _slow)
        {
            Doubt(generation);
        }
        cancellationToken.ThrowIfCancellationRequested();
    }

    // A failure that has nothing to do with the connection is the caller's own: it gets it as it is.
    private Exception GivenUp(Exception failure, Verdict connection, bool mayBeDone, int tries, long started) =>
        connection == Verdict.Keep && Failures.Of(failure) != Failure.Busy ? failure : new SessionStoreUnavailableException(
            $"{settings.Name}: given up after {tries} tries in {time.GetElapsedTime(started).TotalSeconds:0.0} s: {failure.Message}",
            mayBeDone, failure);

    private SessionStoreUnavailableException Unavailable(string what, bool mayBeDone)
    {
        var last = _lastFailure;
        var why = last is null ? "The first attempt is under way." : $"The last attempt failed: {last.Message}";
        return new($"{settings.Name}: {what}. {why}", mayBeDone, last);
    }

    private TimeSpan Left(long started) => settings.Budget - time.GetElapsedTime(started);

    private static TimeSpan Positive(TimeSpan left) => left > TimeSpan.Zero ? left : TimeSpan.Zero;
}
