using System.Text.Json;
using System.Text.Json.Nodes;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// The operator's command-line tool, as a process of its own: it knows the outputs of the stacks and the SDK's variables, and nothing of
/// the rehearsal.
/// </summary>
internal sealed class OperatorTool
{
    private static readonly string _program = Path.Combine(AppContext.BaseDirectory, "ops.dll");

    private readonly string[] _outputs;
    private readonly Dictionary<string, string> _environment;

    /// <summary>Hands the outputs of the stacks over.</summary>
    /// <param name="folder">Where the files with the outputs go.</param>
    /// <param name="stacks">The outputs of each stack by its name.</param>
    /// <param name="endpoints">Where the SDK finds the services: the AWS_ENDPOINT_URL_ variables.</param>
    public OperatorTool(string folder, IEnumerable<KeyValuePair<string, IReadOnlyDictionary<string, object>>> stacks,
        IReadOnlyDictionary<string, string> endpoints)
    {
        var outputs = new List<string>();
        foreach (var (stack, values) in stacks)
        {
            var file = Path.Combine(folder, $"{stack}.json");
            File.WriteAllText(file, JsonSerializer.Serialize(values));
            outputs.AddRange(["--outputs", file]);
        }
        _outputs = [.. outputs];
        _environment = new(endpoints)
        {
            ["AWS_ACCESS_KEY_ID"] = "operator",
            ["AWS_SECRET_ACCESS_KEY"] = "rehearsal",
            // The SDK reads ~/.aws: the person's own settings there are none of the rehearsal's.
            ["HOME"] = folder,
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
        };
    }

    private OperatorTool(string[] outputs, IEnumerable<KeyValuePair<string, string>> environment) =>
        (_outputs, _environment) = (outputs, new(environment));

    /// <summary>The tool of an operator who names the outputs in the arguments.</summary>
    public OperatorTool WithoutOutputs() => new([], _environment);

    /// <summary>The tool of an operator whose stacks lack outputs, as those of an earlier version do.</summary>
    public OperatorTool Without(params string[] outputs)
    {
        var files = _outputs.Where(argument => argument != "--outputs").SelectMany(file =>
        {
            var values = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
            Array.ForEach(outputs, output => values.Remove(output));
            var older = Path.Combine(Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(file)!, "older")).FullName,
                Path.GetFileName(file));
            File.WriteAllText(older, values.ToJsonString());
            return new[] { "--outputs", older };
        });
        return new([.. files], _environment);
    }

    /// <summary>The tool of an operator who has no credentials, and nobody to get them from.</summary>
    public OperatorTool WithoutCredentials() => new(
        _outputs,
        _environment.Where(variable => !variable.Key.StartsWith("AWS_ACCESS", StringComparison.Ordinal)
            && !variable.Key.StartsWith("AWS_SECRET", StringComparison.Ordinal))
            .Append(new("AWS_EC2_METADATA_DISABLED", "true")));

    /// <summary>Starts a command.</summary>
    /// <param name="arguments">The command and its options.</param>
    public ChildProcess Start(params string[] arguments) =>
        ChildProcess.Start("dotnet", [_program, .. arguments, .. _outputs], _environment);

    /// <summary>Makes a command of the tool, for a person at another terminal.</summary>
    /// <returns>The command's path.</returns>
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public string MakeCommand()
    {
        var path = Path.Combine(_environment["HOME"], "ops");
        var environment = string.Join(' ', _environment.Select(variable => Quoted($"{variable.Key}={variable.Value}")));
        var outputs = string.Join(' ', _outputs.Select(Quoted));
        File.WriteAllText(path, $"""
            #!/bin/sh
            exec env -i TERM="${"{"}TERM:-dumb{"}"}" {environment} dotnet {Quoted(_program)} "$@" {outputs}

            """);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;

        static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    /// <summary>Runs a command to its end.</summary>
    /// <param name="arguments">The command and its options.</param>
    public async Task<OperatorRun> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        await using var process = Start(arguments);
        await process.Exit.WaitAsync(cancellationToken);
        return new(process.ExitCode, [.. process.Lines]);
    }
}

/// <summary>What a command of the operator's did.</summary>
/// <param name="ExitCode">0 for success.</param>
/// <param name="Lines">What it printed.</param>
internal sealed record OperatorRun(int ExitCode, IReadOnlyList<string> Lines)
{
    /// <summary>Everything that it printed.</summary>
    public string Text => string.Join(Environment.NewLine, Lines);
}
