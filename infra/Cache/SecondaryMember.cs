using Pulumi;
using Pulumi.Aws.ElastiCache;

namespace SessionStore.Infra.Cache;

/// <summary>A member that joins a Global Datastore and passes nothing that it inherits from it.</summary>
internal sealed class SecondaryMember : ComponentResource
{
    public CacheMember Member { get; }

    public SecondaryMember(string name, SecondaryMemberArgs args, ComponentResourceOptions? options = null)
        : base("session-store:cache:SecondaryMember", name, options)
    {
        var group = args.ReplicationGroup(name, this);
        group.GlobalReplicationGroupId = args.GlobalReplicationGroupId;
        Member = CacheMember.Of(new ReplicationGroup($"{name}-replication-group", group, args.Options(this)), args.Size);
        RegisterOutputs();
    }
}

internal sealed record SecondaryMemberArgs : MemberArgs
{
    /// <summary>The global replication group to join, with the prefix that AWS gives it.</summary>
    public required string GlobalReplicationGroupId { get; init; }
}
