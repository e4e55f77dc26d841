namespace SessionStore.Contract;

/// <summary>
/// What the failover function understands: the keys of the JSON objects that are published to a Region's topic. The value of each is the ID
/// of a replication group: the Region's own, unless it says otherwise.
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

    /// <summary>
    /// An operator's order, told to the other Regions while Route 53's API does not answer: the writer name is pinned to the group, which
    /// is another Region's.
    /// </summary>
    public const string PinElsewhere = "session-store:PinElsewhere";
}
