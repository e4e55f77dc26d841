using System.Collections.Concurrent;
using System.Xml.Linq;
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

    public string Url => _server.Url();

    public static async Task<SnsEndpoint> StartAsync()
    {
        var endpoint = new SnsEndpoint();
        await endpoint._server.StartAsync();
        return endpoint;
    }

    /// <summary>Adds a topic.</summary>
    /// <param name="region">The topic's Region; in one that is lost, nobody can publish.</param>
    public void Add(string region, LocalTopic topic) => _topics[region] = topic;

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
        XNamespace space = "http://sns.amazonaws.com/doc/2010-03-31/";
        var answer = new XElement(space + "PublishResponse",
            new XElement(space + "PublishResult", new XElement(space + "MessageId", Guid.NewGuid())));
        await context.Response.WriteAsync(answer.ToString(SaveOptions.DisableFormatting));
    }
}
