namespace SessionStore.Contract;

/// <summary>
/// What the failover function understands: the keys of the JSON objects that are published to a Region's topic. The value of each is the ID
/// of the Region's replication group.
/// </summary>
public static class MessageKeys
{
    /// <summary>
    /// ElastiCache has promoted the group to primary of its global datastore. Not in AWS's table of events; nothing rests on it alone.
    /// </summary>
    public const string Promoted = "ElastiCache:ReplicationGroupPromotedAsPrimary";

    /// <summary>Look whether everything is as it should be.</summary>
    public const string Reconcile = "session-store:Reconcile";

    /// <summary>An operator's order: lead the writer name to the group, whatever its role.</summary>
    public const string Pin = "session-store:Pin";

    /// <summary>An operator's order: give the writer name back to the automation.</summary>
    public const string Unpin = "session-store:Unpin";
}
