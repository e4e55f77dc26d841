using SessionStore.Ops.Store;
using SessionStore.Ops.Writes;

namespace SessionStore.Ops.Status;

/// <summary>What one Region shows. What is not in <see cref="Unknown"/> and null is known to be nothing.</summary>
internal sealed record RegionStatus(DeployedRegion Region)
{
    /// <summary>PRIMARY or SECONDARY; null for a group that is no member of a datastore.</summary>
    public string? Role { get; init; }

    /// <summary>The group's status, such as available; null for a group that does not exist.</summary>
    public string? Status { get; init; }

    /// <summary>The datastore that the group is a member of, whatever the stacks say; null for none.</summary>
    public string? GlobalReplicationGroupId { get; init; }

    /// <summary>The status of that datastore, such as available, primary-only or modifying.</summary>
    public string? DatastoreStatus { get; init; }

    /// <summary>Whether ElastiCache said what the group is.</summary>
    public bool Answers => !IsUnknown(nameof(Role));

    /// <summary>The first of the group's cache clusters.</summary>
    public string? CacheClusterId { get; init; }

    /// <summary>active or inactive: whether ElastiCache publishes to the topic; null for a group without a topic.</summary>
    public string? Notification { get; init; }

    /// <summary>How the Region's replicator is; null for a Region without one.</summary>
    public ReplicatorStatus? Replicator { get; init; }

    /// <summary>
    /// Whether the group is told to refuse writes; null for a store without replicated Regions, and for a group that does not exist.
    /// </summary>
    public MinReplicas? Writes { get; init; }

    /// <summary>
    /// The replication lag in seconds, over the last minutes, whoever replicates; null for one that does not.
    /// </summary>
    public double? LagSeconds { get; init; }

    /// <summary>When the function of the Region last moved the record to it, to five minutes; null for never in the last 15 days.</summary>
    public DateTimeOffset? LastMove { get; init; }

    /// <summary>What the Region's function keeps of the records; null for a Region that cannot override them.</summary>
    public OverrideStatus? Overriding { get; init; }

    /// <summary>Whether Route 53's API answered the last look of the Region's function; null for a Region that cannot override.</summary>
    public bool? ControlPlaneAnswers { get; init; }

    /// <summary>How many dead letters wait, by the queue; null where that is unknown.</summary>
    public IReadOnlyDictionary<string, int?> DeadLetters { get; init; } = new Dictionary<string, int?>();

    /// <summary>The alarms that ring; null where that is unknown.</summary>
    public IReadOnlyList<string>? Alarms { get; init; }

    /// <summary>What could not be learned.</summary>
    public IReadOnlyList<UnknownFact> Unknown { get; init; } = [];

    /// <summary>Whether a fact could not be learned.</summary>
    public bool IsUnknown(string property) => property.Length > 0 && Unknown.Any(fact => fact.Name == NameOf(property));

    /// <summary>What a fact is called in JSON.</summary>
    public static string NameOf(string property) => char.ToLowerInvariant(property[0]) + property[1..];
}
