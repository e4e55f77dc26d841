using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>Stands before Route 53 and can fail as it does.</summary>
public sealed class FaultyProxy : IAsyncDisposable
{
    // "Throttling" and "PriorRequestNotComplete" come with status 400: "Common errors" in the Route 53 API reference.
    private const string Throttled =
        """<?xml version="1.0"?><ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error><RequestId>rehearsal</RequestId></ErrorResponse>""";

    private readonly string _target;
    private readonly HttpClient _client = new();
    private WebApplication? _server;
    private int _toThrottle;
    private volatile bool _down;

    private FaultyProxy(string target) => _target = target;

    /// <summary>The address to use instead of the target's.</summary>
    public string Url => _server!.Url();

    /// <summary>How many requests were answered with an error.</summary>
    public int Failures { get; private set; }

    /// <summary>Whether every request gets an internal error.</summary>
    public bool Down
    {
        get => _down;
        set => _down = value;
    }

    /// <summary>Starts a proxy.</summary>
    /// <param name="target">The address of what it stands before.</param>
    public static async Task<FaultyProxy> StartAsync(string target)
    {
        var proxy = new FaultyProxy(target);
        proxy._server = await LocalServer.StartAsync(proxy.AnswerAsync);
        return proxy;
    }

    /// <summary>Answers the next requests with Throttling.</summary>
    /// <param name="requests">How many.</param>
    public void Throttle(int requests) => Interlocked.Exchange(ref _toThrottle, requests);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _client.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (_down || Interlocked.Decrement(ref _toThrottle) >= 0)
        {
            Failures++;
            context.Response.StatusCode = (int)(_down ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.BadRequest);
            context.Response.ContentType = "text/xml";
            await context.Response.WriteAsync(_down ? "" : Throttled);
            return;
        }
        using var request = new HttpRequestMessage(new(context.Request.Method), $"{_target}{context.Request.Path}{context.Request.QueryString}");
        if (context.Request.Method != HttpMethods.Get)
        {
            request.Content = new StringContent(await context.Request.BodyAsync());
        }
        // moto tells services apart by the signature's scope.
        request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
        using var answer = await _client.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
