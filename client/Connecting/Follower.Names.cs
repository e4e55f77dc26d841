using SessionStore.Client.Naming;
using SessionStore.Client.Telemetry;

namespace SessionStore.Client.Connecting;

/// <summary>Looking up, attempts and pauses, all of which end when the name leads elsewhere.</summary>
internal sealed partial class Follower
{
    private Task<StoreEndpoint>? _lookUp;
    private NameException? _lastLookUp;
    private TimeSpan _timeToLive;
    private long? _looked;

    // Where nobody answers, the last answer stays: TLS is validated against it all the same.
    private async Task<StoreEndpoint?> LookUpAsync()
    {
        // A look-up that still hangs is waited for instead of starting another: the system's resolver may hold a thread meanwhile.
        var running = _lookUp is { IsCompleted: false } pending
            ? pending
            : _lookUp = resolver.ResolveAsync(settings.Name, _end.Token).AsTask();
        try
        {
            var endpoint = await running.WaitAsync(settings.CheckPatience, time, _end.Token).ConfigureAwait(OnContext);
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
        finally
        {
            _looked = time.GetTimestamp();
        }
    }

    // Null when the name leads elsewhere before the attempt has come to an end.
    private async Task<ILink?> AttemptAsync(StoreEndpoint endpoint)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        var connecting = connector.ConnectAsync(endpoint, settings.Writes, over.Token);
        await Task.WhenAny(connecting, WatchAsync(endpoint, over.Token)).ConfigureAwait(OnContext);
        var abandoned = !connecting.IsCompleted;
        over.Cancel();
        try
        {
            var link = await connecting.ConfigureAwait(OnContext);
            if (!abandoned && !_end.IsCancellationRequested)
            {
                return link;
            }
            await link.DisposeAsync().ConfigureAwait(OnContext);
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
            await (_endpoint is { } known ? Task.WhenAny(passing, WatchAsync(known, over.Token)) : passing).ConfigureAwait(OnContext);
            over.Cancel();
            _end.Token.ThrowIfCancellationRequested();
        }
    }

    // Not Task.Delay itself, which lets whoever waits for one of several tasks go on in the thread pool, whatever its context.
    private async Task PassAsync(TimeSpan pause, CancellationToken cancellationToken) =>
        await Task.Delay(pause, time, cancellationToken).ConfigureAwait(OnContext);

    private async Task WatchAsync(StoreEndpoint known, CancellationToken cancellationToken)
    {
        do
        {
            await Task.Delay(pauses.BetweenLooks(), time, cancellationToken).ConfigureAwait(OnContext);
        }
        while (await LookUpAsync().ConfigureAwait(OnContext) is not { } now || now.IsSameAs(known));
    }
}
