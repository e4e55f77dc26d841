using System.Collections.Concurrent;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>The instances behind a balancer, and which of them have passed their last health check.</summary>
internal sealed class LocalTargets : IAsyncDisposable
{
    // An Application Load Balancer's targets are checked every 5 seconds at the most often, and it takes two checks. It waits 5 seconds for
    // each, unless told otherwise: a busy machine is no dead instance.
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(500), _patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Uri, bool> _healthy = new();
    private readonly ConcurrentDictionary<Uri, bool> _near = new();
    private readonly CancellationTokenSource _end = new();
    private readonly HttpClient _client;
    private readonly Task _checking;

    /// <summary>Begins to check.</summary>
    /// <param name="client">What asks.</param>
    public LocalTargets(HttpClient client)
    {
        _client = client;
        _checking = CheckAsync();
    }

    /// <summary>Adds an instance, which is healthy when it has passed a check.</summary>
    /// <param name="near">Whether it comes before those that are not near while it is healthy.</param>
    public void Add(Uri instance, bool near) => (_near[instance], _healthy[instance]) = (near, false);

    public void Remove(Uri instance) => _healthy.TryRemove(instance, out _);

    /// <summary>Any near instance that is healthy, or any other; where none is, any at all, near ones first; null where there is
    /// none.</summary>
    public Uri? Choose()
    {
        var open = _healthy.ToArray().GroupBy(target => (Healthy: target.Value, Near: _near[target.Key]), target => target.Key)
            .OrderByDescending(group => group.Key.Healthy).ThenByDescending(group => group.Key.Near).FirstOrDefault()?.ToArray();
        return open?[Random.Shared.Next(open.Length)];
    }

    /// <summary>Waits until every instance is healthy.</summary>
    public async Task HealthyAsync(CancellationToken cancellationToken)
    {
        while (_healthy.Values.Any(healthy => !healthy))
        {
            await Task.Delay(20, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _checking;
        _end.Dispose();
    }

    private async Task CheckAsync()
    {
        using var timer = new PeriodicTimer(_interval);
        try
        {
            do
            {
                await Task.WhenAll(_healthy.Keys.Select(async target =>
                {
                    var healthy = await PassesAsync(target);
                    _healthy.TryUpdate(target, healthy, !healthy);
                }));
            }
            while (await timer.WaitForNextTickAsync(_end.Token));
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task<bool> PassesAsync(Uri target)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        limit.CancelAfter(_patience);
        try
        {
            using var answer = await _client.GetAsync(new Uri(target, "/healthz"), limit.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception silence) when (silence is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
