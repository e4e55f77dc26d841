using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// The accelerator without client affinity and the Regions' load balancers in one: every request goes to any instance, in any Region, that
/// has passed its last health check; where none has, to any of them all ("fail open" in the Elastic Load Balancing documentation). What
/// an instance does not answer is not repeated elsewhere.
/// </summary>
internal sealed class LocalBalancer : IAsyncDisposable
{
    // An Application Load Balancer's targets are checked every 5 seconds at the most often, and it takes two checks.
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(500), _patience = TimeSpan.FromSeconds(1);

    // Of one connection only, not of the whole way.
    private static readonly HashSet<string> _hopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Host", "Keep-Alive", "Transfer-Encoding", "Upgrade",
    };

    // As the idle timeout of an Application Load Balancer.
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };

    private readonly ConcurrentDictionary<Uri, bool> _targets = new();
    private readonly CancellationTokenSource _end = new();
    private readonly WebApplication _server;
    private Task _checking = Task.CompletedTask;

    private LocalBalancer() => _server = LocalServer.Create(AnswerAsync);

    /// <summary>The address for browsers.</summary>
    public string Url => _server.Url();

    /// <summary>Starts a balancer without instances.</summary>
    public static async Task<LocalBalancer> StartAsync()
    {
        var balancer = new LocalBalancer();
        await balancer._server.StartAsync();
        balancer._checking = balancer.CheckAsync();
        return balancer;
    }

    /// <summary>Registers an instance, which takes requests when it has passed a health check.</summary>
    public void Register(Uri instance) => _targets[instance] = false;

    /// <summary>Takes an instance out for good, as an Auto Scaling group does that replaces it.</summary>
    public void Deregister(Uri instance) => _targets.TryRemove(instance, out _);

    /// <summary>Waits until every instance that is registered passes its health checks.</summary>
    public async Task HealthyAsync(CancellationToken cancellationToken)
    {
        while (_targets.Values.Any(healthy => !healthy))
        {
            await Task.Delay(20, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _checking;
        await _server.DisposeAsync();
        _client.Dispose();
        _end.Dispose();
    }

    private async Task CheckAsync()
    {
        using var timer = new PeriodicTimer(_interval);
        try
        {
            do
            {
                await Task.WhenAll(_targets.Keys.Select(async target =>
                {
                    var healthy = await PassesAsync(target);
                    _targets.TryUpdate(target, healthy, !healthy);
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

    private async Task AnswerAsync(HttpContext context)
    {
        var all = _targets.ToArray();
        var healthy = all.Where(target => target.Value).ToArray();
        var open = (healthy.Length > 0 ? healthy : all).Select(target => target.Key).ToArray();
        if (open.Length == 0)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "no instance is registered");
            return;
        }
        var target = open[Random.Shared.Next(open.Length)];
        try
        {
            using var request = Forwarded(context.Request, target);
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !_hopByHop.Contains(header.Key)))
            {
                context.Response.Headers[name] = values.ToArray();
            }
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or OperationCanceledException)
        {
            if (context.Response.HasStarted)
            {
                context.Abort();
            }
            else if (!context.RequestAborted.IsCancellationRequested)
            {
                var late = lost is OperationCanceledException;
                await RefuseAsync(context, late ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway,
                    $"the instance at {target} {(late ? "is too slow" : "does not answer")}");
            }
        }
    }

    private static HttpRequestMessage Forwarded(HttpRequest request, Uri target)
    {
        var forwarded = new HttpRequestMessage(new(request.Method), new Uri(target, request.GetEncodedPathAndQuery()));
        if (request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0)
        {
            forwarded.Content = new StreamContent(request.Body);
        }
        foreach (var (name, values) in request.Headers.Where(header => !_hopByHop.Contains(header.Key)))
        {
            if (!forwarded.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                forwarded.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }
        forwarded.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "http");
        return forwarded;
    }

    private static Task RefuseAsync(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync($"{status}: {why}. Reload the page.\n");
    }
}
