using Pulumi;
using Pulumi.Aws.ElastiCache.Inputs;

namespace SessionStore.Infra.Cache;

/// <summary>The parameters of the store's parameter groups that are not the engine's defaults.</summary>
internal static class StoreParameters
{
    /// <summary>
    /// The value with which a store tells a replicator of its changes: K for notifications by key, A for all classes of them but misses and
    /// new keys ("Keyspace notifications" in Valkey's documentation).
    /// </summary>
    public const string KeyspaceEvents = "KA";

    /// <param name="notifyKeyspaceEvents">Which changes are told; null for none, the default.</param>
    public static InputList<ParameterGroupParameterArgs> Of(bool clusterEnabled, string? notifyKeyspaceEvents)
    {
        var parameters = new InputList<ParameterGroupParameterArgs>();
        if (clusterEnabled)
        {
            // This is what cluster mode is: also for one shard, which without it would be a group that can never have a second.
            parameters.Add(new ParameterGroupParameterArgs { Name = "cluster-enabled", Value = "yes" });
        }
        if (notifyKeyspaceEvents is not null)
        {
            parameters.Add(new ParameterGroupParameterArgs { Name = "notify-keyspace-events", Value = notifyKeyspaceEvents });
        }
        return parameters;
    }
}
