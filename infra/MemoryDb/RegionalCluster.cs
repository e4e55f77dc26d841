using Pulumi;
using Pulumi.Aws.MemoryDb;
using SessionStore.Contract;
using SessionStore.Infra.Cache;

namespace SessionStore.Infra.MemoryDb;

/// <summary>A Region's cluster of the Multi-Region cluster: it takes reads and writes, and merges those of the others.</summary>
internal sealed class RegionalCluster : ComponentResource
{
    // A cluster that joins copies all data first; the provider's own limits are 120 minutes each.
    private static readonly CustomTimeouts _timeouts = new()
    {
        Create = TimeSpan.FromMinutes(180),
        Update = TimeSpan.FromMinutes(180),
        Delete = TimeSpan.FromMinutes(120),
    };

    /// <summary>The cluster as the rest of the Region sees it: one endpoint for everything.</summary>
    public CacheMember Member { get; }

    public RegionalCluster(string name, RegionalClusterArgs args, ComponentResourceOptions? options = null)
        : base("session-store:memorydb:RegionalCluster", name, options)
    {
        var naming = args.Context.Naming;
        var subnets = new SubnetGroup($"{name}-subnets", new()
        {
            Name = naming.SubnetGroup,
            Description = "Session store",
            SubnetIds = args.SubnetIds.Select(id => (Input<string>)id).ToArray(),
        }, new() { Parent = this });
        var cluster = new Cluster($"{name}-cluster", new()
        {
            Name = naming.Cluster,
            Description = $"Session store in {args.Context.Region}",
            MultiRegionClusterName = args.MultiRegionClusterName,
            // The provider sends both whether they are given or not, with one shard as its default: they have to be those of the
            // Multi-Region cluster. Engine, version, parameter group and TLS it takes from there.
            NodeType = args.NodeType,
            NumShards = args.Shards,
            NumReplicasPerShard = args.Size.ReplicasPerShard ?? 1,
            AclName = args.AclName,
            SubnetGroupName = subnets.Name,
            SecurityGroupIds = { args.SecurityGroupId },
            Port = CacheNodes.Port,
            AutoMinorVersionUpgrade = false,
            SnapshotRetentionLimit = args.Settings.SnapshotRetentionDays,
            SnapshotWindow = args.Settings.SnapshotWindow is { } snapshot ? snapshot : default(Input<string>),
            MaintenanceWindow = args.Settings.MaintenanceWindow is { } maintenance ? maintenance : default(Input<string>),
            KmsKeyArn = args.KmsKeyArn is { } key ? key : default(Input<string>),
        }, new()
        {
            Parent = this,
            Protect = args.DeletionProtection,
            CustomTimeouts = _timeouts,
            // Owned by the Multi-Region cluster, which changes them in every Region.
            IgnoreChanges = { "nodeType", "numShards", "engineVersion", "parameterGroupName" },
        });
        var endpoint = cluster.ClusterEndpoints.Apply(endpoints => endpoints[0].Address ?? "");
        Member = new(cluster.Name, endpoint, endpoint, args.Size);
        RegisterOutputs();
    }
}

internal sealed record RegionalClusterArgs
{
    public required RegionContext Context { get; init; }

    /// <summary>The Multi-Region cluster to join, with the prefix that AWS gives it.</summary>
    public required Input<string> MultiRegionClusterName { get; init; }

    /// <summary>The node type of the Multi-Region cluster.</summary>
    public required string NodeType { get; init; }

    /// <summary>The shards of the Multi-Region cluster.</summary>
    public required int Shards { get; init; }

    /// <summary>How many replicas each shard has here.</summary>
    public required MemberSize Size { get; init; }

    public required CacheSettings Settings { get; init; }

    /// <summary>The subnets of the nodes, in at least two Availability Zones.</summary>
    public required IReadOnlyList<Output<string>> SubnetIds { get; init; }

    /// <summary>The security group of the nodes.</summary>
    public required Output<string> SecurityGroupId { get; init; }

    /// <summary>Who may sign in.</summary>
    public required Output<string> AclName { get; init; }

    /// <summary>The key of the data; null for the one that AWS owns.</summary>
    public Output<string>? KmsKeyArn { get; init; }

    public required bool DeletionProtection { get; init; }
}
