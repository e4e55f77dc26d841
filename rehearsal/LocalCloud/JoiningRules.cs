using System.Globalization;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>With which parameters a group can be created as a member of a datastore.</summary>
internal static class JoiningRules
{
    // Settled by the member that founded the datastore: the provider's conflicts with global_replication_group_id
    // (internal/service/elasticache/replication_group.go of hashicorp/terraform-provider-aws), and "Global datastore" in the user guide.
    private static readonly string[] _inherited =
    [
        "AtRestEncryptionEnabled", "CacheNodeType", "CacheParameterGroupName", "CacheSecurityGroupNames", "Engine", "EngineVersion",
            "NumNodeGroups", "SnapshotArns",
        "SnapshotName", "TransitEncryptionEnabled", "TransitEncryptionMode",
    ];

    /// <summary>Checks a request.</summary>
    /// <param name="form">CreateReplicationGroup, with a GlobalReplicationGroupId.</param>
    /// <exception cref="ElastiCacheRefusal">ElastiCache would refuse it.</exception>
    public static void Check(IReadOnlyDictionary<string, string> form)
    {
        if (form.Keys.FirstOrDefault(name => _inherited.Contains(name.Split('.')[0])) is { } inherited)
        {
            throw new ElastiCacheRefusal("InvalidParameterCombination", $"{inherited} cannot be specified with GlobalReplicationGroupId.");
        }
        if (form.ContainsKey("AuthToken") && form.Keys.Any(name => name.StartsWith("UserGroupIds", StringComparison.Ordinal)))
        {
            throw new ElastiCacheRefusal("InvalidParameterCombination", "AuthToken cannot be specified with UserGroupIds.");
        }
        // "If AutomaticFailoverEnabled is true, the value of this parameter must be at least 2."
        if (form.TryGetValue("NumCacheClusters", out var nodes) && int.Parse(nodes, CultureInfo.InvariantCulture) < 2)
        {
            throw new ElastiCacheRefusal("InvalidParameterCombination", $"NumCacheClusters is {nodes}: expected at least 2.");
        }
    }
}
