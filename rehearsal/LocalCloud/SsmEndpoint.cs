using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SessionStore.Engine;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// Systems Manager in all Regions, as far as the failover function and an operator use it: parameters and commands, in the protocol of the
/// SDK, AWS JSON 1.1 (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html). Which Region is asked stands in the path, for a
/// client that knows one Region only, or in the request's signature.
/// </summary>
internal sealed class SsmEndpoint : IAsyncDisposable
{
    private const string Target = "X-Amz-Target", Prefix = "AmazonSSM.", Json = "application/x-amz-json-1.1";

    private readonly WebApplication _server;

    private SsmEndpoint() => _server = LocalServer.Create(AnswerAsync);

    public string Url => _server.Url();

    /// <summary>The address for clients of one Region: with an address of its own the SDK does not sign for the Region that it runs
    /// in.</summary>
    public string UrlOf(string region) => $"{Url}/{region}";

    /// <summary>The parameters of all Regions.</summary>
    public LocalParameters Parameters { get; } = new();

    /// <summary>The commands for instances.</summary>
    public LocalCommands Commands { get; } = new();

    /// <summary>Whether a Region answers.</summary>
    public Func<string, bool> Reachable { get; set; } = _ => true;

    /// <summary>Whether who signs with a key may do something with a resource, by its ARN.</summary>
    public Func<string, string, string, bool> Allows { get; set; } = (_, _, _) => true;

    public static async Task<SsmEndpoint> StartAsync()
    {
        var endpoint = new SsmEndpoint();
        await endpoint._server.StartAsync();
        return endpoint;
    }

    /// <summary>The ARN of a parameter.</summary>
    /// <param name="name">Its name, with or without a slash before it.</param>
    public static string Arn(string region, string name) =>
        $"arn:aws:ssm:{region}:{FakeCloud.AccountId}:parameter/{name.TrimStart('/')}";

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.Trim('/');
        var region = path.Length > 0 ? path : context.Request.SignedRegion();
        if (!Reachable(region))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        object answer;
        try
        {
            answer = Call(context.Request.Signer(), region, context.Request.Headers[Target].ToString(), await context.Request.BodyAsync());
        }
        catch (SsmRefusal refusal)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            answer = new { __type = refusal.Code, message = refusal.Message };
        }
        context.Response.ContentType = Json;
        await context.Response.WriteAsync(JsonSerializer.Serialize(answer));
    }

    // Functions have none of these actions, and their policies are held against the stage's (PermissionsTests).
    private Func<JsonElement, object>? Command(string region, string operation) => operation switch
    {
        "SendCommand" => request => Commands.Send(region, request),
        "ListCommandInvocations" => Commands.List,
        "GetCommandInvocation" => Commands.Get,
        "CancelCommand" => Commands.Cancel,
        _ => null,
    };

    private object Call(string signer, string region, string target, string body)
    {
        var operation = target.StartsWith(Prefix, StringComparison.Ordinal) ? target[Prefix.Length..] : target;
        if (Command(region, operation) is { } command)
        {
            using var members = JsonDocument.Parse(body);
            return command(members.RootElement);
        }
        if (operation is not ("GetParameter" or "PutParameter"))
        {
            throw new SsmRefusal("UnknownOperationException", $"Could not find operation {operation}");
        }
        var request = SsmRequest.Parse(body);
        var arn = Arn(region, SsmRequest.NameIn(request.Text("Name") ?? ""));
        if (!Allows(signer, $"ssm:{operation}", arn))
        {
            throw new SsmRefusal("AccessDeniedException", $"User: {signer} is not authorized to perform: ssm:{operation} on resource: "
                + $"{arn} because no identity-based policy allows the action");
        }
        return operation == "GetParameter" ? Parameters.Get(region, request) : Parameters.Put(region, request);
    }
}
