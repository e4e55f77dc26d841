using SessionStore.Contract;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>One Region with its real servers.</summary>
/// <param name="Local">What its stack declares.</param>
internal sealed record LiveRegion(LocalRegion Local, ReplicationGroup Cache)
{
    /// <summary>The node that the Region's primary endpoint leads to now.</summary>
    public ValkeyServer Server => Cache.Primary;

    public LocalTopic Topic => Local.Topic;

    public string Name => Local.Name;

    /// <summary>The health check that is healthy while the Region overrides; null where it cannot.</summary>
    public string? OverrideHealthCheck => Local.Stage.Outputs.GetValueOrDefault(OutputNames.OverrideHealthCheckId) as string;

    /// <summary>Whether the Region's group is no member of the datastore, and its replicator's to fill.</summary>
    public bool IsReplicated =>
        Local.Stage.Outputs.ContainsKey(OutputNames.Replication) && !Local.Stage.Outputs.ContainsKey(OutputNames.HostedZoneId);

    /// <summary>Whether the Region has a replicator.</summary>
    public bool HasReplicator => Local.Stage.Outputs.ContainsKey(OutputNames.ReplicatorGroupName);

    public string Group => Local.Member.ReplicationGroupId;
}
