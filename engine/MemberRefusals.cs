using System.Collections.Immutable;
using SessionStore.Infra.Cache;

namespace SessionStore.Engine;

/// <summary>
/// What ElastiCache, or its provider, refuses of a replication group: CreateReplicationGroup in the ElastiCache API reference.
/// </summary>
internal static class MemberRefusals
{
    // ConflictsWith of global_replication_group_id in the provider, which it sees only once the ID is known.
    private static readonly string[] _inherited =
    [
        "numNodeGroups", "parameterGroupName", "engine", "engineVersion", "nodeType", "securityGroupNames", "transitEncryptionEnabled",
            "transitEncryptionMode",
        "atRestEncryptionEnabled", "snapshotArns", "snapshotName",
    ];

    /// <summary>Everything for which AWS would refuse it; nothing where it would not.</summary>
    public static IEnumerable<string> Of(ImmutableDictionary<string, object> inputs)
    {
        if (inputs.ContainsKey("globalReplicationGroupId"))
        {
            foreach (var input in _inherited.Where(inputs.ContainsKey))
            {
                yield return $"{input} beside globalReplicationGroupId, from which a member inherits it";
            }
        }
        if (inputs.ContainsKey("numCacheClusters") && (inputs.ContainsKey("numNodeGroups") || inputs.ContainsKey("replicasPerNodeGroup")))
        {
            yield return "numCacheClusters beside numNodeGroups or replicasPerNodeGroup";
        }
        if (inputs.GetValueOrDefault("multiAzEnabled") is true
            && (inputs.GetValueOrDefault("automaticFailoverEnabled") is not true || Refusals.Number(inputs, "numCacheClusters") < 2
                || Refusals.Number(inputs, "replicasPerNodeGroup") < 1))
        {
            yield return "multiAzEnabled without automaticFailoverEnabled or without a replica";
        }
        if (inputs.GetValueOrDefault("nodeType") is string type
            && GlobalDatastoreLimits.TiersData(type) != inputs.GetValueOrDefault("dataTieringEnabled") is true)
        {
            yield return $"nodeType {type} with dataTieringEnabled {inputs.GetValueOrDefault("dataTieringEnabled", false)}: r6gd has to "
                + $"be created with data tiering, and nothing else can";
        }
        var daily = inputs.GetValueOrDefault("snapshotWindow") is string text ? UtcWindow.Daily(text) : null;
        var weekly = inputs.GetValueOrDefault("maintenanceWindow") is string other ? UtcWindow.Weekly(other) : null;
        if ((inputs.ContainsKey("snapshotWindow") && daily is not { IsLongEnough: true })
            || (inputs.ContainsKey("maintenanceWindow") && weekly is not { IsLongEnough: true }))
        {
            yield return "a window that is none, or shorter than an hour";
        }
        if (daily is not null && weekly is not null && daily.Overlaps(weekly))
        {
            yield return "snapshotWindow and maintenanceWindow overlap";
        }
    }
}
