using SessionStore.Client.Naming;
using SessionStore.Client.Telemetry;

namespace SessionStore.Client.Connecting;

/// <summary>The loop: the only place that looks up and connects, so that there is one attempt at a time however many wait.</summary>
internal sealed partial class Follower
{
    private volatile StoreEndpoint? _endpoint;
    private long _number, _unwanted, _doubted;
    private int _failures, _renew;
    private bool _replacing;

    /// <summary>Starts the loop, once.</summary>
    public void Start()
    {
        if (_loop is null)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_end.IsCancellationRequested, this);
                // The loop outlives the request that happens to start it, and must not carry its trace and its other surroundings along.
                using var apart = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
                _loop ??= RunAsync();
            }
        }
    }

    /// <summary>Connects anew and then closes the old connection: what signs in has changed.</summary>
    public void Renew()
    {
        Volatile.Write(ref _renew, 1);
        Wake();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task? loop;
        TaskCompletionSource next;
        lock (_gate)
        {
            (loop, next) = (_loop, _next);
            _end.Cancel();
        }
        if (loop is not null)
        {
            await loop.ConfigureAwait(OnContext);
        }
        if (_current is { } current)
        {
            _current = null;
            Close(current, settings.CheckPatience);
        }
        next.TrySetException(new ObjectDisposedException(nameof(Follower)));
        _ = next.Task.Exception;
        await Task.WhenAll(ClosingNow()).ConfigureAwait(OnContext);
    }

    private async Task RunAsync()
    {
        // Whoever started it does not wait for its first steps.
        await Task.Yield();
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await (_current is { } current ? KeepAsync(current) : ConnectAsync()).ConfigureAwait(OnContext);
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
            }
            catch (Exception failure)
            {
                _failures++;
                _lastFailure = failure;
                Log.ConnectFailed(logger, settings.Name, _endpoint?.Host ?? "an unknown endpoint", failure.Message, _failures);
                instruments.ConnectFailed(settings.Name, failure);
            }
            _firstAttempt.TrySetResult();
        }
    }

    private async Task ConnectAsync()
    {
        await PauseAsync(pauses.BeforeConnect(_failures)).ConfigureAwait(OnContext);
        StoreEndpoint endpoint;
        ILink? link;
        long started;
        do
        {
            _endpoint = endpoint = await LookUpAsync().ConfigureAwait(OnContext) ?? _endpoint ?? throw _lastLookUp!;
            started = time.GetTimestamp();
            var renewing = Interlocked.Exchange(ref _renew, 0);
            try
            {
                link = await AttemptAsync(endpoint).ConfigureAwait(OnContext);
            }
            catch
            {
                Interlocked.Or(ref _renew, renewing);
                throw;
            }
        }
        while (link is null);
        instruments.Connected(settings.Name, time.GetElapsedTime(started));
        var generation = new Generation(++_number, endpoint, link, time.GetUtcNow(), settings);
        Generation? replaced;
        TaskCompletionSource waiting;
        lock (_gate)
        {
            // An operation may have retired the old one meanwhile: then it is being closed already.
            (replaced, _current) = (_current, generation);
            (waiting, _next) = (_next, new(settings.Continuations));
        }
        _replacing = false;
        waiting.SetResult();
        Log.Connected(logger, settings.Name, endpoint.Host, generation.Number);
        if (replaced is not null)
        {
            Close(replaced, settings.Budget);
        }
    }
}
