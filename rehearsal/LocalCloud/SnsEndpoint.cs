using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>Simple Notification Service as far as an operator uses it: publishing to a Region's topic.</summary>
internal sealed class SnsEndpoint : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, LocalTopic> _topics = new();
    private readonly WebApplication _server;

    private SnsEndpoint() => _server = LocalServer.Create(AnswerAsync);

    /// <summary>The endpoint's address.</summary>
    public string Url => _server.Url();

    /// <summary>Starts the service.</summary>
    public static async Task<SnsEndpoint> StartAsync()
    {
        var endpoint = new SnsEndpoint();
        await endpoint._server.StartAsync();
        return endpoint;
    }

    /// <summary>Adds a topic.</summary>
    /// <param name="region">The topic's Region; in one that is lost, nobody can publish.</param>
    /// <param name="topic">The topic.</param>
    public void Add(string region, LocalTopic topic) => _topics[region] = topic;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var form = QueryHelpers.ParseQuery(await context.Request.BodyAsync());
        if (!_topics.TryGetValue(context.Request.SignedRegion(), out var topic) || !topic.Up)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        if (form["Action"] != "Publish")
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        if (!topic.Publish(form["Message"].ToString(), publisher: Publisher.Operator))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        context.Response.ContentType = "text/xml";
        await context.Response.WriteAsync(
            $"""<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>{Guid.NewGuid()}</MessageId></PublishResult></PublishResponse>""");
    }
}
