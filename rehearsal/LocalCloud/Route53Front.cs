using System.Collections.Concurrent;
using System.Net;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// Stands before moto and makes of it what the rehearsal needs: a Route 53 whose change batches are transactions
/// (<see cref="ZoneTransaction"/>), and one that can fail.
/// </summary>
internal sealed class Route53Front : IAsyncDisposable
{
    private readonly string _moto;
    private readonly HttpClient _client = new();
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly WebApplication _server;
    private int _toThrottle;
    private int _failures;
    private volatile bool _down;

    private Route53Front(string moto) => (_moto, _server) = (moto, LocalServer.Create(AnswerAsync));

    /// <summary>The address to use instead of moto's.</summary>
    public string Url => _server.Url();

    /// <summary>How many requests were failed on purpose.</summary>
    public int Failures => _failures;

    /// <summary>Whether the control plane is down: every request gets an internal error.</summary>
    public bool Down
    {
        get => _down;
        set => _down = value;
    }

    /// <summary>
    /// How long a request is kept while the control plane is down, before it is answered with an error that the SDK does not repeat. The
    /// function waits 12 seconds of its minute (WriterZone.Patience), repetitions included: where the minute is shorter, so has that to be,
    /// or a look would outlast several minutes. Without it, requests are refused at once, with an error that the SDK does repeat.
    /// </summary>
    public TimeSpan Patience { get; set; }

    /// <summary>Every request: when, by whose key, and with which method.</summary>
    public ConcurrentQueue<(DateTimeOffset At, string By, string Method)> Requests { get; } = new();

    /// <summary>Whether a key is that of a function: each Region's signs with one that is named after the Region.</summary>
    public Func<string, bool> IsFunction { get; set; } = _ => false;

    /// <summary>Attempts of functions to change what only a stage may: by whose key, and the record's set identifier.</summary>
    public ConcurrentQueue<(string By, string SetIdentifier)> Trespasses { get; } = new();

    /// <summary>Called with every accepted change: the Region whose function made it, and the new target; null where it stays.</summary>
    public Func<string, string?, Task> Changed { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Starts a front.</summary>
    /// <param name="moto">The address of moto.</param>
    public static async Task<Route53Front> StartAsync(string moto)
    {
        var front = new Route53Front(moto);
        await front._server.StartAsync();
        return front;
    }

    /// <summary>Answers the next requests with Throttling.</summary>
    public void Throttle(int requests) => Interlocked.Exchange(ref _toThrottle, requests);

    /// <summary>Waits until every change that clients can have seen has been told to <see cref="Changed"/>.</summary>
    public async Task ToldAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        _oneAtATime.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
        _oneAtATime.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var signer = context.Request.Signer();
        Requests.Enqueue((DateTimeOffset.UtcNow, signer, context.Request.Method));
        if (_down)
        {
            Interlocked.Increment(ref _failures);
            await Task.Delay(Patience, context.RequestAborted);
            context.Response.StatusCode =
                (int)(Patience > TimeSpan.Zero ? HttpStatusCode.NotImplemented : HttpStatusCode.ServiceUnavailable);
            return;
        }
        // With status 400, as PriorRequestNotComplete: "Common errors" in the Route 53 API reference.
        if (Interlocked.Decrement(ref _toThrottle) >= 0)
        {
            Interlocked.Increment(ref _failures);
            await RefuseAsync(context, "Throttling", "Rate exceeded");
            return;
        }
        // Route 53 is one service for all Regions of a partition ("Amazon Route 53 endpoints and quotas" in the AWS General Reference).
        if (!context.Request.Credential().EndsWith("/us-east-1/route53/aws4_request", StringComparison.Ordinal))
        {
            await RefuseAsync(
                context, "SignatureDoesNotMatch", $"Credential should be scoped to a valid region, not {context.Request.Credential()}");
            return;
        }
        if (context.Request.Method == HttpMethods.Post
            && context.Request.Path.Value!.TrimEnd('/').EndsWith("/rrset", StringComparison.Ordinal))
        {
            await ChangeAsync(context, signer);
            return;
        }
        var body = context.Request.Method == HttpMethods.Get ? null : await context.Request.BodyAsync();
        using var answer = await ForwardAsync(context, new(context.Request.Method), body);
        await PassAsync(context, answer);
    }

    private async Task ChangeAsync(HttpContext context, string signer)
    {
        var batch = XDocument.Parse(await context.Request.BodyAsync());
        await _oneAtATime.WaitAsync();
        try
        {
            using var records = await ForwardAsync(context, HttpMethod.Get, body: null);
            var transaction = new ZoneTransaction(XDocument.Parse(await records.Content.ReadAsStringAsync()), batch);
            // AWS would carry it out: IAM's conditions know a record's name and type and no set identifier.
            if (IsFunction(signer) && transaction.Override is { } forbidden)
            {
                Trespasses.Enqueue((signer, forbidden));
                await RefuseAsync(context, "AccessDenied", $"{signer} changes {forbidden}, which is not the function's to change");
                return;
            }
            if (transaction.Refusal is { } refusal)
            {
                await RefuseAsync(context, "InvalidChangeBatch", $"[{refusal}]");
                return;
            }
            using var answer = await ForwardAsync(context, HttpMethod.Post, transaction.Carried.ToString());
            await Changed(signer, transaction.Target);
            await PassAsync(context, answer);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task<HttpResponseMessage> ForwardAsync(HttpContext context, HttpMethod method, string? body)
    {
        var url = $"{_moto}{context.Request.Path.Value!.TrimEnd('/')}{context.Request.QueryString}";
        using var request = new HttpRequestMessage(method, url);
        request.Content = body is null ? null : new StringContent(body);
        // moto tells services apart by the signature's scope.
        request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
        return await _client.SendAsync(request, context.RequestAborted);
    }

    private static async Task PassAsync(HttpContext context, HttpResponseMessage answer)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(context.Response.Body);
    }

    private static Task RefuseAsync(HttpContext context, string code, string message)
    {
        context.Response.StatusCode = (int)HttpStatusCode.BadRequest;
        context.Response.ContentType = "text/xml";
        var error = new XElement(ZoneTransaction.Namespace + "ErrorResponse", new XElement(ZoneTransaction.Namespace + "Error",
            new XElement(ZoneTransaction.Namespace + "Type", "Sender"),
            new XElement(ZoneTransaction.Namespace + "Code", code),
            new XElement(ZoneTransaction.Namespace + "Message", message)));
        return context.Response.WriteAsync(error.ToString());
    }
}
