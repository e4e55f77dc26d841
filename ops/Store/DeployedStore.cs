using SessionStore.Contract;
using SessionStore.Failover;

namespace SessionStore.Ops.Store;

/// <summary>The deployed store: what all Regions share, and each Region.</summary>
/// <param name="Name">The prefix of every physical name.</param>
/// <param name="WriterName">The name that leads to the Region that takes writes.</param>
/// <param name="Regions">The Regions, that of the primary stack first.</param>
internal sealed record DeployedStore(
    string Name, string GlobalReplicationGroupId, string HostedZoneId, string WriterName, IReadOnlyList<DeployedRegion> Regions)
{
    /// <summary>The name of the TXT record that holds the operator's pin.</summary>
    public string PinName => $"{WriterLabels.Pin}.{WriterName}";

    /// <summary>The Region of the primary stack: the one that the datastore was made in.</summary>
    public DeployedRegion Home => Regions[0];

    /// <summary>The Region of that name.</summary>
    /// <param name="name">Such as us-east-2.</param>
    /// <exception cref="OpsException">No stack deploys to it.</exception>
    public DeployedRegion Region(string name) => Regions.SingleOrDefault(region => region.Name == name)
        ?? throw new OpsException($"\"{name}\" is no Region of the store: expected "
            + $"{string.Join(" or ", Regions.Select(region => region.Name))}");

    /// <summary>What the failover function of a Region knows of the names.</summary>
    public FailoverSettings SettingsOf(DeployedRegion region) =>
        new(region.ReplicationGroupId, HostedZoneId, WriterName, FunctionTimes.RecordTtlSeconds, RoleWait: TimeSpan.Zero,
            TimeSpan.FromSeconds(FunctionTimes.RoleHoldSeconds));

    /// <summary>The Region of a replication group; null for a group of nobody's.</summary>
    /// <param name="replicationGroupId">The group's ID, in any case: ElastiCache's are lower case.</param>
    public DeployedRegion? OfGroup(string? replicationGroupId) =>
        Regions.SingleOrDefault(region => region.Owns(replicationGroupId));

    /// <summary>The Region whose endpoint a record names; null for any other target.</summary>
    /// <param name="endpoint">The record's target, without a dot at its end.</param>
    public DeployedRegion? AtEndpoint(string? endpoint) => Regions.SingleOrDefault(region => region.PrimaryEndpoint == endpoint);
}

/// <summary>One Region of the store.</summary>
/// <param name="Stack">The stack's name, as in a command.</param>
/// <param name="Name">Such as us-east-2.</param>
/// <param name="PrimaryEndpoint">The endpoint that takes writes while the Region is the primary.</param>
/// <param name="TopicArn">The topic that the failover function listens to.</param>
/// <param name="Queues">The addresses of the two dead-letter queues by what they hold.</param>
internal sealed record DeployedRegion(
    string Stack, string Name, string ReplicationGroupId, string PrimaryEndpoint, string TopicArn,
    IReadOnlyDictionary<string, string> Queues)
{
    /// <summary>All outputs of the stack.</summary>
    public required StackOutputs Outputs { get; init; }

    /// <summary>
    /// The parameter in which the Region's function keeps the records; null where the Region cannot override the writer record.
    /// </summary>
    public string? RecordsParameter => Outputs.OptionalText(OutputNames.RecordsParameterName);

    /// <summary>
    /// The Auto Scaling group of the Region's replicator, which fills the Region from another, or from a store that is moved in; null where
    /// there is none.
    /// </summary>
    public string? ReplicatorGroup => Outputs.OptionalText(OutputNames.ReplicatorGroupName);

    /// <summary>Whether the Region's group is no member of the datastore, and its replicator's to fill.</summary>
    public bool IsReplicated =>
        Outputs.OptionalText(OutputNames.Replication) is not null && !Outputs.Values.ContainsKey(OutputNames.HostedZoneId);

    /// <summary>The store that is moved in, as host:port; null for none.</summary>
    public string? MigrateFrom => Outputs.OptionalText(OutputNames.MigrateFrom);

    /// <summary>Whether a group is the Region's; ElastiCache's IDs are lower case.</summary>
    public bool Owns(string? group) => string.Equals(group, ReplicationGroupId, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the Region can take the writer name while Route 53's API does not answer.</summary>
    public bool Overrides => RecordsParameter is not null;
}
