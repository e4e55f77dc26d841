using Pulumi;
using Pulumi.Aws.ElastiCache;
using SessionStore.Infra.Cache;

namespace SessionStore.Infra.Replication;

/// <summary>
/// The replication group of a Region that no Global Datastore reaches: a group of its own, of the same kind as the datastore's members, and
/// the replicator's to fill. Nothing of it is another's, so that nothing is ignored: what the primary changes, its next update changes.
/// </summary>
internal sealed class ReplicatedMember : ComponentResource
{
    public CacheMember Member { get; }

    public ReplicatedMember(string name, ReplicatedMemberArgs args, ComponentResourceOptions? options = null)
        : base("session-store:replication:ReplicatedMember", name, options)
    {
        var engine = args.Engine;
        var family = GlobalDatastoreLimits.ParameterGroupFamily(engine.Version);
        var group = args.OwnReplicationGroup(name, this, engine.Version, engine.NodeType);
        if (engine.Shards is { } shards)
        {
            group.NumNodeGroups = shards;
        }
        // Of its own family, so that an upgrade to another major version finds the next one beside it.
        group.ParameterGroupName = new ParameterGroup($"{name}-parameters-{family}", new()
        {
            Name = args.Context.Naming.ParameterGroup(family, args.Size.ClusterEnabled),
            Family = family,
            Description = "Session store",
            Parameters = StoreParameters.Of(args.Size.ClusterEnabled, engine.NotifyKeyspaceEvents),
        }, new() { Parent = this }).Name;
        Member = CacheMember.Of(new ReplicationGroup($"{name}-replication-group", group, args.Options(this)), args.Size);
        RegisterOutputs();
    }
}

internal sealed record ReplicatedMemberArgs : MemberArgs
{
    /// <summary>What the datastore's members run.</summary>
    public required StoreEngine Engine { get; init; }
}
