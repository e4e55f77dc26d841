using Pulumi;
using Pulumi.Aws.ElastiCache;
using SessionStore.Infra.Stages;

namespace SessionStore.Infra.Cache;

/// <summary>A Region's member of the Global Datastore, as the rest of the Region sees it.</summary>
/// <param name="ReplicationGroupId">The replication group.</param>
/// <param name="PrimaryEndpoint">The endpoint that takes writes while the Region is the primary: in cluster mode the configuration endpoint.</param>
/// <param name="ReaderEndpoint">The endpoint of the Region's replicas: in cluster mode the configuration endpoint, because there is no other.</param>
/// <param name="Size">How many nodes it has.</param>
public sealed record CacheMember(
    Output<string> ReplicationGroupId, Output<string> PrimaryEndpoint, Output<string> ReaderEndpoint, MemberSize Size)
{
    // A member takes up to 54 minutes (the provider's acceptance tests) and ElastiCache works on one at a time; the provider's own
    // limits are 60, 40 and 45 minutes.
    private static readonly CustomTimeouts _timeouts = new()
    {
        Create = TimeSpan.FromMinutes(90),
        Update = TimeSpan.FromMinutes(90),
        Delete = TimeSpan.FromMinutes(90),
    };

    /// <summary>The member that a replication group is.</summary>
    /// <param name="group">The replication group.</param>
    /// <param name="size">How many nodes it has.</param>
    public static CacheMember Of(ReplicationGroup group, MemberSize size) => size.ClusterEnabled
        ? new(group.ReplicationGroupId, group.ConfigurationEndpointAddress, group.ConfigurationEndpointAddress, size)
        : new(group.ReplicationGroupId, group.PrimaryEndpointAddress, group.ReaderEndpointAddress, size);

    /// <summary>What every member passes; engine, sizes and encryption belong to the one that founds the Global Datastore.</summary>
    /// <param name="name">The name of the component that the member belongs to.</param>
    /// <param name="settings">The Region's settings.</param>
    /// <param name="size">How many nodes the member has.</param>
    /// <param name="place">Where the member lives and whom it tells.</param>
    /// <param name="naming">The physical names.</param>
    /// <param name="parent">The component that the member belongs to.</param>
    internal static ReplicationGroupArgs Args(
        string name, StageSettings settings, MemberSize size, CachePlace place, Naming naming, Resource parent)
    {
        var subnets = new SubnetGroup($"{name}-subnets", new()
        {
            Name = naming.SubnetGroup,
            Description = "Session store",
            SubnetIds = place.SubnetIds.Select(id => (Input<string>)id).ToArray(),
        }, new() { Parent = parent });
        var args = new ReplicationGroupArgs
        {
            ReplicationGroupId = naming.ReplicationGroupId,
            Description = $"Session store in {settings.Region}",
            NumCacheClusters = size.Nodes is { } nodes ? nodes : default(Input<int>),
            ReplicasPerNodeGroup = size.ReplicasPerShard is { } replicas ? replicas : default(Input<int>),
            // Both on every member: the provider's default, false, is a difference that AWS refuses to make on a member
            // (https://github.com/hashicorp/terraform-provider-aws/issues/27875).
            AutomaticFailoverEnabled = true,
            MultiAzEnabled = true,
            // ElastiCache switches it off on members.
            AutoMinorVersionUpgrade = false,
            // Otherwise Pulumi reports as done what waits for the next maintenance window.
            ApplyImmediately = true,
            Port = GlobalDatastoreLimits.Port,
            SubnetGroupName = subnets.Name,
            SecurityGroupIds = { place.SecurityGroupId },
            NotificationTopicArn = place.Topic.Arn,
            SnapshotRetentionLimit = settings.Cache.SnapshotRetentionDays,
            SnapshotWindow = settings.Cache.SnapshotWindow is { } snapshot ? snapshot : default(Input<string>),
            MaintenanceWindow = settings.Cache.MaintenanceWindow is { } maintenance ? maintenance : default(Input<string>),
            KmsKeyId = place.KmsKeyArn is { } key ? key : default(Input<string>),
        };
        place.Credentials?.SetOn(args);
        return args;
    }

    /// <summary>The options of every member: it comes after the topic's policy and holds data.</summary>
    internal static CustomResourceOptions Options(StageSettings settings, CachePlace place, Resource parent) => new()
    {
        Parent = parent,
        DependsOn = { place.Topic.Policy },
        Protect = settings.DeletionProtection,
        CustomTimeouts = _timeouts,
    };
}

/// <summary>Where a member of the Global Datastore lives, whom it tells and what it asks clients for.</summary>
/// <param name="SubnetIds">The subnets of its nodes.</param>
/// <param name="SecurityGroupId">The security group of its nodes.</param>
/// <param name="Topic">The topic of its notices.</param>
/// <param name="KmsKeyArn">The key of its data; null for the one that AWS owns.</param>
/// <param name="Credentials">What it asks clients for; null for nothing.</param>
public sealed record CachePlace(
    IReadOnlyList<Output<string>> SubnetIds,
    Output<string> SecurityGroupId,
    EventTopic Topic,
    Output<string>? KmsKeyArn = null,
    CacheCredentials? Credentials = null);
