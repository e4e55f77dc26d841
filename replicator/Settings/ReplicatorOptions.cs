namespace SessionStore.Replicator.Settings;

/// <summary>What the worker is told besides how to reach the two stores.</summary>
internal sealed record ReplicatorOptions
{
    /// <summary>The dimension of the metrics.</summary>
    public required string ReplicationGroupId { get; init; }

    /// <summary>Where the health is told; null for nowhere.</summary>
    public string? HealthFile { get; init; }

    /// <summary>When the stores are compared each day, in UTC; null for never.</summary>
    public TimeOnly? CompareAt { get; init; }

    /// <summary>Whether the daily comparison has what it finds copied again.</summary>
    public bool CompareRepairs { get; init; }

    /// <summary>For how long the target takes what is sent after the name was last seen to lead elsewhere.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For how long the name has to lead elsewhere before a Region that had it is written to again.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How many changed keys may wait.</summary>
    public int MaximumWaiting { get; init; } = 200_000;

    /// <summary>How often metrics are sent.</summary>
    public TimeSpan MetricsEvery { get; init; } = TimeSpan.FromMinutes(1);
}
