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
            await loop;
        }
        if (_current is { } current)
        {
            _current = null;
            Close(current, settings.CheckPatience);
        }
        next.TrySetException(new ObjectDisposedException(nameof(Follower)));
        _ = next.Task.Exception;
        await Task.WhenAll(ClosingNow());
    }

    private async Task RunAsync()
    {
        // Whoever started it does not wait for its first steps.
        await Task.Yield();
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await (_current is { } current ? KeepAsync(current) : ConnectAsync());
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
        await PauseAsync(pauses.BeforeConnect(_failures));
        StoreEndpoint endpoint;
        ILink? link;
        long started;
        do
        {
            _endpoint = endpoint = await LookUpAsync() ?? _endpoint ?? throw _lastLookUp!;
            started = time.GetTimestamp();
            link = await AttemptAsync(endpoint);
        }
        while (link is null);
        instruments.Connected(settings.Name, time.GetElapsedTime(started));
        var generation = new Generation(++_number, endpoint, link, time.GetUtcNow(), settings.Continuations);
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

    private async Task KeepAsync(Generation current)
    {
        var wake = WakeUp();
        if (!_replacing && !NeedsReplacement(current) && Interlocked.Read(ref _doubted) != current.Number)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
            await Task.WhenAny(wake, current.Link.Lost, PassAsync(pauses.BetweenChecks(_timeToLive), over.Token));
            over.Cancel();
            _end.Token.ThrowIfCancellationRequested();
        }
        if (_current != current)
        {
            return;
        }
        if (current.Link.Lost.IsCompleted)
        {
            Retire(current, TimeSpan.Zero, new IOException(await current.Link.Lost));
            return;
        }
        _replacing = await LeadsElsewhereAsync(current) || NeedsReplacement(current);
        if (_replacing)
        {
            var renewing = Interlocked.Exchange(ref _renew, 0);
            try
            {
                await ConnectAsync();
            }
            catch
            {
                Interlocked.Or(ref _renew, renewing);
                throw;
            }
        }
        else
        {
            await CheckAsync(current);
        }
    }

    private async Task<bool> LeadsElsewhereAsync(Generation current)
    {
        if (await LookUpAsync() is not { } now || now.IsSameAs(current.Endpoint))
        {
            return false;
        }
        if (!_replacing)
        {
            Log.NameChanged(logger, settings.Name, current.Endpoint.Host, now.Host);
            instruments.NameChanged(settings.Name);
        }
        return true;
    }

    // A connection that says nothing any more is closed at once, so that what waits on it need not wait for its own time to be over.
    private async Task CheckAsync(Generation current)
    {
        Interlocked.CompareExchange(ref _doubted, 0, current.Number);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        try
        {
            await current.Link.CheckAsync(over.Token).WaitAsync(settings.CheckPatience, time, _end.Token);
        }
        catch (Exception silence) when (!_end.IsCancellationRequested)
        {
            over.Cancel();
            Retire(current, TimeSpan.Zero, silence);
        }
    }

    private bool NeedsReplacement(Generation current) =>
        Volatile.Read(ref _renew) != 0 || Interlocked.Read(ref _unwanted) == current.Number || time.GetUtcNow() - current.Born > Pauses.Renewal;
}
