using SessionStore.Client;
using SessionStore.Replicator.Deciding;
using SessionStore.Replicator.Fencing;
using SessionStore.Replicator.Stores;

namespace SessionStore.Replicator;

/// <summary>How it sees the name and the target, and what it keeps of what has failed.</summary>
internal sealed partial class Steward
{
    private async Task<(Lead Lead, string? Source)> LeadAsync(CancellationToken cancellationToken)
    {
        Task<string> here = targets.FindAsync(cancellationToken), there = sources.FindAsync(cancellationToken);
        try
        {
            var (found, own) = (await there.WaitAsync(_patience, time, cancellationToken), await here.WaitAsync(_patience, time,
                cancellationToken));
            return (sources.IsSame(found, targets, own) ? Lead.Own : Lead.Elsewhere, found);
        }
        catch (Exception failure) when (failure is SessionStoreUnavailableException or TimeoutException)
        {
            _ = here.Exception;
            _ = there.Exception;
            return (Lead.Unknown, null);
        }
    }

    private async Task<Fence> TargetAsync(CancellationToken cancellationToken)
    {
        if (_target is { Lost.IsCompleted: true })
        {
            await CloseTargetAsync();
        }
        if (_target is null)
        {
            _target = await targets.ConnectAsync(await targets.FindAsync(cancellationToken), cancellationToken);
            _fence = new(_target);
        }
        return _fence!;
    }

    // A source that fails again and again is tried ever more seldom; one that has worked for a while at once.
    private bool Recovers()
    {
        if (Tenure is { HasEnded: true } ended)
        {
            _failures = time.GetElapsedTime(ended.Began) > _longPause ? 0 : _failures + 1;
            (_ended, Tenure) = (time.GetTimestamp(), null);
        }
        var pause = _shortPause * Math.Pow(2, Math.Min(_failures, 6) - 1);
        return _failures > 0 && time.GetElapsedTime(_ended) < (pause < _longPause ? pause : _longPause);
    }

    private async Task EndAsync()
    {
        if (Tenure is { } tenure)
        {
            Tenure = null;
            await tenure.EndAsync();
        }
    }

    private async Task CloseTargetAsync()
    {
        await EndAsync();
        if (_target is { } target)
        {
            _target = null;
            await target.DisposeAsync();
        }
    }
}
