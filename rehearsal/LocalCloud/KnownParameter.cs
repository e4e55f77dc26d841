using System.Globalization;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>A parameter that parameter groups have: those that matter here, as DescribeCacheParameters shows them of redis5.0.</summary>
/// <param name="Default">The engine's value; empty for none.</param>
/// <param name="Allowed">The values, with a comma between them, or 0- for every number from 0; null for any.</param>
/// <param name="IsModifiable">Whether a group may have another value.</param>
/// <param name="IsImmediate">Whether nodes take a change at once; otherwise with their next start.</param>
internal sealed record KnownParameter(string Name, string Default, string? Allowed, bool IsModifiable = true, bool IsImmediate = true)
{
    private const string FromZero = "0-";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<KnownParameter> All { get; } =
    [
        new("cluster-enabled", "no", "yes,no", IsImmediate: false),
        new("lua-time-limit", "5000", "5000", IsModifiable: false),
        new("maxmemory-policy", "volatile-lru", "volatile-lru,allkeys-lru,volatile-lfu,allkeys-lfu,noeviction"),
        new("min-replicas-max-lag", "10", FromZero),
        new("min-replicas-to-write", "0", FromZero),
        new("notify-keyspace-events", "", null),
    ];

    /// <summary>The parameter of a name.</summary>
    /// <exception cref="ElastiCacheRefusal">There is none.</exception>
    public static KnownParameter Find(string name) => All.SingleOrDefault(known => known.Name == name)
        ?? throw new ElastiCacheRefusal("InvalidParameterValue", $"Parameter {name} doesn't exist");

    /// <summary>Whether it may have a value.</summary>
    public bool Allows(string value) => Allowed is null || (Allowed == FromZero
        ? int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) : Allowed.Split(',').Contains(value));
}
