using System.Formats.Cbor;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// CloudWatch in all Regions, as far as an operator asks it. Which protocol a client speaks depends on the SDK's version: Smithy's RPC v2
/// with CBOR (https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html), or the query protocol. It answers in the one that it is
/// asked in.
/// </summary>
internal sealed class CloudWatchEndpoint : IAsyncDisposable
{
    private const string Protocol = "smithy-protocol", RpcV2 = "rpc-v2-cbor", Cbor = "application/cbor";

    // The path of an operation: the service's target prefix in the model that AWS publishes.
    private const string Operations = "/service/GraniteServiceVersion20100801/operation/";

    private const string Namespace = "http://monitoring.amazonaws.com/doc/2010-08-01/";

    private readonly WebApplication _server;

    private CloudWatchEndpoint() => _server = LocalServer.Create(AnswerAsync);

    public string Url => _server.Url();

    /// <summary>What has been measured, and the alarms.</summary>
    public LocalCloudWatch Measured { get; } = new();

    /// <summary>Whether a Region answers.</summary>
    public Func<string, bool> Reachable { get; set; } = _ => true;

    public static async Task<CloudWatchEndpoint> StartAsync()
    {
        var endpoint = new CloudWatchEndpoint();
        await endpoint._server.StartAsync();
        return endpoint;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var region = context.Request.SignedRegion();
        if (!Reachable(region))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        else if (context.Request.Headers[Protocol] == RpcV2)
        {
            await AnswerCborAsync(context, region);
        }
        else
        {
            await AnswerQueryAsync(context, region);
        }
    }

    private async Task AnswerCborAsync(HttpContext context, string region)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        context.Response.Headers[Protocol] = RpcV2;
        context.Response.ContentType = Cbor;
        Dictionary<string, object?> answer;
        try
        {
            var path = context.Request.Path.Value!;
            var operation = path.StartsWith(Operations, StringComparison.Ordinal) ? path[Operations.Length..] : path;
            answer = Measured.Call(region, operation, CborWire.Read(body.ToArray()));
        }
        catch (Exception refusal) when (refusal is CloudWatchRefusal or CborContentException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            answer = new() { ["__type"] = $"com.amazonaws.cloudwatch#{Code(refusal)}", ["message"] = refusal.Message };
        }
        await context.Response.Body.WriteAsync(CborWire.Write(answer));
    }

    private async Task AnswerQueryAsync(HttpContext context, string region)
    {
        var form = QueryHelpers.ParseQuery(await context.Request.BodyAsync()).ToDictionary(field => field.Key, field =>
            field.Value.ToString());
        var action = form.GetValueOrDefault("Action", "");
        context.Response.ContentType = "text/xml";
        string answer;
        try
        {
            answer = QueryWire.Write(Namespace, $"{action}Response",
                new() { [$"{action}Result"] = Measured.Call(region, action, QueryWire.Read(form)) });
        }
        catch (CloudWatchRefusal refusal)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            answer = QueryWire.Write(Namespace, "ErrorResponse", new()
            {
                ["Error"] = new Dictionary<string, object?> { ["Type"] = "Sender", ["Code"] = refusal.Code, ["Message"] = refusal.Message },
            });
        }
        await context.Response.WriteAsync(answer);
    }

    private static string Code(Exception refusal) => refusal is CloudWatchRefusal { Code: var code } ? code : "SerializationException";
}

/// <summary>CloudWatch refuses a request.</summary>
internal sealed class CloudWatchRefusal(string code, string message) : Exception(message)
{
    /// <summary>The error's code, such as InvalidParameterValue.</summary>
    public string Code => code;
}
