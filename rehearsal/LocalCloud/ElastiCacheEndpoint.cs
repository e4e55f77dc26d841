using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// ElastiCache's control plane in all Regions, as far as the failover function and an operator use it: the query protocol. Which Region is
/// asked stands in the path, for a client that knows one Region only, or in the request's signature.
/// </summary>
internal sealed class ElastiCacheEndpoint : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, LocalMember> _members = new();
    private readonly WebApplication _server;

    private ElastiCacheEndpoint() => _server = LocalServer.Create(AnswerAsync);

    public string Url => _server.Url();

    /// <summary>The address for clients of one Region: with an address of its own the SDK does not sign for the Region that it runs
    /// in.</summary>
    public string UrlOf(string region) => $"{Url}/{region}";

    /// <summary>Starts the control plane.</summary>
    public static async Task<ElastiCacheEndpoint> StartAsync()
    {
        var endpoint = new ElastiCacheEndpoint();
        await endpoint._server.StartAsync();
        return endpoint;
    }

    /// <summary>Adds a Region's one member.</summary>
    public void Add(string region, LocalMember member) => _members[region] = member;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        // The functions come by the path; what an operator is shown is none of their business.
        var path = context.Request.Path.Value!.Trim('/');
        var isFunction = path.Length > 0;
        if (!_members.TryGetValue(isFunction ? path : context.Request.SignedRegion(), out var member) || !member.Reachable)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        var form = QueryHelpers.ParseQuery(await context.Request.BodyAsync()).ToDictionary(field => field.Key, field =>
            field.Value.ToString());
        context.Response.ContentType = "text/xml";
        string answer;
        try
        {
            answer = ElastiCacheAnswers.Document(
                form["Action"], await new ElastiCacheOperations(member, _members.Values, isFunction).CarryOutAsync(form));
        }
        catch (ElastiCacheRefusal refusal)
        {
            context.Response.StatusCode = refusal.StatusCode;
            answer = ElastiCacheAnswers.Document(refusal);
        }
        await context.Response.WriteAsync(answer);
    }
}

/// <summary>ElastiCache refuses a request.</summary>
/// <param name="statusCode">The HTTP status: 404 for what is not there.</param>
internal sealed class ElastiCacheRefusal(string code, string message, int statusCode = StatusCodes.Status400BadRequest) : Exception(message)
{
    /// <summary>The error's code, such as InvalidParameterValue.</summary>
    public string Code => code;

    public int StatusCode => statusCode;
}
