using System.Collections.Concurrent;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>The session application in all Regions, behind one balancer.</summary>
/// <param name="balancer">What browsers ask.</param>
/// <param name="settings">The configuration of an application in a Region.</param>
/// <param name="folder">Where instances may leave files.</param>
internal sealed class Applications(
    LocalBalancer balancer, Func<LiveRegion, IReadOnlyDictionary<string, string?>> settings, string folder) : IAsyncDisposable
{
    /// <summary>How many instances each Region has.</summary>
    public const int InRegion = 2;

    private readonly ConcurrentDictionary<string, AppInstance[]> _instances = new();
    private readonly ConcurrentDictionary<string, Uri[]> _lost = new();

    /// <summary>The address that leads to any instance in any Region.</summary>
    public string Url => balancer.Url;

    /// <summary>The instances that have ended and were not killed, with their Regions.</summary>
    public IEnumerable<(string Region, AppInstance Instance)> Dead => _instances
        .SelectMany(region => region.Value.Where(instance => instance.DiedUnplanned).Select(instance => (region.Key, instance)));

    /// <summary>A Region's instances; none while the Region is lost.</summary>
    public IReadOnlyList<AppInstance> In(LiveRegion region) => _instances.GetValueOrDefault(region.Name, []);

    /// <summary>Starts a Region's instances and waits until they take requests.</summary>
    public async Task StartAsync(LiveRegion region, CancellationToken cancellationToken)
    {
        var starting = Enumerable.Range(0, InRegion)
            .Select(_ => AppInstance.StartAsync(region.Name, settings(region), folder, cancellationToken)).ToArray();
        try
        {
            await Task.WhenAll(starting);
        }
        finally
        {
            _instances[region.Name] = [.. starting.Where(start => start.IsCompletedSuccessfully).Select(start => start.Result)];
        }
        foreach (var instance in In(region))
        {
            balancer.Register(instance.Address);
        }
        await balancer.HealthyAsync(cancellationToken);
    }

    /// <summary>Ends a Region's instances at once, as SIGKILL does. The balancer finds out by itself.</summary>
    public async Task KillAsync(LiveRegion region)
    {
        if (_instances.TryRemove(region.Name, out var instances))
        {
            _lost[region.Name] = [.. instances.Select(instance => instance.Address)];
            await Task.WhenAll(instances.Select(instance => instance.DisposeAsync().AsTask()));
        }
    }

    /// <summary>Starts new instances in a Region that was lost.</summary>
    public async Task ReplaceAsync(LiveRegion region, CancellationToken cancellationToken)
    {
        foreach (var address in _lost.GetValueOrDefault(region.Name, []))
        {
            balancer.Deregister(address);
        }
        await StartAsync(region, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances.Values.SelectMany(instances => instances))
        {
            await instance.DisposeAsync();
        }
    }
}
