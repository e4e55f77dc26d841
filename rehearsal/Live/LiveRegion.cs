using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>One Region with its real server.</summary>
/// <param name="Local">What its stack declares.</param>
/// <param name="Server">Its cache.</param>
public sealed record LiveRegion(LocalRegion Local, ValkeyServer Server)
{
    /// <summary>Its topic.</summary>
    public LocalTopic Topic => Local.Topic;

    /// <summary>The Region's name.</summary>
    public string Name => Local.Name;

    /// <summary>Its replication group.</summary>
    public string Group => Local.Member.ReplicationGroupId;
}
