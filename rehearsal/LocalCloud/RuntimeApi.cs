using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>The Lambda Runtime API of one execution environment (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).</summary>
internal sealed class RuntimeApi : IAsyncDisposable
{
    private readonly Channel<(string Id, string Event, Func<DateTimeOffset> Begin)> _events =
        Channel.CreateUnbounded<(string Id, string Event, Func<DateTimeOffset> Begin)>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Outcome>> _pending = new();
    private readonly WebApplication _server;

    private RuntimeApi() => _server = LocalServer.Create(AnswerAsync);

    /// <summary>The value of AWS_LAMBDA_RUNTIME_API.</summary>
    public string Address => new Uri(_server.Url()).Authority;

    public static async Task<RuntimeApi> StartAsync()
    {
        var api = new RuntimeApi();
        await api._server.StartAsync();
        return api;
    }

    /// <summary>Hands an event to the function and waits for its answer.</summary>
    /// <param name="begin">Called when the function takes the event, as its time begins; returns its deadline.</param>
    public async Task<Outcome> InvokeAsync(string payload, Func<DateTimeOffset> begin, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString();
        var answer = _pending[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await _events.Writer.WriteAsync((id, payload, begin), cancellationToken);
        return await answer.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        await _server.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context) => context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        [_, "runtime", "invocation", "next"] => NextAsync(context),
        [_, "runtime", "invocation", var id, "response"] => TakeAsync(context, [id], succeeded: true),
        [_, "runtime", "invocation", var id, "error"] => TakeAsync(context, [id], succeeded: false),
        // The function did not even start: whoever waits, waits for nothing.
        [_, "runtime", "init", "error"] => TakeAsync(context, [.. _pending.Keys], succeeded: false),
        _ => Task.FromResult(context.Response.StatusCode = StatusCodes.Status404NotFound),
    };

    private async Task NextAsync(HttpContext context)
    {
        try
        {
            var (id, payload, begin) = await _events.Reader.ReadAsync(context.RequestAborted);
            context.Response.ContentType = "application/json";
            context.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = id;
            context.Response.Headers["Lambda-Runtime-Deadline-Ms"] =
                begin().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:us-east-1:123456789012:function:local";
            await context.Response.WriteAsync(payload);
        }
        catch (Exception failure) when (failure is OperationCanceledException or ChannelClosedException)
        {
            // The environment is being shut down, or the function has ended.
            context.Abort();
        }
    }

    private async Task TakeAsync(HttpContext context, IEnumerable<string> ids, bool succeeded)
    {
        var outcome = new Outcome(succeeded, await context.Request.BodyAsync());
        foreach (var id in ids)
        {
            if (_pending.TryRemove(id, out var answer))
            {
                answer.TrySetResult(outcome);
            }
        }
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }
}

/// <summary>What a function answered.</summary>
/// <param name="Succeeded">Whether it returned instead of throwing.</param>
/// <param name="Body">Its result, or its error, as JSON.</param>
internal sealed record Outcome(bool Succeeded, string Body)
{
    /// <summary>What the error says; null without one.</summary>
    public string? Error => Succeeded ? null : (string?)JsonNode.Parse(Body)?["errorMessage"] ?? Body;
}
