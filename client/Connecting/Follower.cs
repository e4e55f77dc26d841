using Microsoft.Extensions.Logging;
using SessionStore.Client.Naming;
using SessionStore.Client.Telemetry;

namespace SessionStore.Client.Connecting;

/// <summary>What a <see cref="Follower"/> works with.</summary>
/// <param name="Name">The name that it follows.</param>
/// <param name="Writes">Whether the name has to lead to a server that takes writes.</param>
/// <param name="Budget">How long an operation may take, all its tries together.</param>
/// <param name="CheckPatience">How long a server may take to answer a ping.</param>
/// <param name="MaximumWaiting">How many operations may wait at once.</param>
internal sealed record FollowerSettings(string Name, bool Writes, TimeSpan Budget, TimeSpan CheckPatience, int MaximumWaiting)
{
    /// <summary>Whoever waits goes on elsewhere, not in the loop. A history that is replayed has everything on one thread.</summary>
    public TaskCreationOptions Continuations { get; init; } = TaskCreationOptions.RunContinuationsAsynchronously;

    /// <summary>What decides after a failure.</summary>
    public Func<Failure, bool, TimeSpan, bool, Recovery> Decide { get; init; } = Recovery.Decide;
}

/// <summary>
/// Follows one name: has a connection to where it leads, and carries out operations on it. One loop does all the connecting; operations wait for it and never connect themselves.
/// It awaits without <c>ConfigureAwait(false)</c>: servers have no synchronization context, and tests bring their own, in which a history can be replayed.
/// </summary>
internal sealed partial class Follower(
    FollowerSettings settings, IEndpointResolver resolver, IConnector connector, Pauses pauses, TimeProvider time, ILogger logger, Instruments instruments) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _firstAttempt = new(settings.Continuations);
    private TaskCompletionSource _next = new(settings.Continuations);
    private volatile Generation? _current;
    private volatile Exception? _lastFailure;
    private Task? _loop;
    private int _waiting;

    /// <summary>The connection that operations use now; null while there is none.</summary>
    public Generation? Current => _current;

    /// <summary>Where the name led when that was last known.</summary>
    public StoreEndpoint? Endpoint => _endpoint;

    /// <summary>Carries out an operation, again and again within the budget where that is safe.</summary>
    /// <param name="state">Handed to the operation.</param>
    /// <param name="operation">Sends a command and waits for the answer.</param>
    /// <param name="repeatable">Whether the operation, done twice, is as if done once.</param>
    /// <param name="cancellationToken">Ends the wait for it. What was sent is not called back.</param>
    /// <exception cref="SessionStoreUnavailableException">The budget is spent, or the operation was lost and is not repeatable.</exception>
    public async Task<T> ExecuteAsync<TState, T>(TState state, Func<ILink, TState, Task<T>> operation, bool repeatable, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var started = time.GetTimestamp();
        var mayBeDone = false;
        for (var (tries, after) = (1, 0L); ; tries++)
        {
            var generation = TryEnter(after);
            // The first try on a connection that is there ends with the command's own time limit, which is within the budget.
            var unlimited = generation is not null && tries == 1 && !cancellationToken.CanBeCanceled;
            generation ??= await EnterAsync(after, started, mayBeDone, cancellationToken);
            Recovery recovery;
            try
            {
                var task = operation(generation.Link, state);
                return unlimited ? await task : await task.WaitAsync(Positive(Left(started)), time, cancellationToken);
            }
            catch (Exception failure)
            {
                cancellationToken.ThrowIfCancellationRequested();
                recovery = Judge(generation, failure, repeatable, Left(started));
                mayBeDone |= recovery.MayBeDone;
                if (recovery.Operation == Next.GiveUp)
                {
                    throw GivenUp(failure, recovery.Connection, mayBeDone, tries, started);
                }
                instruments.Repeated(settings.Name, failure);
            }
            finally
            {
                generation.Leave();
            }
            after = recovery.Operation == Next.RepeatOnNewer ? generation.Number : 0;
            if (recovery.Operation == Next.Repeat)
            {
                await Task.Delay(pauses.BeforeRepeat(tries, Left(started)), time, cancellationToken);
            }
        }
    }

    /// <summary>Carries out an operation once, on the connection that there is: for callers that cannot wait, or have another place to go.</summary>
    /// <param name="state">Handed to the operation.</param>
    /// <param name="operation">Sends a command and waits for the answer.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    /// <exception cref="SessionStoreUnavailableException">There is no connection, or it was lost.</exception>
    public async Task<T> ExecuteOnceAsync<TState, T>(TState state, Func<ILink, TState, Task<T>> operation, CancellationToken cancellationToken)
    {
        if (_current is null && !_firstAttempt.Task.IsCompleted)
        {
            await FirstAttemptAsync(cancellationToken);
        }
        Start();
        var generation = TryEnter(0) ?? throw new SessionStoreUnavailableException($"{settings.Name}: there is no connection now. {LastFailure}", innerException: _lastFailure);
        try
        {
            return await operation(generation.Link, state).WaitAsync(cancellationToken);
        }
        catch (Exception failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var recovery = Judge(generation, failure, repeatable: false, settings.Budget);
            throw GivenUp(failure, recovery.Connection, recovery.MayBeDone, 1, time.GetTimestamp());
        }
        finally
        {
            generation.Leave();
        }
    }

    /// <summary>Waits until the first attempt to connect has succeeded or failed.</summary>
    public Task FirstAttemptAsync(CancellationToken cancellationToken)
    {
        Start();
        return _firstAttempt.Task.WaitAsync(settings.Budget, time, cancellationToken);
    }

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
                if (Interlocked.Increment(ref _waiting) > settings.MaximumWaiting)
                {
                    throw new SessionStoreUnavailableException(
                        $"{settings.Name}: {settings.MaximumWaiting} operations wait already, no more may (MaximumWaiting). {LastFailure}", mayBeDone, _lastFailure);
                }
                instruments.Waiting(settings.Name, 1);
                await next.WaitAsync(Positive(Left(started)), time, cancellationToken);
            }
            catch (TimeoutException)
            {
                throw new SessionStoreUnavailableException(
                    $"{settings.Name}: no {(settings.Writes ? "server that takes writes" : "server")} within {settings.Budget.TotalSeconds:0.#} s (Budget). {LastFailure}", mayBeDone, _lastFailure);
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

    // A failure that has nothing to do with the connection is the caller's own: it gets it as it is.
    private Exception GivenUp(Exception failure, Verdict connection, bool mayBeDone, int tries, long started) =>
        connection == Verdict.Keep && Failures.Of(failure) != Failure.Busy ? failure : new SessionStoreUnavailableException(
            $"{settings.Name}: given up after {tries} tries in {time.GetElapsedTime(started).TotalSeconds:0.0} s: {failure.Message}", mayBeDone, failure);

    private string LastFailure => _lastFailure is { } failure ? $"The last attempt failed: {failure.Message}" : "The first attempt is under way.";

    private TimeSpan Left(long started) => settings.Budget - time.GetElapsedTime(started);

    private static TimeSpan Positive(TimeSpan left) => left > TimeSpan.Zero ? left : TimeSpan.Zero;
}
