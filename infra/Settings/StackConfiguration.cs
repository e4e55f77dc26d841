using System.Text.Json;
using Pulumi;

namespace SessionStore.Infra.Settings;

/// <summary>The configuration of the stack that is being deployed, as Pulumi hands it to the program.</summary>
internal static class StackConfiguration
{
    // Where the engine puts the configuration of a .NET program: Deployment.Config.cs in pulumi/pulumi-dotnet.
    private const string Variable = "PULUMI_CONFIG", SecretKeysVariable = "PULUMI_CONFIG_SECRET_KEYS";

    /// <summary>The value of a whole key, or null.</summary>
    /// <param name="key">Such as <c>aws:region</c>.</param>
    public static string? Read(string key) => key.Split(':', 2) is [var space, var name] ? new Config(space).Get(name) : null;

    /// <summary>All keys that are set; empty where Pulumi does not tell.</summary>
    public static IEnumerable<string> Keys() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } json
        ? JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!.Keys
        : [];

    /// <summary>The whole keys whose values are encrypted in the stack's file; empty where Pulumi does not tell.</summary>
    public static IEnumerable<string> SecretKeys() => Environment.GetEnvironmentVariable(SecretKeysVariable) is { Length: > 0 } json
        ? JsonSerializer.Deserialize<string[]>(json)!
        : [];
}
