using System.Xml.Linq;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>A Region's member of the Global Datastore, as ElastiCache shows it.</summary>
/// <param name="ReplicationGroupId">The replication group.</param>
/// <param name="PrimaryEndpoint">The endpoint that takes writes while the Region is the primary: in cluster mode the configuration endpoint.</param>
/// <param name="TopicArn">The topic of its notices.</param>
public sealed record LocalMember(string ReplicationGroupId, string PrimaryEndpoint, string TopicArn)
{
    /// <summary>Whether the group is in cluster mode.</summary>
    public bool ClusterEnabled { get; init; }

    /// <summary>Its one cache cluster; in cluster mode the shard is a part of the name.</summary>
    public string CacheClusterId => ClusterEnabled ? $"{ReplicationGroupId}-0001-001" : $"{ReplicationGroupId}-001";

    /// <summary>The role now: PRIMARY or SECONDARY; null for a group that is no member.</summary>
    public Func<Task<string?>> RoleAsync { get; set; } = () => Task.FromResult<string?>(null);

    /// <summary>The global replication group of every run.</summary>
    public const string GlobalReplicationGroupId = "ldgnf-session-store";

    /// <summary>The role that the Region's function was shown last.</summary>
    public string? LastRole { get; private set; }

    /// <summary>Called when the Region's function is shown another role than before.</summary>
    public Action<string?> RoleSeen { get; set; } = _ => { };

    /// <summary>Whether the Region's control plane answers.</summary>
    public bool Reachable { get; set; } = true;

    /// <summary>The group's status, such as available or modifying.</summary>
    public string Status { get; set; } = "available";

    /// <summary>Promotes a Region.</summary>
    public Func<string, Task> FailoverAsync { get; set; } = region => throw new InvalidOperationException($"{region} has no servers to promote");

    /// <summary>Takes a Region out of the datastore.</summary>
    public Func<string, Task> DisassociateAsync { get; set; } = region => throw new InvalidOperationException($"{region} has no servers to take out");

    /// <summary>The members as the API shows them.</summary>
    public Func<Task<IEnumerable<XElement>>> MembersAsync { get; set; } = () => Task.FromResult<IEnumerable<XElement>>([]);

    /// <summary>The state of the notification: active or inactive.</summary>
    public string TopicStatus { get; set; } = "active";

    /// <summary>Notes the role that the Region's function is shown.</summary>
    /// <param name="role">The role.</param>
    public void Show(string? role)
    {
        if (LastRole != role)
        {
            LastRole = role;
            RoleSeen(role);
        }
    }
}
