namespace SessionStore.Contract;

/// <summary>
/// The settings of the replicator, as its configuration names them; in environment variables a colon is two underscores. Sections <see
/// cref="Source"/> and <see cref="Target"/> have the settings of SessionStore.Client.
/// </summary>
public static class ReplicatorSettings
{
    /// <summary>
    /// A JSON file with further settings, which environment variables override. Changed secrets are used without a restart.
    /// </summary>
    public const string File = "Replicator:SettingsFile";

    /// <summary>The section about where sessions come from.</summary>
    public const string Source = "Source";

    /// <summary>The section about where they go.</summary>
    public const string Target = "Target";

    /// <summary>In both sections: the name or endpoint.</summary>
    public const string WriterName = "WriterName";

    /// <summary>The replication group that is written to: the dimension of the metrics.</summary>
    public const string ReplicationGroupId = "Replicator:ReplicationGroupId";

    /// <summary>The file that tells how the worker is, as JSON.</summary>
    public const string HealthFile = "Replicator:HealthFile";

    /// <summary>When the stores are compared each day, as HH:mm in UTC; empty for never.</summary>
    public const string CompareAt = "Replicator:CompareAt";

    /// <summary>Whether what the daily comparison finds is copied again, true or false.</summary>
    public const string CompareRepairs = "Replicator:CompareRepairs";

    /// <summary>For how long the target takes what the worker sends after it has last seen the name, as hh:mm:ss.</summary>
    public const string Lease = "Replicator:Lease";

    /// <summary>For how long the name has to lead elsewhere before a Region that had it is written to again, as hh:mm:ss.</summary>
    public const string Settle = "Replicator:Settle";

    /// <summary>How many changed keys may wait. Any more, and they are found by a scan instead.</summary>
    public const string MaximumWaiting = "Replicator:MaximumWaiting";

    /// <summary>How often metrics are sent, as hh:mm:ss.</summary>
    public const string MetricsEvery = "Replicator:MetricsEvery";
}
