using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace SessionStore.Ops.Aws;

/// <summary>Runs shell scripts on the one instance of an Auto Scaling group, by Run Command of Systems Manager.</summary>
/// <param name="region">The group's Region.</param>
/// <param name="group">The Auto Scaling group.</param>
internal sealed class RunCommand(string region, string group)
{
    // Auto Scaling gives each instance this tag: "Tag Auto Scaling groups and instances" in its user guide.
    private const string Tag = "tag:aws:autoscaling:groupName", Document = "AWS-RunShellScript";

    // The least that SendCommand takes (API reference). A command that nobody fetches is dropped after this and its own time together
    // ("Understanding command statuses" in the Systems Manager user guide).
    private static readonly TimeSpan _delivery = TimeSpan.FromSeconds(30), _interval = TimeSpan.FromSeconds(1);

    /// <summary>Runs a script, as root, and waits for its end.</summary>
    /// <param name="longest">How long it may take once it has begun, in whole seconds.</param>
    /// <exception cref="OpsException">No instance has carried it out; the message says what became of it.</exception>
    public async Task<CommandOutcome> RunAsync(string script, TimeSpan longest, CancellationToken cancellationToken)
    {
        var sent = await SsmAsync("send-command", new
        {
            DocumentName = Document,
            Targets = new[] { new { Key = Tag, Values = new[] { group } } },
            TimeoutSeconds = (int)_delivery.TotalSeconds,
            Parameters = new
            {
                commands = new[] { script },
                executionTimeout = new[] { ((int)longest.TotalSeconds).ToString(CultureInfo.InvariantCulture) },
            },
        }, cancellationToken);
        var (id, clock, last) = (Text(sent["Command"], "CommandId"), Stopwatch.StartNew(), "no instance of the group has been found");
        while (clock.Elapsed < _delivery + longest)
        {
            var listed = await SsmAsync("list-command-invocations", new { CommandId = id }, cancellationToken);
            var invocations = listed["CommandInvocations"]?.AsArray().Select(one => new Invocation(
                Text(one, "InstanceId"), Text(one, "Status"))).ToArray() ?? [];
            if (invocations.Length > 0 && invocations.All(one => one.IsOver))
            {
                // While an instance is replaced there may be two: then the one that failed counts.
                return await OutcomeAsync(id, invocations.FirstOrDefault(one => !one.Succeeded) ?? invocations[0], cancellationToken);
            }
            if (invocations.Length > 0)
            {
                last = $"{invocations[0].InstanceId} shows it as {invocations[0].Status}";
            }
            else if (clock.Elapsed >= _delivery)
            {
                break;
            }
            await Task.Delay(_interval, cancellationToken);
        }
        // What comes late would be carried out when nobody counts on it any more.
        await SsmAsync("cancel-command", new { CommandId = id }, cancellationToken);
        throw new OpsException(string.Create(
            CultureInfo.InvariantCulture,
            $"the command {id} for {group} is not over after {clock.Elapsed.TotalSeconds:0} s and has been cancelled: {last}"));
    }

    private async Task<CommandOutcome> OutcomeAsync(string id, Invocation invocation, CancellationToken cancellationToken)
    {
        var answer = await SsmAsync("get-command-invocation", new { CommandId = id, invocation.InstanceId }, cancellationToken);
        var exitCode = answer["ResponseCode"]?.GetValue<int>() ?? -1;
        return Text(answer, "Status") is "Success" or "Failed"
            ? new(exitCode, Text(answer, "StandardOutputContent"), Text(answer, "StandardErrorContent"))
            : throw new OpsException($"the command {id} on {invocation.InstanceId}: {Text(answer, "StatusDetails")}");
    }

    private Task<JsonObject> SsmAsync(string operation, object input, CancellationToken cancellationToken) =>
        AwsCli.CallAsync("ssm", region, operation, input, cancellationToken);

    private static string Text(JsonNode? of, string member) => of?[member]?.GetValue<string>() ?? "";

    // The values of Status: "CommandInvocation" in the Systems Manager API reference.
    private sealed record Invocation(string InstanceId, string Status)
    {
        public bool Succeeded => Status == "Success";

        public bool IsOver => Status is "Success" or "Failed" or "TimedOut" or "Cancelled";
    }
}

/// <summary>How a script ended on the instance.</summary>
/// <param name="Output">Its standard output, of which Systems Manager keeps the first 24,000 characters.</param>
/// <param name="Error">What it wrote to the standard error.</param>
internal sealed record CommandOutcome(int ExitCode, string Output, string Error)
{
    /// <summary>What it said, for a message of one line.</summary>
    public string Words => (Error.Trim() is { Length: > 0 } error ? error : Output.Trim()).ReplaceLineEndings(" ");
}
