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
internal sealed record FollowerSettings(string Name, bool Writes, TimeSpan Budget, TimeSpan CheckPatience, int MaximumWaiting);

/// <summary>
/// Follows one name: has a connection to where it leads, and carries out operations on it. One loop does all the connecting; operations wait for it and never connect themselves.
/// It awaits without <c>ConfigureAwait(false)</c>: servers have no synchronization context, and tests bring their own, in which a history can be replayed.
/// </summary>
internal sealed partial class Follower(
    FollowerSettings settings, IEndpointResolver resolver, IConnector connector, Pauses pauses, TimeProvider time, ILogger logger, Instruments instruments) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _firstAttempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
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
        for (var (tries, after) = (1, 0L); ; tries++)
        {
            var generation = TryEnter(after) ?? await EnterAsync(after, started, cancellationToken);
            Recovery recovery;
            try
            {
                var task = operation(generation.Link, state);
                return tries == 1 && !cancellationToken.CanBeCanceled ? await task : await task.WaitAsync(Positive(Left(started)), time, cancellationToken);
            }
            catch (Exception failure)
            {
                cancellationToken.ThrowIfCancellationRequested();
                recovery = Judge(generation, failure, repeatable, Left(started));
                if (recovery.Operation == Next.GiveUp)
                {
                    throw GivenUp(failure, recovery, tries, started);
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
                await Task.Delay(pauses.BeforeRepeat(tries), time, cancellationToken);
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
            throw GivenUp(failure, Judge(generation, failure, repeatable: false, settings.Budget), 1, time.GetTimestamp());
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

    private async ValueTask<Generation> EnterAsync(long after, long started, CancellationToken cancellationToken)
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
                        $"{settings.Name}: {settings.MaximumWaiting} operations wait already, no more may (MaximumWaiting). {LastFailure}", innerException: _lastFailure);
                }
                instruments.Waiting(settings.Name, 1);
                await next.WaitAsync(Positive(Left(started)), time, cancellationToken);
            }
            catch (TimeoutException)
            {
                throw new SessionStoreUnavailableException(
                    $"{settings.Name}: no {(settings.Writes ? "server that takes writes" : "server")} within {settings.Budget.TotalSeconds:0.#} s (Budget). {LastFailure}", innerException: _lastFailure);
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
        var recovery = Recovery.Decide(Failures.Of(exception), repeatable, left, settings.Writes);
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

    private Exception GivenUp(Exception failure, Recovery recovery, int tries, long started) => recovery.Connection == Verdict.Keep ? failure : new SessionStoreUnavailableException(
        $"{settings.Name}: given up after {tries} tries in {time.GetElapsedTime(started).TotalSeconds:0.0} s: {failure.Message}", recovery.MayBeDone, failure);

    private string LastFailure => _lastFailure is { } failure ? $"The last attempt failed: {failure.Message}" : "The first attempt is under way.";

    private TimeSpan Left(long started) => settings.Budget - time.GetElapsedTime(started);

    private static TimeSpan Positive(TimeSpan left) => left > TimeSpan.Zero ? left : TimeSpan.Zero;
}
