using Pulumi;
using Pulumi.Aws.ElastiCache;

namespace SessionStore.Infra.Cache;

/// <summary>The founding member with its engine, and the global replication group around it that other Regions join.</summary>
internal sealed class GlobalDatastore : ComponentResource
{
    public CacheMember Member { get; }

    /// <summary>The global replication group, such as <c>ldgnf-session-store</c>: AWS puts the prefix before the store's name.</summary>
    public Output<string> GlobalReplicationGroupId { get; }

    public GlobalDatastore(string name, GlobalDatastoreArgs args, ComponentResourceOptions? options = null)
        : base("session-store:cache:GlobalDatastore", name, options)
    {
        var founded = GlobalDatastoreLimits.ParameterGroupFamily(args.FoundingEngineVersion);
        var family = GlobalDatastoreLimits.ParameterGroupFamily(args.EngineVersion);
        // A parameter group of its own: destroying a member deletes the one that its state names, which fails with default.valkey8.
        var parameters = Parameters($"{name}-parameters", founded);

        var group = args.OwnReplicationGroup(name, this, args.FoundingEngineVersion, args.NodeType);
        group.ParameterGroupName = parameters;
        var member = args.Options(this);
        // Owned by the global replication group as soon as it exists: AWS refuses to change them on a member. It gives every member a
        // copy of the parameter group, under another name. Data tiering is the node type's: a change would replace the member, where
        // ElastiCache refuses the new node type.
        member.IgnoreChanges = ["engineVersion", "nodeType", "parameterGroupName", "dataTieringEnabled"];
        if (args.Shards is { } shards)
        {
            group.NumNodeGroups = shards;
            // Likewise: resharding is the global replication group's.
            member.IgnoreChanges.Add("numNodeGroups");
        }
        var founding = new ReplicationGroup($"{name}-replication-group", group, member);

        var global = new GlobalReplicationGroup($"{name}-global-replication-group", new()
        {
            GlobalReplicationGroupIdSuffix = args.Context.Naming.Store,
            GlobalReplicationGroupDescription = "Session store",
            PrimaryReplicationGroupId = founding.Id,
            AutomaticFailoverEnabled = true,
            EngineVersion = args.EngineVersion,
            CacheNodeType = args.NodeType,
            NumNodeGroups = args.Shards is { } count ? count : default(Input<int>),
            // Only with an upgrade to another major version: the provider refuses any other change of it, and ElastiCache an upgrade
            // without.
            ParameterGroupName = family == founded ? default(Input<string>) : Parameters($"{name}-parameters-{family}", family),
        }, new()
        {
            Parent = this,
            Protect = args.DeletionProtection,
            // Owned by whoever was promoted last: the provider reads it back from the live primary, and a difference replaces the
            // whole Global Datastore (https://github.com/hashicorp/terraform-provider-aws/issues/46121).
            IgnoreChanges = { "primaryReplicationGroupId" },
            // An engine upgrade goes through all members one by one; the provider's own limits are 60, 60 and 20 minutes.
            CustomTimeouts = new()
            {
                Create = TimeSpan.FromMinutes(90),
                Update = TimeSpan.FromMinutes(180),
                Delete = TimeSpan.FromMinutes(60),
            },
        });

        Member = CacheMember.Of(founding, args.Size);
        GlobalReplicationGroupId = global.GlobalReplicationGroupId;
        RegisterOutputs();

        Output<string> Parameters(string part, string of)
        {
            var parameterGroup = new ParameterGroupArgs
            {
                Name = args.Context.Naming.ParameterGroup(of, args.Size.ClusterEnabled),
                Family = of,
                Description = "Session store",
            };
            if (args.Size.ClusterEnabled || args.NotifyKeyspaceEvents is not null)
            {
                parameterGroup.Parameters = StoreParameters.Of(args.Size.ClusterEnabled, args.NotifyKeyspaceEvents);
            }
            return new ParameterGroup(part, parameterGroup, new() { Parent = this }).Name;
        }
    }
}

internal sealed record GlobalDatastoreArgs : MemberArgs
{
    /// <summary>The Valkey version of all members, such as 8.1.</summary>
    public required string EngineVersion { get; init; }

    /// <summary>The Valkey version that the store was created with: the same, or an earlier one.</summary>
    public required string FoundingEngineVersion { get; init; }

    /// <summary>The node type of all members, such as cache.r7g.large.</summary>
    public required string NodeType { get; init; }

    /// <summary>How many shards the store has; null with cluster mode off.</summary>
    public int? Shards { get; init; }

    /// <summary>
    /// The parameter notify-keyspace-events; null for the engine's, which is none. The members have a copy of the parameter group, which
    /// ElastiCache makes once, when the datastore is created or its engine gets another major version.
    /// </summary>
    public string? NotifyKeyspaceEvents { get; init; }
}
