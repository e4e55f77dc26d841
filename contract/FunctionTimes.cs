namespace SessionStore.Contract;

/// <summary>The times that the stages give the failover function, and that the operator's tool reckons with.</summary>
public static class FunctionTimes
{
    /// <summary>How long a resolver may keep a record, in seconds: what a client adds to the time of a failover.</summary>
    public const int RecordTtlSeconds = 10;

    /// <summary>
    /// For how long after a Region has taken the name no other takes it by the role PRIMARY alone, in seconds. Nobody documents how long
    /// ElastiCache shows a role that a promotion has ended; minutes are assumed.
    /// </summary>
    public const int RoleHoldSeconds = 300;
}
