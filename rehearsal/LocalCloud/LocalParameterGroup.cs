using System.Collections.Concurrent;
using System.Globalization;
using System.Xml.Linq;
using SessionStore.Contract;
using SessionStore.Engine;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// A group's parameter group. What is refused is what the API reference says of ModifyCacheParameterGroup and ResetCacheParameterGroup.
/// </summary>
/// <param name="Name">As the stage declares it; of a datastore's member the name of its copy, which ElastiCache makes.</param>
internal sealed record LocalParameterGroup(string Name)
{
    private const int MostParameters = 20;

    private readonly ConcurrentDictionary<string, string> _set = new();
    private Task _applied = Task.CompletedTask;

    /// <summary>Tells the group's nodes of a parameter that has changed.</summary>
    public Func<string, string, Task> ApplyAsync { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>What was changed, as name=value; a reset has the default.</summary>
    public ConcurrentQueue<string> Changes { get; } = new();

    /// <summary>Whether the nodes have taken the parameters: "in-sync", or "applying".</summary>
    public string ApplyStatus => _applied.IsCompleted ? "in-sync" : "applying";

    /// <summary>The value of a parameter.</summary>
    public string this[string name]
    {
        get => _set.GetValueOrDefault(name) ?? KnownParameter.Find(name).Default;
        private set => _set[name] = value;
    }

    /// <summary>The parameters of a stage's group. ElastiCache gives a datastore's members copies of the founding member's.</summary>
    public static LocalParameterGroup Of(StageRun stage)
    {
        var id = (string)stage.Output(OutputNames.ReplicationGroupId);
        var declared = stage.All("aws:elasticache/parameterGroup:ParameterGroup").FirstOrDefault();
        var isCopy = declared is null || stage.All("aws:elasticache/globalReplicationGroup:GlobalReplicationGroup").Count > 0;
        // The prefix: https://github.com/hashicorp/terraform-provider-aws/pull/49110
        var parameters = new LocalParameterGroup(isCopy ? $"global-datastore-{id}" : declared!.Text("name"));
        foreach (var parameter in declared?.Has("parameters") is true ? declared.Objects("parameters") : [])
        {
            parameters[(string)parameter["name"]] = (string)parameter["value"];
        }
        return parameters;
    }

    /// <summary>What a node that is started anew has to be told, as options of a server.</summary>
    /// <param name="played">The parameters that have a meaning for servers here.</param>
    public IEnumerable<string> Options(params string[] played) => played.Where(_set.ContainsKey).SelectMany(name =>
        new[] { $"--{name}", this[name] });

    /// <summary>Forgets what was changed, for a test.</summary>
    public void Forget(string name)
    {
        _set.TryRemove(name, out _);
        Changes.Clear();
        _applied = Task.CompletedTask;
    }

    /// <summary>The parameters, as DescribeCacheParameters shows them.</summary>
    /// <param name="source">Those of one source alone: user or system; null for all.</param>
    public XElement Shown(string? source) => new("Parameters", KnownParameter.All
        .Where(known => source is null || source == SourceOf(known)).Select(known => new XElement("Parameter",
            new XElement("ParameterName", known.Name),
            this[known.Name].Length == 0 ? null : new XElement("ParameterValue", this[known.Name]),
            new XElement("Source", SourceOf(known)),
            known.Allowed is null ? null : new XElement("AllowedValues", known.Allowed),
            new XElement("IsModifiable", known.IsModifiable ? "true" : "false"),
            new XElement("ChangeType", known.IsImmediate ? "immediate" : "requires-reboot"))));

    /// <summary>Changes parameters, or gives them their defaults.</summary>
    /// <exception cref="ElastiCacheRefusal">ElastiCache would refuse it.</exception>
    public void Change(IReadOnlyDictionary<string, string> form, bool reset)
    {
        var given = Given(form).ToArray();
        // "You cannot modify any default parameter group."
        if (Name.StartsWith("default.", StringComparison.Ordinal))
        {
            throw Refused("InvalidParameterValue", $"{Name} is a default parameter group: default parameter groups cannot be modified.");
        }
        // "You must supply at least one parameter name and value" and "A maximum of 20 parameters may be modified per request."
        if (given.Length is 0 or > MostParameters)
        {
            throw Refused("InvalidParameterCombination", $"{given.Length} parameters: expected 1 to {MostParameters}.");
        }
        // The provider waits where a group "has pending changes" (resourceResetParameterGroup).
        if (reset && !_applied.IsCompleted)
        {
            throw Refused("InvalidCacheParameterGroupState", $"{Name} has pending changes.");
        }
        foreach (var (name, value) in given)
        {
            var known = KnownParameter.Find(name);
            if (!known.IsModifiable)
            {
                throw Refused("InvalidParameterValue", $"The parameter {name} cannot be modified.");
            }
            if (!reset && !known.Allows(value))
            {
                throw Refused("InvalidParameterValue", $"{value} is no value of {name}: {known.Allowed}.");
            }
        }
        var applying = _applied;
        foreach (var (name, value) in given)
        {
            var now = reset ? KnownParameter.Find(name).Default : value;
            _ = reset ? _set.TryRemove(name, out var _) : (_set[name] = value).Length > 0;
            Changes.Enqueue($"{name}={now}");
            applying = ThenAsync(applying, () => ApplyAsync(name, now));
        }
        _applied = applying;
    }

    private static async Task ThenAsync(Task before, Func<Task> next)
    {
        await before;
        await next();
    }

    // Lists of the query protocol, with the name of the item that the service model gives them.
    private static IEnumerable<(string Name, string Value)> Given(IReadOnlyDictionary<string, string> form)
    {
        for (var number = 1; ; number++)
        {
            var item = string.Create(CultureInfo.InvariantCulture, $"ParameterNameValues.ParameterNameValue.{number}.");
            if (!form.TryGetValue($"{item}ParameterName", out var name))
            {
                yield break;
            }
            yield return (name, form.GetValueOrDefault($"{item}ParameterValue", ""));
        }
    }

    private string SourceOf(KnownParameter known) => _set.ContainsKey(known.Name) ? "user" : "system";

    private static ElastiCacheRefusal Refused(string code, string message) => new(code, message);
}
