using Pulumi;
using Pulumi.Aws.ElastiCache;
using SessionStore.Contract;

namespace SessionStore.Infra.Cache;

/// <summary>What every member of the Global Datastore passes; engine, node type and encryption belong to the one that founds it.</summary>
internal abstract record MemberArgs
{
    // A member takes up to 54 minutes (the provider's acceptance tests) and ElastiCache works on one at a time; the provider's own
    // limits are 60, 40 and 45 minutes.
    private static readonly CustomTimeouts _timeouts = new()
    {
        Create = TimeSpan.FromMinutes(90),
        Update = TimeSpan.FromMinutes(90),
        Delete = TimeSpan.FromMinutes(90),
    };

    public required RegionContext Context { get; init; }

    public required CacheSettings Settings { get; init; }

    public required MemberSize Size { get; init; }

    /// <summary>The subnets of the nodes, in at least two Availability Zones.</summary>
    public required IReadOnlyList<Output<string>> SubnetIds { get; init; }

    /// <summary>The security group of the nodes.</summary>
    public required Output<string> SecurityGroupId { get; init; }

    /// <summary>The topic of the member's notices.</summary>
    public required EventTopic Topic { get; init; }

    /// <summary>The key of the data; null for the one that AWS owns.</summary>
    public Output<string>? KmsKeyArn { get; init; }

    /// <summary>What the member asks its clients for.</summary>
    public required CacheCredentials Credentials { get; init; }

    public required bool DeletionProtection { get; init; }

    /// <summary>What is asked before the group is created: whether the store may be of this kind; null where nothing has to be.</summary>
    public required ResourceHook? BeforeCreate { get; init; }

    /// <summary>The member's arguments, with a subnet group of its own.</summary>
    /// <param name="name">The name of the component that the member belongs to.</param>
    /// <param name="parent">That component.</param>
    public ReplicationGroupArgs ReplicationGroup(string name, Resource parent)
    {
        var subnets = new SubnetGroup($"{name}-subnets", new()
        {
            Name = Context.Naming.SubnetGroup,
            Description = "Session store",
            SubnetIds = SubnetIds.Select(id => (Input<string>)id).ToArray(),
        }, new() { Parent = parent });
        var group = new ReplicationGroupArgs
        {
            ReplicationGroupId = Context.Naming.ReplicationGroupId,
            Description = $"Session store in {Context.Region}",
            NumCacheClusters = Size.Nodes is { } nodes ? nodes : default(Input<int>),
            ReplicasPerNodeGroup = Size.ReplicasPerShard is { } replicas ? replicas : default(Input<int>),
            // Both on every member: the provider's default, false, is a difference that AWS refuses to make on a member
            // (https://github.com/hashicorp/terraform-provider-aws/issues/27875).
            AutomaticFailoverEnabled = true,
            MultiAzEnabled = true,
            // ElastiCache switches it off on members.
            AutoMinorVersionUpgrade = false,
            // Otherwise Pulumi reports as done what waits for the next maintenance window.
            ApplyImmediately = true,
            Port = CacheNodes.Port,
            SubnetGroupName = subnets.Name,
            SecurityGroupIds = { SecurityGroupId },
            NotificationTopicArn = Topic.Arn,
            SnapshotRetentionLimit = Settings.SnapshotRetentionDays,
            SnapshotWindow = Settings.SnapshotWindow is { } snapshot ? snapshot : default(Input<string>),
            MaintenanceWindow = Settings.MaintenanceWindow is { } maintenance ? maintenance : default(Input<string>),
            KmsKeyId = KmsKeyArn is { } key ? key : default(Input<string>),
        };
        Credentials.SetOn(group);
        return group;
    }

    /// <summary>The same for a group that inherits nothing from a Global Datastore: engine, node type and encryption are its own.</summary>
    /// <param name="name">The name of the component that the group belongs to.</param>
    /// <param name="parent">That component.</param>
    /// <param name="engineVersion">Valkey's version.</param>
    /// <param name="nodeType">Such as cache.r7g.large.</param>
    public ReplicationGroupArgs OwnReplicationGroup(string name, Resource parent, string engineVersion, string nodeType)
    {
        var group = ReplicationGroup(name, parent);
        group.Engine = "valkey";
        group.EngineVersion = engineVersion;
        group.NodeType = nodeType;
        if (GlobalDatastoreLimits.TiersData(nodeType))
        {
            group.DataTieringEnabled = true;
        }
        group.TransitEncryptionEnabled = true;
        group.TransitEncryptionMode = "required";
        group.AtRestEncryptionEnabled = true;
        return group;
    }

    /// <summary>The member's options: it comes after the topic's policy and holds data.</summary>
    public CustomResourceOptions Options(Resource parent)
    {
        var options = new CustomResourceOptions
        {
            Parent = parent,
            DependsOn = { Topic.Policy },
            Protect = DeletionProtection,
            CustomTimeouts = _timeouts,
        };
        if (BeforeCreate is { } asked)
        {
            options.Hooks.BeforeCreate.Add(asked);
        }
        return options;
    }
}
