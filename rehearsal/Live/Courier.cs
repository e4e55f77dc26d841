namespace SessionStore.Rehearsal.Live;

/// <summary>
/// Carries between the Regions the two things without which nothing else could be shown: Data Protection's keys, so that each Region reads
/// the other one's cookies, and when each Region's sweeper was last heard of. MemoryDB Multi-Region merges everything; sessions are not
/// carried here, because what a merge makes of them would be ours and not the service's.
/// </summary>
/// <param name="servers">The Regions' servers.</param>
/// <param name="instance">What stands before every key of the client's.</param>
/// <param name="interval">How often.</param>
internal sealed class Courier(IReadOnlyList<StandInServer> servers, string instance, TimeSpan interval)
{
    private readonly SemaphoreSlim _oneAtATime = new(1);

    // The names are those of the client: PersistKeysToSessionStore, and Sweep.
    private readonly string _keys = $"{instance}DataProtection-Keys", _sweepers = $"{instance}sweepers";

    /// <summary>Whether the Regions hear nothing of one another.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Carries until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await (IsCut ? Task.CompletedTask : CarryAsync(cancellationToken));
                await Task.Delay(interval, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    /// <summary>Carries once what there is; a Region that is lost neither sends nor gets anything.</summary>
    public async Task CarryAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            foreach (var (from, to) in servers.SelectMany(_ => servers, (from, to) => (from, to)).Where(pair => pair.from != pair.to))
            {
                await CarryAsync(from, to);
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>From when this has returned on, nothing is carried any more; or it is again.</summary>
    public async Task CutAsync(bool cut, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        IsCut = cut;
        _oneAtATime.Release();
    }

    private async Task CarryAsync(StandInServer from, StandInServer to)
    {
        if (IsCut || !from.IsRunning || !to.IsRunning)
        {
            return;
        }
        try
        {
            if (await from.ExecuteAsync("SMEMBERS", _keys) is object?[] { Length: > 0 } keys)
            {
                await to.ExecuteAsync(["SADD", _keys, .. keys.Cast<string>()]);
            }
            if (await from.ExecuteAsync("HGET", _sweepers, from.Region) is string heard)
            {
                await to.ExecuteAsync("HSET", _sweepers, from.Region, heard);
            }
        }
        catch (IOException)
        {
            // One of them was lost meanwhile.
        }
    }
}
