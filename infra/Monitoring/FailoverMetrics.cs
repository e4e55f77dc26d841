namespace SessionStore.Monitoring;

/// <summary>
/// The names under which the failover function sends its metrics: those of <c>MetricDefinitions</c> in <c>lambda/</c>, whose assembly this
/// program does not load. A test compares both.
/// </summary>
public static class FailoverMetrics
{
    /// <summary>The namespace of every metric.</summary>
    public const string Namespace = "SessionStore";

    /// <summary>The one dimension of every metric.</summary>
    public const string ReplicationGroupId = "ReplicationGroupId";

    /// <summary>1 while the Region's group is the primary, 0 while it is not.</summary>
    public const string IsPrimary = "IsPrimary";

    /// <summary>1 when the writer record names this group's endpoint, 0 when it does not; sent only while the record belongs to this group.</summary>
    public const string RecordMatches = "RecordMatches";

    /// <summary>1 for a notice that moved the writer record, 0 for one that did not.</summary>
    public const string RecordMoved = "RecordMoved";

    /// <summary>Seconds from a notice to the record's move; sent only with a move.</summary>
    public const string RecordMoveSeconds = "RecordMoveSeconds";

    /// <summary>1 while ElastiCache publishes to the topic, 0 while it does not; not sent while that is unknown.</summary>
    public const string NotificationActive = "NotificationActive";
}
