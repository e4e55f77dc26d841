using Microsoft.Extensions.Logging;
using SessionStore.Client.Naming;
using SessionStore.Client.Telemetry;

namespace SessionStore.Client.Connecting;

/// <summary>
/// Follows one name: has a connection to where it leads, and carries out operations on it. One loop does all the connecting; operations
/// wait for it and never connect themselves.
/// </summary>
internal sealed partial class Follower(
    FollowerSettings settings, IEndpointResolver resolver, IConnector connector, Pauses pauses, TimeProvider time, ILogger logger,
    Instruments instruments) : IAsyncDisposable
{
    // A command that takes this long in one Region, or between two, is worth a ping.
    private static readonly TimeSpan _slow = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _firstAttempt = new(settings.Continuations);
    private volatile Generation? _current;
    private volatile Exception? _lastFailure;
    private Task? _loop;

    private bool OnContext => settings.IsReplayed;

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
    public async Task<T> ExecuteAsync<TState, T>(
        TState state, Func<ILink, TState, Task<T>> operation, bool repeatable, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var started = time.GetTimestamp();
        var mayBeDone = false;
        for (var (tries, after) = (1, 0L); ; tries++)
        {
            var generation = TryEnter(after);
            // The first try on a connection that is there ends with the command's own time limit, which is within the budget.
            var unlimited = generation is not null && tries == 1 && !cancellationToken.CanBeCanceled;
            generation ??= await EnterAsync(after, started, mayBeDone, cancellationToken).ConfigureAwait(OnContext);
            var sent = time.GetTimestamp();
            Recovery recovery;
            try
            {
                var task = operation(generation.Link, state);
                task = unlimited ? task : task.WaitAsync(Positive(Left(started)), time, cancellationToken);
                return await task.ConfigureAwait(OnContext);
            }
            catch (Exception failure)
            {
                EndIfCancelled(generation, sent, cancellationToken);
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
                await Task.Delay(pauses.BeforeRepeat(tries, Left(started)), time, cancellationToken).ConfigureAwait(OnContext);
            }
        }
    }

    /// <summary>
    /// Carries out an operation once, on the connection that there is: for callers that cannot wait, or have another place to go.
    /// </summary>
    /// <param name="state">Handed to the operation.</param>
    /// <param name="operation">Sends a command and waits for the answer.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    /// <exception cref="SessionStoreUnavailableException">There is no connection, or it was lost.</exception>
    public async Task<T> ExecuteOnceAsync<TState, T>(
        TState state, Func<ILink, TState, Task<T>> operation, CancellationToken cancellationToken)
    {
        if (_current is null && !_firstAttempt.Task.IsCompleted)
        {
            var attempt = FirstAttemptAsync(cancellationToken);
            await Task.WhenAny(attempt).ConfigureAwait(OnContext);
            cancellationToken.ThrowIfCancellationRequested();
        }
        Start();
        var generation = TryEnter(0)
            ?? throw Unavailable("there is no connection now", mayBeDone: false);
        try
        {
            return await operation(generation.Link, state).WaitAsync(cancellationToken).ConfigureAwait(OnContext);
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
}
