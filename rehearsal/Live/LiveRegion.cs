using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>One Region with its real servers.</summary>
/// <param name="Local">What its stack declares.</param>
/// <param name="Cache">Its nodes.</param>
internal sealed record LiveRegion(LocalRegion Local, ReplicationGroup Cache)
{
    /// <summary>The node that the Region's primary endpoint leads to now.</summary>
    public ValkeyServer Server => Cache.Primary;

    /// <summary>Its topic.</summary>
    public LocalTopic Topic => Local.Topic;

    /// <summary>The Region's name.</summary>
    public string Name => Local.Name;

    /// <summary>Its replication group.</summary>
    public string Group => Local.Member.ReplicationGroupId;
}
