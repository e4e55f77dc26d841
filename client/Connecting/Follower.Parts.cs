using SessionStore.Client.Naming;
using SessionStore.Client.Telemetry;

namespace SessionStore.Client.Connecting;

/// <summary>What the loop is made of: looking up, one attempt, and taking a connection out of use.</summary>
internal sealed partial class Follower
{
    private readonly HashSet<Task> _closing = [];
    private TaskCompletionSource _wake = new(settings.Continuations);
    private Task<StoreEndpoint>? _lookUp;
    private NameException? _lastLookUp;
    private TimeSpan _timeToLive;

    // Where nobody answers, the last answer stays: TLS is validated against it all the same.
    private async Task<StoreEndpoint?> LookUpAsync()
    {
        // A look-up that still hangs is waited for instead of starting another: the system's resolver may hold a thread meanwhile.
        var running = _lookUp is { IsCompleted: false } pending ? pending : _lookUp = resolver.ResolveAsync(settings.Name, _end.Token).AsTask();
        try
        {
            var endpoint = await running.WaitAsync(settings.CheckPatience, time, _end.Token);
            _timeToLive = endpoint.TimeToLive;
            _lastLookUp = null;
            return endpoint;
        }
        catch (Exception failure) when (!_end.IsCancellationRequested)
        {
            if (_lastLookUp is null)
            {
                Log.LookUpFailed(logger, settings.Name, failure.Message);
            }
            _lastLookUp = failure as NameException ?? new($"{settings.Name} cannot be looked up: {failure.Message}", failure);
            return null;
        }
    }

    // Null when the name leads elsewhere before the attempt has come to an end.
    private async Task<ILink?> AttemptAsync(StoreEndpoint endpoint)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        var connecting = connector.ConnectAsync(endpoint, settings.Writes, over.Token);
        await Task.WhenAny(connecting, WatchAsync(endpoint, over.Token));
        var abandoned = !connecting.IsCompleted;
        over.Cancel();
        try
        {
            var link = await connecting;
            if (!abandoned && !_end.IsCancellationRequested)
            {
                return link;
            }
            await link.DisposeAsync();
        }
        catch (Exception) when (abandoned)
        {
        }
        _end.Token.ThrowIfCancellationRequested();
        return null;
    }

    private async Task PauseAsync(TimeSpan pause)
    {
        if (pause > TimeSpan.Zero)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
            var passing = PassAsync(pause, over.Token);
            await (_endpoint is { } known ? Task.WhenAny(passing, WatchAsync(known, over.Token)) : passing);
            over.Cancel();
            _end.Token.ThrowIfCancellationRequested();
        }
    }

    // Not Task.Delay itself, which lets whoever waits for one of several tasks go on in the thread pool, whatever its context.
    private async Task PassAsync(TimeSpan pause, CancellationToken cancellationToken) => await Task.Delay(pause, time, cancellationToken);

    private async Task WatchAsync(StoreEndpoint known, CancellationToken cancellationToken)
    {
        do
        {
            await Task.Delay(pauses.BetweenLooks(), time, cancellationToken);
        }
        while (await LookUpAsync() is not { } now || now.IsSameAs(known));
    }

    private void Replace(Generation generation, Exception failure)
    {
        if (generation.Link.IsPartial)
        {
            lock (_gate)
            {
                if (_current != generation || Interlocked.Exchange(ref _unwanted, generation.Number) == generation.Number)
                {
                    return;
                }
                _lastFailure = failure;
                _failures = FailuresAfter(generation);
            }
            Wake();
        }
        else
        {
            Retire(generation, settings.Budget, failure);
        }
    }

    private void Doubt(Generation generation)
    {
        Interlocked.Exchange(ref _doubted, generation.Number);
        Wake();
    }

    private void Retire(Generation generation, TimeSpan patience, Exception failure)
    {
        lock (_gate)
        {
            if (_current != generation)
            {
                return;
            }
            _current = null;
            _lastFailure = failure;
            _failures = FailuresAfter(generation);
        }
        Log.ConnectionLost(logger, settings.Name, generation.Endpoint.Host, failure.Message);
        Wake();
        Close(generation, patience);
    }

    // A connection that was good for a while has ended a series of failures; one that fails at once belongs to it.
    private int FailuresAfter(Generation generation) => time.GetUtcNow() - generation.Born > Pauses.Settled ? 0 : _failures + 1;

    private void Close(Generation generation, TimeSpan patience)
    {
        var closing = generation.RetireAsync(patience, time);
        lock (_gate)
        {
            _closing.RemoveWhere(task => task.IsCompleted);
            _closing.Add(closing);
        }
    }

    private Task[] ClosingNow()
    {
        lock (_gate)
        {
            return [.. _closing];
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            _wake.TrySetResult();
        }
    }

    // What wakes it from now on; what it was woken for before stands in the flags.
    private Task WakeUp()
    {
        lock (_gate)
        {
            return (_wake.Task.IsCompleted ? _wake = new(settings.Continuations) : _wake).Task;
        }
    }
}
