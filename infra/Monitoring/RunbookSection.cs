namespace SessionStore.Infra.Monitoring;

/// <summary>The headings of <c>docs/runbook.md</c> that alarms lead to.</summary>
internal static class RunbookSection
{
    public const string File = "docs/runbook.md";

    /// <summary>The function fails, is throttled or is not called.</summary>
    public const string Function = "The function fails or is silent";

    /// <summary>A dead-letter queue holds messages.</summary>
    public const string DeadLetters = "Dead letters";

    /// <summary>The writer record names another Region than the primary.</summary>
    public const string Record = "The record does not name the primary";

    /// <summary>This Region overrides the writer record.</summary>
    public const string Override = "An override is in force";

    /// <summary>Route 53's API does not answer.</summary>
    public const string ControlPlane = "Route 53's API does not answer";

    /// <summary>ElastiCache has stopped publishing.</summary>
    public const string Notification = "Notification dead";

    /// <summary>The secondaries fall behind or nobody knows by how much.</summary>
    public const string Lag = "Replication lag";

    /// <summary>The application's instances do not answer, or with errors.</summary>
    public const string Application = "The application does not answer";

    /// <summary>Nobody hears of the replicator.</summary>
    public const string ReplicatorSilent = "The replicator is silent";

    /// <summary>The replicator is not in step, or too far behind.</summary>
    public const string ReplicatorBehind = "The replicator is behind";

    /// <summary>The source does not tell of its changes.</summary>
    public const string ReplicatorDeaf = "The replicator hears nothing";

    /// <summary>The target does not take keys.</summary>
    public const string ReplicatorRefused = "The replicator cannot write some keys";

    /// <summary>The stores differ.</summary>
    public const string ReplicatorDifferences = "The stores differ";

    /// <summary>A Region of a store on MemoryDB falls behind, or is lost.</summary>
    public const string MemoryDbRegion = "MemoryDB: a Region falls behind or is lost";

    /// <summary>Nodes of a store on MemoryDB are short of something.</summary>
    public const string MemoryDbNodes = "MemoryDB: memory, CPU or connections run short";

    /// <summary>A store on MemoryDB refuses sign-ins or commands.</summary>
    public const string MemoryDbRefusals = "MemoryDB: sign-ins or commands are refused";

    /// <summary>Nodes are short of something.</summary>
    public const string Cache = "The cache is short of memory, CPU or connections";
}
