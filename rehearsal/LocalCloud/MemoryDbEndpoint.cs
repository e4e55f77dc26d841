using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// MemoryDB's control plane in all Regions, as far as an operator and the guard ask it, in the protocol of the SDK, AWS JSON 1.1
/// (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html). Which Region is asked stands in the request's signature.
/// </summary>
internal sealed class MemoryDbEndpoint : IAsyncDisposable
{
    private const string Target = "X-Amz-Target", Prefix = "AmazonMemoryDB.", Json = "application/x-amz-json-1.1";

    private readonly WebApplication _server;

    private MemoryDbEndpoint() => _server = LocalServer.Create(AnswerAsync);

    public string Url => _server.Url();

    /// <summary>The clusters of all Regions; a stage's are taken over by its <see cref="LocalMemoryDb.Add"/>.</summary>
    public LocalMemoryDb Known { get; } = new();

    /// <summary>Whether a Region answers.</summary>
    public Func<string, bool> Reachable { get; set; } = _ => true;

    public static async Task<MemoryDbEndpoint> StartAsync()
    {
        var endpoint = new MemoryDbEndpoint();
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
            return;
        }
        object answer;
        try
        {
            answer = Call(region, context.Request.Headers[Target].ToString(), await context.Request.BodyAsync());
        }
        catch (MemoryDbRefusal refusal)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            answer = new { __type = refusal.Code, message = refusal.Message };
        }
        context.Response.ContentType = Json;
        await context.Response.WriteAsync(JsonSerializer.Serialize(answer));
    }

    private object Call(string region, string target, string body)
    {
        var operation = target.StartsWith(Prefix, StringComparison.Ordinal) ? target[Prefix.Length..] : target;
        try
        {
            using var request = JsonDocument.Parse(body);
            return new MemoryDbOperations(Known, region).Call(operation, request.RootElement);
        }
        catch (JsonException)
        {
            throw new MemoryDbRefusal("SerializationException", "expected JSON");
        }
    }
}
