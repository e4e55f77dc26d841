namespace SessionStore.Engine;

/// <summary>A stack's configuration as a program gets it: Pulumi.&lt;stack&gt;.yaml, completed from the schema in Pulumi.yaml.</summary>
public sealed class StackFile
{
    private readonly Dictionary<string, string> _values;

    private StackFile(ProjectFile project, string stack, Dictionary<string, string> values, IEnumerable<string> secretKeys)
    {
        Project = project;
        Stack = stack;
        _values = values;
        SecretKeys = secretKeys.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The project that the stack belongs to.</summary>
    public ProjectFile Project { get; }

    public string Stack { get; }

    /// <summary>The name that stack references use.</summary>
    public string FullName => $"{StageRun.Organization}/{Project.Name}/{Stack}";

    /// <summary>Every value, by its full key. Structured values are JSON text.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>The full keys of secrets: those that a caller has added, because only the Pulumi CLI can decrypt a file's.</summary>
    public IReadOnlySet<string> SecretKeys { get; }

    /// <summary>Reads a stack of the project in a folder.</summary>
    /// <param name="folder">The folder of Pulumi.yaml.</param>
    /// <param name="subfolder">Where below it the stack's file is: an example's is not beside Pulumi.yaml.</param>
    public static StackFile Read(string folder, string stack, string subfolder = "")
    {
        var project = ProjectFile.Read(folder);
        var path = Path.Combine(folder, subfolder, $"Pulumi.{stack}.yaml");
        var values = new Dictionary<string, string>(project.Defaults, StringComparer.Ordinal);
        foreach (var (name, node) in YamlValue.ReadFile(path).Child("config").Entries())
        {
            if (node.Child("secure") is not null)
            {
                throw new InvalidDataException($"{path}: {name} is encrypted: expected a plain value, which needs no Pulumi CLI");
            }
            values[project.WithNamespace(name)] = YamlValue.ToConfigText(node);
        }

        return new StackFile(project, stack, values, []);
    }

    /// <summary>The value of a full key such as <c>aws:region</c>, or null.</summary>
    public string? Get(string key) => _values.GetValueOrDefault(key);

    /// <summary>The value of a full key that has to be there.</summary>
    public string Require(string key) => Get(key) ?? throw new InvalidDataException($"stack {Stack} has no value for {key}");

    /// <summary>The same stack with some values changed, or removed with null.</summary>
    public StackFile With(params (string Key, string? Value)[] changes)
    {
        var values = new Dictionary<string, string>(_values, StringComparer.Ordinal);
        foreach (var (key, value) in changes)
        {
            if (value is null)
            {
                values.Remove(key);
            }
            else
            {
                values[key] = value;
            }
        }

        return new StackFile(Project, Stack, values, SecretKeys);
    }

    /// <summary>The same stack with values as <c>pulumi config set --secret</c> adds them.</summary>
    public StackFile WithSecrets(params (string Key, string Value)[] secrets) => new(
        Project,
        Stack,
        With([.. secrets.Select(secret => (secret.Key, (string?)secret.Value))])._values,
        SecretKeys.Union(secrets.Select(secret => secret.Key)));
}
