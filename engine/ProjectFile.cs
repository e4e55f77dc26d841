using YamlDotNet.RepresentationModel;

namespace SessionStore.Engine;

/// <summary>The parts of Pulumi.yaml that decide what a program gets to see.</summary>
public sealed class ProjectFile
{
    private ProjectFile(string path)
    {
        var root = YamlValue.ReadFile(path);
        Name = root.Child("name") is YamlScalarNode { Value: { } name } ? name : throw new InvalidDataException($"{path}: name is missing");
        Defaults = root.Child("config").Entries().ToDictionary(
            entry => WithNamespace(entry.Name),
            // A key of a provider's has a value instead.
            entry => (entry.Value.Child("default") ?? entry.Value.Child("value")) is { } value
                ? YamlValue.ToConfigText(value)
                // The CLI would ask every stack for it ("Strongly typed configuration" in Pulumi's documentation).
                : throw new InvalidDataException($"{path}: {entry.Name} has no default"),
            StringComparer.Ordinal);
    }

    /// <summary>The project's name, which is also the namespace of keys without one.</summary>
    public string Name { get; }

    /// <summary>Every key that the schema names, with its namespace.</summary>
    public IEnumerable<string> Keys => Defaults.Keys;

    /// <summary>What a program gets of keys that a stack does not set.</summary>
    internal IReadOnlyDictionary<string, string> Defaults { get; }

    /// <summary>Reads Pulumi.yaml of a folder.</summary>
    public static ProjectFile Read(string folder) => new(Path.Combine(folder, "Pulumi.yaml"));

    /// <summary>Puts the project's namespace before a key that has none.</summary>
    internal string WithNamespace(string key) => key.Contains(':', StringComparison.Ordinal) ? key : $"{Name}:{key}";
}
