namespace SessionStore.Contract;

/// <summary>What follows the store's name and a hyphen in names that several programs use.</summary>
public static class PhysicalNames
{
    /// <summary>The rule that asks the function to look every minute.</summary>
    public const string ReconcileRule = "reconcile";

    /// <summary>The alarm on the replication lag.</summary>
    public const string ReplicationLagAlarm = "replication-lag";

    /// <summary>
    /// The parameter in which a Region's function keeps the records as it last read them: a slash, the store's name, a slash, and this.
    /// </summary>
    public const string RecordsParameter = "writer-records";
}
