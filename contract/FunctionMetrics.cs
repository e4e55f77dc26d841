namespace SessionStore.Contract;

/// <summary>The names under which the failover function's metrics reach CloudWatch.</summary>
public static class FunctionMetrics
{
    /// <summary>The namespace of every metric.</summary>
    public const string Namespace = "SessionStore";

    /// <summary>The one dimension of every metric: the ID of the Region's replication group.</summary>
    public const string ReplicationGroupId = "ReplicationGroupId";

    /// <summary>1 when the group is the primary of its global datastore, 0 when it is not.</summary>
    public const string IsPrimary = "IsPrimary";

    /// <summary>
    /// 1 when the writer record names this group's endpoint once the work is done, 0 when it does not. Sent only while the record
    /// belongs to this group (it is the primary and nothing is pinned, or it is pinned itself).
    /// </summary>
    public const string RecordMatches = "RecordMatches";

    /// <summary>How often the writer record was moved: 1 or 0 for a notice.</summary>
    public const string RecordMoved = "RecordMoved";

    /// <summary>Seconds from the publication of the notice to the moment Route 53 accepted the move. Sent only with a move.</summary>
    public const string RecordMoveSeconds = "RecordMoveSeconds";

    /// <summary>1 when ElastiCache publishes to the topic, 0 when the notifications are inactive. Not sent while that is unknown.</summary>
    public const string NotificationActive = "NotificationActive";

    /// <summary>1 in every look while this Region overrides the writer record through its health check; not sent otherwise.</summary>
    public const string Overriding = "Overriding";

    /// <summary>1 when Route 53's API answered a look, 0 when it did not.</summary>
    public const string ControlPlaneAnswers = "ControlPlaneAnswers";
}
