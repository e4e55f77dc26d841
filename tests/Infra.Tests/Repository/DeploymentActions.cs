using YamlDotNet.RepresentationModel;

namespace SessionStore.Infra.Tests.Repository;

/// <summary>The IAM actions that a deployment needs: docs/iam/actions.yaml.</summary>
public static class DeploymentActions
{
    /// <summary>The file of what a preview may do: all of the others' actions that only look.</summary>
    public const string Preview = "preview";

    /// <summary>The policy files by their names.</summary>
    public static IReadOnlyDictionary<string, PolicyFile> Files { get; } = Read();

    /// <summary>The actions of a file, each once and in order.</summary>
    public static IEnumerable<string> Of(string file) =>
        (file == Preview ? Files.Keys.SelectMany(Of).Where(Looks).Select(Short) : Files[file].Actions.Values.SelectMany(actions => actions))
        .Distinct().Order(StringComparer.Ordinal);

    // A policy is of limited length, and what these services describe is no secret.
    private static string Short(string action) => action.Split(':') is [var service, var name]
        && service is "autoscaling" or "memorydb" or "elasticloadbalancing" or "globalaccelerator"
        && name.StartsWith("Describe", StringComparison.Ordinal) ? $"{service}:Describe*" : action;

    private static bool Looks(string action) =>
        new[] { "Describe", "Get", "List", "Search" }.Any(verb => action.Split(':')[1].StartsWith(verb, StringComparison.Ordinal));

    private static Dictionary<string, PolicyFile> Read()
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Deployed.Root, "docs", "iam", "actions.yaml"));
        yaml.Load(reader);
        return ((YamlMappingNode)yaml.Documents[0].RootNode).Children.ToDictionary(file => $"{file.Key}", file => new PolicyFile(
            ((YamlMappingNode)file.Value).Children.TryGetValue("mark", out var mark) ? $"{mark}" : null,
            ((YamlMappingNode)file.Value["actions"]).Children.ToDictionary(
                entry => $"{entry.Key}",
                entry => (IReadOnlyList<string>)[.. ((YamlSequenceNode)entry.Value).Select(action => $"{action}")])));
    }
}

/// <summary>What a policy file allows.</summary>
/// <param name="Mark">The type or call that a stack with this option has; null where every stack needs the file.</param>
/// <param name="Actions">The actions by type or call.</param>
public sealed record PolicyFile(string? Mark, IReadOnlyDictionary<string, IReadOnlyList<string>> Actions);
