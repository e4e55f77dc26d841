using Microsoft.Extensions.Logging;
using SessionStore.Replicator.Copying;
using SessionStore.Replicator.Fencing;
using SessionStore.Replicator.Following;
using SessionStore.Replicator.Settings;
using SessionStore.Replicator.Stores;
using SessionStore.Replicator.Telemetry;

namespace SessionStore.Replicator;

/// <summary>One lease and one unbroken connection to one source: subscribe, fill, follow. Any gap is its end.</summary>
internal sealed class Tenure(
    Store store, string endpoint, Link target, Fence fence, ReplicatorOptions options, Tally tally, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan _watchEvery = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _end = new();
    private Task<string>? _run;
    private Fill? _fill;
    private SourceWatch? _watch;

    /// <summary>What every change of the target is conditional on.</summary>
    public string Token { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Where the keys come from.</summary>
    public string Source => endpoint;

    /// <summary>What has still to be copied.</summary>
    public DirtyKeys Dirty { get; } = new(options.MaximumWaiting, time);

    /// <summary>When it began.</summary>
    public long Began { get; } = time.GetTimestamp();

    /// <summary>Whether it has come to an end.</summary>
    public bool HasEnded => _run is { IsCompleted: true };

    /// <summary>Whether the source does not tell of its changes.</summary>
    public bool IsDeaf => _watch?.IsDeaf ?? false;

    /// <summary>Whether all that was there before the subscription has been copied, and what came since follows.</summary>
    public bool IsInStep => _fill is { IsComplete: true } && !IsDeaf && !HasEnded && !_end.IsCancellationRequested;

    /// <summary>How many keys the fill has found, and of how many; null before it begins.</summary>
    public (long Found, long Total)? Filled => _fill is { } fill ? (fill.Found, fill.Total) : null;

    /// <summary>Begins.</summary>
    public void Start() => _run = RunAsync();

    /// <summary>Ends it, and waits until nothing is under way any more.</summary>
    public async Task EndAsync()
    {
        await _end.CancelAsync();
        if (_run is { } run)
        {
            await run;
        }
    }

    private async Task<string> RunAsync()
    {
        await Task.Yield();
        string reason;
        try
        {
            reason = await FollowAsync();
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            reason = "it was told to";
        }
        catch (Exception failure)
        {
            reason = failure.Message;
        }
        Log.Ended(logger, endpoint, reason);
        return reason;
    }

    private async Task<string> FollowAsync()
    {
        await using var source = await store.ConnectAsync(endpoint, _end.Token);
        var notifications = new Notifications(source, Dirty);
        await notifications.SubscribeAsync();
        _watch = new(source, notifications);
        await _watch.BeginAsync();
        Log.Connected(logger, endpoint, target.Endpoint);
        tally.Restart();
        _fill = new(source, target, Dirty);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        Task[] work =
        [
            new Copier(Dirty, new SourceReader(source, time), new TargetWriter(target, fence, FenceValues.Lease(Token)), tally, logger)
                .RunAsync(over.Token),
            FillAsync(_fill, over.Token),
            WatchAsync(source, notifications, _watch, over.Token),
        ];
        // Each of them ends only by failing, or by being told to.
        var first = await Task.WhenAny([.. work, source.Lost, target.Lost]);
        await over.CancelAsync();
        await Task.WhenAny(Task.WhenAll(work), Task.Delay(options.Lease, time));
        foreach (var task in work)
        {
            _ = task.Exception;
        }
        if (first is Task<string> lost)
        {
            return await lost;
        }
        await first;
        return "it was told to";
    }

    private async Task FillAsync(Fill fill, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await fill.RunAsync(cancellationToken);
        Log.Filled(logger, fill.Found, time.GetElapsedTime(started).TotalSeconds);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private async Task WatchAsync(Link source, Notifications notifications, SourceWatch watch, CancellationToken cancellationToken)
    {
        var said = false;
        while (true)
        {
            if (watch.IsDeaf && !said)
            {
                Log.Deaf(logger, source.Endpoint, watch.Setting is { } setting ? $"\"{setting}\"" : "not known here");
            }
            said = watch.IsDeaf;
            await Task.Delay(_watchEvery, time, cancellationToken);
            await Task.WhenAll(watch.CheckAsync(), notifications.CheckAsync());
        }
    }
}
