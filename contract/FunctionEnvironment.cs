namespace SessionStore.Contract;

/// <summary>The environment variables by which a stage tells its failover function what to look after.</summary>
public static class FunctionEnvironment
{
    /// <summary>The ID of the Region's replication group.</summary>
    public const string ReplicationGroupId = "REPLICATION_GROUP_ID";

    /// <summary>The bare ID of the private hosted zone, such as Z1D633PJN98FT9.</summary>
    public const string HostedZoneId = "HOSTED_ZONE_ID";

    /// <summary>The name of the writer record, without a trailing dot.</summary>
    public const string WriterName = "WRITER_NAME";

    /// <summary>The time to live of records that are made from nothing, in seconds.</summary>
    public const string RecordTtl = "RECORD_TTL_SECONDS";

    /// <summary>How long a promotion notice waits for the role PRIMARY, in seconds.</summary>
    public const string RoleWait = "ROLE_WAIT_SECONDS";

    /// <summary>For how long after a Region has taken the name no other takes it by the role PRIMARY alone, in seconds.</summary>
    public const string RoleHold = "ROLE_HOLD_SECONDS";

    /// <summary>
    /// The name of the Systems Manager parameter in which the function keeps the records as it last read them; not set where the function
    /// does not override.
    /// </summary>
    public const string RecordsParameter = "RECORDS_PARAMETER";
}
