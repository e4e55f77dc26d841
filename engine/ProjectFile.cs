using YamlDotNet.RepresentationModel;

namespace SessionStore.Engine;

/// <summary>The parts of Pulumi.yaml that decide what a program gets to see.</summary>
public sealed class ProjectFile
{
    private readonly List<(string Key, string ShortKey, string? Type, string? Fallback)> _schema = [];

    private ProjectFile(string path)
    {
        var root = YamlValue.ReadFile(path);
        Folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Name = (root.Child("name") as YamlScalarNode)?.Value ?? throw new InvalidDataException($"{path} has no name.");
        ProgramFolder = Path.GetFullPath(Path.Combine(Folder, (root.Child("main") as YamlScalarNode)?.Value ?? "."));
        foreach (var (name, entry) in root.Child("config").Entries())
        {
            _schema.Add((WithNamespace(name), name, Typed(name, entry), Fallback(entry)));
        }
    }

    /// <summary>The project's name, which is also the namespace of keys without one.</summary>
    public string Name { get; }

    /// <summary>The folder of Pulumi.yaml and the stack files.</summary>
    public string Folder { get; }

    /// <summary>The folder that the program runs in.</summary>
    public string ProgramFolder { get; }

    /// <summary>Every key that the schema names, with its namespace.</summary>
    public IEnumerable<string> Keys => _schema.Select(entry => entry.Key);

    /// <summary>Reads Pulumi.yaml of a folder.</summary>
    public static ProjectFile Read(string folder) => new(Path.Combine(folder, "Pulumi.yaml"));

    /// <summary>Puts the project's namespace before a key that has none.</summary>
    public string WithNamespace(string key) => key.Contains(':', StringComparison.Ordinal) ? key : $"{Name}:{key}";

    /// <summary>Fills what a stack leaves out, and objects to what it may not leave out or has wrong.</summary>
    internal void Complete(string stack, Dictionary<string, string> values)
    {
        var missing = new List<string>();
        foreach (var (key, shortKey, _, fallback) in _schema.Where(entry => !values.ContainsKey(entry.Key)))
        {
            if (fallback is not null)
            {
                values[key] = fallback;
            }
            else if (key.StartsWith($"{Name}:", StringComparison.Ordinal))
            {
                // Other namespaces belong to providers, which have their own idea of what they need.
                missing.Add(shortKey);
            }
        }

        if (missing.Count > 0)
        {
            throw new InvalidDataException(
                $"Stack '{stack}' is missing configuration {(missing.Count > 1 ? "values" : "value")} {Enumerate(missing)}");
        }

        foreach (var (key, shortKey, type, _) in _schema)
        {
            if (type is not null && values.TryGetValue(key, out var value) && !ConfigType.Accepts(type, value))
            {
                throw new InvalidDataException($"Stack '{stack}' with configuration key '{shortKey}' must be of type '{type}'");
            }
        }
    }

    private static string Enumerate(List<string> keys)
    {
        var quoted = keys.Order(StringComparer.Ordinal).Select(key => $"'{key}'").ToList();
        return quoted.Count == 1 ? quoted[0] : $"{string.Join(", ", quoted[..^1])} and {quoted[^1]}";
    }

    // An entry that is not a mapping is a value in short.
    private static string? Fallback(YamlNode entry)
        => entry is YamlMappingNode
            ? (entry.Child("default") ?? entry.Child("value")) is { } node ? YamlValue.ToConfigText(node) : null
            : YamlValue.ToConfigText(entry);

    private string? Typed(string name, YamlNode entry)
    {
        var type = entry.Child("type") is { } node ? ((YamlScalarNode)node).Value : null;
        var isForeign = !WithNamespace(name).StartsWith($"{Name}:", StringComparison.Ordinal);
        return isForeign && (type is not null || entry.Child("default") is not null)
            ? throw new InvalidDataException(
                $"Configuration key '{name}' is not namespaced by the project and should not define a type or a default, only a value")
            : type;
    }
}
