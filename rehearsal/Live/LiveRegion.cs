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

    public string Group => Local.Member.ReplicationGroupId;
}
