using System.Collections.Concurrent;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>The session application in all Regions.</summary>
/// <param name="balancers">
/// What browsers ask: one for all, or one for each Region that browsers are near to, with the Region's name.
/// </param>
/// <param name="startAsync">Starts an instance in a Region.</param>
internal sealed class Applications(
    IReadOnlyList<(string? Near, LocalBalancer Balancer)> balancers, Func<string, CancellationToken, Task<AppInstance>> startAsync)
    : IAsyncDisposable
{
    /// <summary>How many instances each Region has.</summary>
    public const int InRegion = 2;

    private readonly ConcurrentDictionary<string, AppInstance[]> _instances = new();
    private readonly ConcurrentDictionary<string, Uri[]> _lost = new();

    /// <summary>The address for browsers, wherever they are.</summary>
    public string Url => UrlNear(balancers[0].Near);

    /// <summary>The address for browsers near a Region; null for one without a place.</summary>
    public string UrlNear(string? region) => balancers.Single(one => one.Near == region).Balancer.Url;

    /// <summary>The instances that have ended and were not killed, with their Regions.</summary>
    public IEnumerable<(string Region, AppInstance Instance)> Dead => _instances
        .SelectMany(region => region.Value.Where(instance => instance.DiedUnplanned).Select(instance => (region.Key, instance)));

    /// <summary>A Region's instances; none while the Region is lost.</summary>
    public IReadOnlyList<AppInstance> In(string region) => _instances.GetValueOrDefault(region, []);

    /// <summary>Starts a Region's instances and waits until they take requests.</summary>
    public async Task StartAsync(string region, CancellationToken cancellationToken)
    {
        var starting = Enumerable.Range(0, InRegion)
            .Select(_ => startAsync(region, cancellationToken)).ToArray();
        try
        {
            await Task.WhenAll(starting);
        }
        finally
        {
            _instances[region] = [.. starting.Where(start => start.IsCompletedSuccessfully).Select(start => start.Result)];
        }
        foreach (var (near, balancer) in balancers)
        {
            foreach (var instance in In(region))
            {
                balancer.Register(instance.Address, near is null || near == region);
            }
            await balancer.HealthyAsync(cancellationToken);
        }
    }

    /// <summary>Ends a Region's instances at once, as SIGKILL does. The balancer finds out by itself.</summary>
    public async Task KillAsync(string region)
    {
        if (_instances.TryRemove(region, out var instances))
        {
            _lost[region] = [.. instances.Select(instance => instance.Address)];
            await Task.WhenAll(instances.Select(instance => instance.DisposeAsync().AsTask()));
        }
    }

    /// <summary>Ends one of a Region's instances at once, as SIGKILL does, and puts none in its place.</summary>
    public async Task KillAsync(string region, AppInstance instance)
    {
        _instances[region] = [.. In(region).Where(other => other != instance)];
        await instance.DisposeAsync();
    }

    /// <summary>Starts new instances in a Region that was lost.</summary>
    public async Task ReplaceAsync(string region, CancellationToken cancellationToken)
    {
        foreach (var (address, (_, balancer)) in _lost.GetValueOrDefault(region, []).SelectMany(_ => balancers, (lost, at) => (lost, at)))
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
