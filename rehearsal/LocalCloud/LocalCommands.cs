using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// Run Command of Systems Manager in all Regions, as far as an operator uses it: shell scripts for the instance of an Auto Scaling group.
/// What is refused is what the API reference says of SendCommand, GetCommandInvocation and CancelCommand.
/// </summary>
internal sealed class LocalCommands
{
    private const int ShortestDelivery = 30, LongestDelivery = 2_592_000, MostOutput = 24_000, MostError = 8_000;

    private readonly ConcurrentDictionary<string, Sent> _sent = new();

    /// <summary>
    /// What the instance of an Auto Scaling group in a Region makes of a script; null where there is no instance, or none that
    /// Systems Manager reaches.
    /// </summary>
    public Func<string, string, string, Task<(int ExitCode, string Output, string Error)>?> Run { get; set; } = (_, _, _) => null;

    /// <summary>All scripts that were sent, with the Auto Scaling groups that they were for.</summary>
    public ConcurrentQueue<(string Group, string Script)> Scripts { get; } = new();

    /// <summary>The commands that were cancelled.</summary>
    public ConcurrentQueue<string> Cancelled { get; } = new();

    public object Send(string region, JsonElement request)
    {
        if (request.GetProperty("DocumentName").GetString() is not "AWS-RunShellScript" and var document)
        {
            throw new SsmRefusal("InvalidDocument", $"Document with name {document} does not exist.");
        }
        if (request.TryGetProperty("TimeoutSeconds", out var seconds) && seconds.GetInt32() is < ShortestDelivery or > LongestDelivery)
        {
            throw new SsmRefusal("ValidationException", $"Value '{seconds}' at 'timeoutSeconds' failed to satisfy constraint: Member must "
                + $"have value between {ShortestDelivery} and {LongestDelivery}");
        }
        // Auto Scaling's tag is one that nobody else can set.
        var target = request.GetProperty("Targets").EnumerateArray().Single();
        if (target.GetProperty("Key").GetString() != "tag:aws:autoscaling:groupName")
        {
            throw new SsmRefusal("InvalidTarget", $"The target {target} matches nothing here.");
        }
        var parameters = request.GetProperty("Parameters").EnumerateObject().ToDictionary(
            parameter => parameter.Name, parameter => string.Join('\n', parameter.Value.EnumerateArray().Select(line => line.GetString())));
        if (parameters.Keys.Except(["commands", "executionTimeout", "workingDirectory"]).FirstOrDefault() is { } unknown)
        {
            throw new SsmRefusal("InvalidParameters", $"Parameter {unknown} is not one of the document's.");
        }
        var (id, group) = (Guid.NewGuid().ToString(), target.GetProperty("Values").EnumerateArray().Single().GetString()!);
        Scripts.Enqueue((group, parameters["commands"]));
        _sent[id] = new(group, Run(region, group, parameters["commands"]));
        return new { Command = new { CommandId = id, DocumentName = "AWS-RunShellScript", Status = "Pending", StatusDetails = "Pending" } };
    }

    public object List(JsonElement request)
    {
        var id = request.GetProperty("CommandId").GetString()!;
        var sent = Of(id);
        return new
        {
            CommandInvocations = sent.Run is not { } run ? [] : new[] { new { CommandId = id, sent.InstanceId, Status = Status(run) } },
        };
    }

    public object Get(JsonElement request)
    {
        var sent = Of(request.GetProperty("CommandId").GetString()!);
        if (sent.Run is not { IsCompletedSuccessfully: true } run || request.GetProperty("InstanceId").GetString() != sent.InstanceId)
        {
            throw new SsmRefusal("InvocationDoesNotExist", "The command ID and managed node ID you specified didn't match any "
                + "invocations.");
        }
        var (exitCode, output, error) = run.Result;
        return new
        {
            sent.InstanceId,
            Status = Status(run),
            StatusDetails = Status(run),
            ResponseCode = exitCode,
            StandardOutputContent = output[..Math.Min(output.Length, MostOutput)],
            StandardErrorContent = error[..Math.Min(error.Length, MostError)],
        };
    }

    public object Cancel(JsonElement request)
    {
        var id = request.GetProperty("CommandId").GetString()!;
        _ = Of(id);
        Cancelled.Enqueue(id);
        return new { };
    }

    private Sent Of(string id) => _sent.GetValueOrDefault(id) ?? throw new SsmRefusal("InvalidCommandId", $"{id} is no command.");

    private static string Status(Task<(int ExitCode, string Output, string Error)> run) =>
        !run.IsCompleted ? "InProgress" : run.Result.ExitCode == 0 ? "Success" : "Failed";

    private sealed record Sent(string Group, Task<(int ExitCode, string Output, string Error)>? Run)
    {
        public string InstanceId { get; } =
            string.Create(CultureInfo.InvariantCulture, $"i-{(uint)string.GetHashCode(Group, StringComparison.Ordinal):x17}");
    }
}
