using SessionStore.Client.Telemetry;

namespace SessionStore.Client.Connecting;

/// <summary>What the loop does while there is a connection: it waits for a sign, or for the time to look the name up.</summary>
internal sealed partial class Follower
{
    private async Task KeepAsync(Generation current)
    {
        var wake = WakeUp();
        if (!_replacing && !NeedsReplacement(current) && Interlocked.Read(ref _doubted) != current.Number)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
            await Task.WhenAny(wake, current.Link.Lost, PassAsync(pauses.BetweenChecks(_timeToLive), over.Token)).ConfigureAwait(OnContext);
            over.Cancel();
            _end.Token.ThrowIfCancellationRequested();
        }
        // Every write that is refused doubts it: the DNS server is asked no more often than while there is no connection.
        if (_looked is { } looked && pauses.BetweenLooks() - time.GetElapsedTime(looked) is var early && early > TimeSpan.Zero)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
            await Task.WhenAny(current.Link.Lost, PassAsync(early, over.Token)).ConfigureAwait(OnContext);
            over.Cancel();
            _end.Token.ThrowIfCancellationRequested();
        }
        if (_current != current)
        {
            return;
        }
        if (current.Link.Lost.IsCompleted)
        {
            Retire(current, TimeSpan.Zero, new IOException(await current.Link.Lost.ConfigureAwait(OnContext)));
            return;
        }
        _replacing = await LeadsElsewhereAsync(current).ConfigureAwait(OnContext) || NeedsReplacement(current);
        if (_replacing)
        {
            await ConnectAsync().ConfigureAwait(OnContext);
        }
        else
        {
            await CheckAsync(current).ConfigureAwait(OnContext);
        }
    }

    private async Task<bool> LeadsElsewhereAsync(Generation current)
    {
        if (await LookUpAsync().ConfigureAwait(OnContext) is not { } now || now.IsSameAs(current.Endpoint))
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
            await current.Link.CheckAsync(over.Token).WaitAsync(settings.CheckPatience, time, _end.Token).ConfigureAwait(OnContext);
        }
        catch (Exception silence) when (!_end.IsCancellationRequested)
        {
            over.Cancel();
            Retire(current, TimeSpan.Zero, silence);
        }
    }

    private bool NeedsReplacement(Generation current) =>
        Volatile.Read(ref _renew) != 0 || Interlocked.Read(ref _unwanted) == current.Number
            || time.GetUtcNow() - current.Born > Pauses.Renewal;
}
