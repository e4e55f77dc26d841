using Pulumi;
using Pulumi.Aws.ElastiCache;
using Pulumi.Aws.ElastiCache.Inputs;
using SessionStore.Infra.Stages;

namespace SessionStore.Infra.Cache;

/// <summary>The founding member with its engine, and the global replication group around it that other Regions join.</summary>
public sealed class GlobalDatastore : ComponentResource
{
    /// <summary>The member of this Region.</summary>
    public CacheMember Member { get; }

    /// <summary>The global replication group, such as <c>ldgnf-session-store</c>: AWS puts the prefix before the store's name.</summary>
    public Output<string> GlobalReplicationGroupId { get; }

    /// <summary>Creates the founding member and the global replication group.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="settings">The engine and the Region's part.</param>
    /// <param name="place">Where the member lives and whom it tells.</param>
    /// <param name="naming">The physical names.</param>
    /// <param name="options">The component's options.</param>
    public GlobalDatastore(string name, PrimarySettings settings, CachePlace place, Naming naming, ComponentResourceOptions? options = null)
        : base("session-store:cache:GlobalDatastore", name, options)
    {
        var founded = GlobalDatastoreLimits.ParameterGroupFamily(settings.FoundingEngineVersion);
        var family = GlobalDatastoreLimits.ParameterGroupFamily(settings.EngineVersion);
        // A parameter group of its own: destroying a member deletes the one that its state names, which fails with default.valkey8.
        var parameters = Parameters($"{name}-parameters", founded);

        var args = CacheMember.Args(name, settings.Stage, settings.Size, place, naming, this);
        args.Engine = "valkey";
        args.EngineVersion = settings.FoundingEngineVersion;
        args.NodeType = settings.NodeType;
        if (GlobalDatastoreLimits.TiersData(settings.NodeType))
        {
            args.DataTieringEnabled = true;
        }
        args.ParameterGroupName = parameters;
        args.TransitEncryptionEnabled = true;
        args.TransitEncryptionMode = "required";
        args.AtRestEncryptionEnabled = true;
        var member = CacheMember.Options(settings.Stage, place, this);
        // Owned by the global replication group as soon as it exists: AWS refuses to change them on a member. It gives every member a
        // copy of the parameter group, under another name. Data tiering is the node type's: a change would replace the member, where
        // ElastiCache refuses the new node type.
        member.IgnoreChanges = ["engineVersion", "nodeType", "parameterGroupName", "dataTieringEnabled"];
        if (settings.Shards is { } shards)
        {
            args.NumNodeGroups = shards;
            // Likewise: resharding is the global replication group's.
            member.IgnoreChanges.Add("numNodeGroups");
        }
        var founding = new ReplicationGroup($"{name}-replication-group", args, member);

        var global = new GlobalReplicationGroup($"{name}-global-replication-group", new()
        {
            GlobalReplicationGroupIdSuffix = naming.Store,
            GlobalReplicationGroupDescription = "Session store",
            PrimaryReplicationGroupId = founding.Id,
            AutomaticFailoverEnabled = true,
            EngineVersion = settings.EngineVersion,
            CacheNodeType = settings.NodeType,
            NumNodeGroups = settings.Shards is { } count ? count : default(Input<int>),
            // Only with an upgrade to another major version: the provider refuses any other change of it, and ElastiCache an upgrade without.
            ParameterGroupName = family == founded ? default(Input<string>) : Parameters($"{name}-parameters-{family}", family),
        }, new()
        {
            Parent = this,
            Protect = settings.Stage.DeletionProtection,
            // Owned by whoever was promoted last: the provider reads it back from the live primary, and a difference replaces the
            // whole Global Datastore (https://github.com/hashicorp/terraform-provider-aws/issues/46121).
            IgnoreChanges = { "primaryReplicationGroupId" },
            // An engine upgrade goes through all members one by one; the provider's own limits are 60, 60 and 20 minutes.
            CustomTimeouts = new() { Create = TimeSpan.FromMinutes(90), Update = TimeSpan.FromMinutes(180), Delete = TimeSpan.FromMinutes(60) },
        });

        Member = CacheMember.Of(founding, settings.Size);
        GlobalReplicationGroupId = global.GlobalReplicationGroupId;
        RegisterOutputs();

        Output<string> Parameters(string part, string of)
        {
            var group = new ParameterGroupArgs
            {
                Name = naming.ParameterGroup(of, settings.Size.ClusterEnabled),
                Family = of,
                Description = "Session store",
            };
            if (settings.Size.ClusterEnabled)
            {
                // This is what cluster mode is: also for one shard, which without it would be a group that can never have a second.
                group.Parameters = [new ParameterGroupParameterArgs { Name = "cluster-enabled", Value = "yes" }];
            }
            return new ParameterGroup(part, group, new() { Parent = this }).Name;
        }
    }
}
