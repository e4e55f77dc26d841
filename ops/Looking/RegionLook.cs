using SessionStore.Ops.Store;

namespace SessionStore.Ops.Looking;

/// <summary>What one Region shows.</summary>
public sealed record RegionLook(DeployedRegion Region)
{
    /// <summary>The role that ElastiCache gives the Region's group.</summary>
    public const string Primary = "PRIMARY", Secondary = "SECONDARY";

    /// <summary>PRIMARY or SECONDARY; null for a group that is no member of the datastore, and while the Region does not answer.</summary>
    public string? Role { get; init; }

    /// <summary>The group's status, such as available; null while the Region does not answer.</summary>
    public string? Status { get; init; }

    /// <summary>Whether ElastiCache answered.</summary>
    public bool Answers => Status is not null;

    /// <summary>The first of the group's cache clusters.</summary>
    public string? CacheClusterId { get; init; }

    /// <summary>active or inactive: whether ElastiCache publishes to the topic; null where that is unknown.</summary>
    public string? Notification { get; init; }

    /// <summary>The replication lag in seconds, over the last minutes; null where CloudWatch has no value.</summary>
    public double? LagSeconds { get; init; }

    /// <summary>When the function of the Region last moved the record to it, to five minutes; null for never in the last 15 days.</summary>
    public DateTimeOffset? LastMove { get; init; }

    /// <summary>How many dead letters wait, by the queue.</summary>
    public IReadOnlyDictionary<string, int> DeadLetters { get; init; } = new Dictionary<string, int>();

    /// <summary>The alarms that ring.</summary>
    public IReadOnlyList<string> Alarms { get; init; } = [];

    /// <summary>What could not be learned, and why.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];
}
