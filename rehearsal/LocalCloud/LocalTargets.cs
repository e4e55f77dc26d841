using System.Collections.Concurrent;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>The instances behind a balancer, and which of them have passed their last health check.</summary>
internal sealed class LocalTargets : IAsyncDisposable
{
    // An Application Load Balancer's targets are checked every 5 seconds at the most often, and it takes two checks.
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(500), _patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Uri, bool> _healthy = new();
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
    public void Add(Uri instance) => _healthy[instance] = false;

    public void Remove(Uri instance) => _healthy.TryRemove(instance, out _);

    /// <summary>Any instance that is healthy; where none is, any at all; null where there is none.</summary>
    public Uri? Choose()
    {
        var all = _healthy.ToArray();
        var healthy = all.Where(target => target.Value).ToArray();
        var open = healthy.Length > 0 ? healthy : all;
        return open.Length > 0 ? open[Random.Shared.Next(open.Length)].Key : null;
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
