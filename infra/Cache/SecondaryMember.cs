using Pulumi;
using Pulumi.Aws.ElastiCache;
using SessionStore.Infra.Stages;

namespace SessionStore.Infra.Cache;

/// <summary>A member that joins a Global Datastore and passes nothing that it inherits from it.</summary>
public sealed class SecondaryMember : ComponentResource
{
    /// <summary>The member of this Region.</summary>
    public CacheMember Member { get; }

    /// <summary>Creates the member.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="settings">The Region's part.</param>
    /// <param name="size">How many nodes it has.</param>
    /// <param name="globalReplicationGroupId">The global replication group.</param>
    /// <param name="place">Where the member lives and whom it tells.</param>
    /// <param name="naming">The physical names.</param>
    /// <param name="options">The component's options.</param>
    public SecondaryMember(
        string name,
        StageSettings settings,
        MemberSize size,
        string globalReplicationGroupId,
        CachePlace place,
        Naming naming,
        ComponentResourceOptions? options = null)
        : base("session-store:cache:SecondaryMember", name, options)
    {
        var args = CacheMember.Args(name, settings, size, place, naming, this);
        args.GlobalReplicationGroupId = globalReplicationGroupId;
        Member = CacheMember.Of(new ReplicationGroup($"{name}-replication-group", args, CacheMember.Options(settings, place, this)), size);
        RegisterOutputs();
    }
}
