using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>Parameter Store in all Regions, and what it refuses ("PutParameter" in the Systems Manager API reference).</summary>
internal sealed partial class LocalParameters
{
    // "Managing parameter tiers" in the Systems Manager user guide: 4 KB in the standard tier, which is the default, 8 KB in the advanced.
    private const int MostStandard = 4096, MostAdvanced = 8192;

    private const int MostLevels = 15;

    private static readonly string[] _types = ["String", "StringList", "SecureString"];

    // "Working with parameter versions" in the Systems Manager user guide.
    private const int MostVersions = 100;

    private readonly ConcurrentDictionary<(string Region, string Name), ImmutableList<Parameter>> _parameters = new();
    private readonly Lock _writing = new();

    /// <summary>The value of a parameter; null where there is none.</summary>
    public string? Value(string region, string name) => Latest(region, name)?.Value;

    /// <summary>Creates a parameter as a stage declares it, or replaces it.</summary>
    public void Set(string region, string name, string value) =>
        Put(region, new(new() { ["Name"] = name, ["Value"] = value, ["Type"] = "String", ["Overwrite"] = true }));

    /// <summary>Deletes a parameter, where there is one.</summary>
    public void Remove(string region, string name) => _parameters.TryRemove((region, name), out _);

    /// <summary>GetParameter: the latest version, or with a colon and a number behind the name that one.</summary>
    /// <exception cref="SsmRefusal">There is no such parameter, or no such version.</exception>
    public object Get(string region, SsmRequest request)
    {
        var selected = request.Text("Name") ?? throw Missing("name");
        if (!_parameters.TryGetValue((region, SsmRequest.NameIn(selected)), out var versions))
        {
            throw new SsmRefusal("ParameterNotFound", $"Parameter {selected} not found.");
        }
        var parameter = selected.Split(':') is [_, var number]
            ? versions.Find(version => version.Version.ToString(CultureInfo.InvariantCulture) == number)
                ?? throw new SsmRefusal("ParameterVersionNotFound", $"Systems Manager could not find version {number} of {selected}.")
            : versions[^1];
        return new { Parameter = parameter.Shown(region) };
    }

    /// <summary>PutParameter.</summary>
    /// <exception cref="SsmRefusal">Systems Manager would refuse it.</exception>
    public object Put(string region, SsmRequest request)
    {
        var (name, value) = (request.Text("Name") ?? throw Missing("name"), request.Text("Value") ?? throw Missing("value"));
        CheckName(name);
        lock (_writing)
        {
            var before = Latest(region, name);
            var tier = request.Text("Tier") ?? before?.Tier ?? "Standard";
            CheckValue(value, tier);
            if (before is not null && !request.Flag("Overwrite"))
            {
                throw new SsmRefusal("ParameterAlreadyExists",
                    "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");
            }
            // "Required when creating a parameter": an update keeps it.
            var type = request.Text("Type") ?? before?.Type ?? throw Missing("type");
            if (!_types.Contains(type))
            {
                throw new SsmRefusal("UnsupportedParameterType", $"The parameter type {type} is not supported.");
            }
            if (before is not null && before.Type != type)
            {
                throw new SsmRefusal("HierarchyTypeMismatchException", $"Parameter Store doesn't support changing a parameter type: {name} "
                    + $"is a {before.Type}.");
            }
            var parameter = new Parameter(name, type, value, tier, (before?.Version ?? 0) + 1, DateTimeOffset.UtcNow);
            var versions = (_parameters.GetValueOrDefault((region, name)) ?? []).Add(parameter);
            _parameters[(region, name)] = versions.RemoveRange(0, Math.Max(0, versions.Count - MostVersions));
            return new { parameter.Version, parameter.Tier };
        }
    }

    private Parameter? Latest(string region, string name) => _parameters.GetValueOrDefault((region, name))?[^1];

    private static SsmRefusal Missing(string member) => new("ValidationException",
        $"1 validation error detected: Value null at '{member}' failed to satisfy constraint: Member must not be null");

    private static void CheckName(string name)
    {
        var first = name.TrimStart('/');
        if (!Name().IsMatch(name) || first.StartsWith("aws", StringComparison.OrdinalIgnoreCase)
            || first.StartsWith("ssm", StringComparison.OrdinalIgnoreCase))
        {
            throw new SsmRefusal("ValidationException", $"Parameter name: {name}: can't be prefixed with \"aws\" or \"ssm\" "
                + "(case-insensitive) and must consist of sub-paths of letters, numbers and the symbols .-_, divided by slashes.");
        }
        var levels = name.Count(letter => letter == '/');
        if (levels > 0 && name[0] != '/')
        {
            throw new SsmRefusal("ValidationException", "Parameter name must be a fully qualified name.");
        }
        if (levels > MostLevels)
        {
            throw new SsmRefusal("HierarchyLevelLimitExceededException", $"A hierarchy can have a maximum of {MostLevels} levels.");
        }
    }

    private static void CheckValue(string value, string tier)
    {
        var most = tier switch
        {
            "Standard" => MostStandard,
            "Advanced" or "Intelligent-Tiering" => MostAdvanced,
            _ => throw new SsmRefusal("ValidationException", $"Value '{tier}' at 'tier' failed to satisfy constraint: Member must satisfy "
                + "enum value set: [Standard, Advanced, Intelligent-Tiering]"),
        };
        // The size is that of the text in UTF-8.
        var size = System.Text.Encoding.UTF8.GetByteCount(value);
        if (size == 0 || size > most)
        {
            throw new SsmRefusal("ValidationException", size == 0
                ? "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or "
                    + "equal to 1."
                : $"{tier} tier parameters support a maximum parameter value of {most} characters.");
        }
    }

    [GeneratedRegex("^/?[a-zA-Z0-9_.-]+(/[a-zA-Z0-9_.-]+)*$")]
    private static partial Regex Name();

    private sealed record Parameter(string Name, string Type, string Value, string Tier, long Version, DateTimeOffset At)
    {
        public object Shown(string region) => new
        {
            Name,
            Type,
            Value,
            Version,
            LastModifiedDate = At.ToUnixTimeMilliseconds() / 1000.0,
            ARN = SsmEndpoint.Arn(region, Name),
            DataType = "text",
        };
    }
}
