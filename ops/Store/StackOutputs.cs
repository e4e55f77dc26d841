using System.Text.Json;

namespace SessionStore.Ops.Store;

/// <summary>The outputs of one stack, as <c>pulumi stack output --json</c> prints them.</summary>
/// <param name="Values">The outputs by their names.</param>
internal sealed record StackOutputs(string Stack, IReadOnlyDictionary<string, JsonElement> Values)
{
    /// <summary>An output that is a text; null where it is missing or anything else.</summary>
    public string? OptionalText(string name) =>
        Values.TryGetValue(name, out var value) && value is { ValueKind: JsonValueKind.String } && value.GetString() is { Length: > 0 } text
            ? text : null;

    /// <summary>Asks the Pulumi CLI, in the current folder.</summary>
    /// <exception cref="OpsException">The CLI is missing, or fails; the message says what it printed.</exception>
    public static async Task<StackOutputs> OfPulumiAsync(string stack, CancellationToken cancellationToken)
    {
        string[] arguments = ["stack", "output", "--json", "--stack", stack];
        return Parse(stack, $"pulumi {string.Join(' ', arguments)}", await PulumiCli.AskAsync(arguments, cancellationToken));
    }

    /// <summary>Reads a file that holds what the Pulumi CLI printed.</summary>
    /// <param name="path">The file; its name without the ending is the stack's.</param>
    /// <exception cref="OpsException">The file cannot be read, or is not JSON of that kind.</exception>
    public static async Task<StackOutputs> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return Parse(Path.GetFileNameWithoutExtension(path), path, await File.ReadAllTextAsync(path, cancellationToken));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new OpsException($"--outputs {path}: {failure.Message}");
        }
    }

    private static StackOutputs Parse(string stack, string source, string json)
    {
        try
        {
            return new(stack, JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json) ?? throw new JsonException("null"));
        }
        catch (JsonException)
        {
            throw new OpsException($"{source}: expected the outputs of a stack as a JSON object, as `pulumi stack output --json --stack "
                + $"{stack}` prints them");
        }
    }
}
