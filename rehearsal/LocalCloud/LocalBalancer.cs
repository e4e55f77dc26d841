using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// The accelerator without client affinity and the Regions' load balancers in one, as those see it who ask from one place: every request
/// goes to any instance near them, or in any Region where all are as near, that has passed its last health check; where none has, to any
/// of them all ("fail open" in the Elastic Load Balancing documentation). What an instance does not answer is not repeated elsewhere.
/// </summary>
internal sealed class LocalBalancer : IAsyncDisposable
{
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

    private readonly LocalTargets _targets;
    private readonly WebApplication _server;

    private LocalBalancer() => (_targets, _server) = (new(_client), LocalServer.Create(AnswerAsync));

    /// <summary>The address for browsers.</summary>
    public string Url => _server.Url();

    /// <summary>Starts a balancer without instances.</summary>
    public static async Task<LocalBalancer> StartAsync()
    {
        var balancer = new LocalBalancer();
        await balancer._server.StartAsync();
        return balancer;
    }

    /// <summary>Registers an instance, which takes requests when it has passed a health check.</summary>
    /// <param name="near">
    /// Whether its Region is the nearest to those who ask here: a farther one gets their requests only while no nearer one is healthy.
    /// </param>
    public void Register(Uri instance, bool near = true) => _targets.Add(instance, near);

    /// <summary>Takes an instance out for good, as an Auto Scaling group does that replaces it.</summary>
    public void Deregister(Uri instance) => _targets.Remove(instance);

    /// <summary>Waits until every instance that is registered passes its health checks.</summary>
    public Task HealthyAsync(CancellationToken cancellationToken) => _targets.HealthyAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _targets.DisposeAsync();
        await _server.DisposeAsync();
        _client.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (_targets.Choose() is not { } target)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "no instance is registered");
            return;
        }
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
