using System.Xml.Linq;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>A Region's member of the Global Datastore, as ElastiCache shows it.</summary>
/// <param name="PrimaryEndpoint">The endpoint that takes writes while the Region is the primary: in cluster mode the configuration
/// endpoint.</param>
/// <param name="TopicArn">The topic of its notices.</param>
internal sealed record LocalMember(string ReplicationGroupId, string PrimaryEndpoint, string TopicArn)
{
    /// <summary>The global replication group of every run, as long as nobody founds another.</summary>
    public const string FirstGlobalReplicationGroupId = "ldgnf-session-store";

    /// <summary>Whether the group is in cluster mode.</summary>
    public bool ClusterEnabled { get; init; }

    /// <summary>How many nodes each of its shards has; outside of cluster mode there is one shard.</summary>
    public int NodesPerShard { get; init; } = 2;

    /// <summary>For how many days ElastiCache keeps its daily snapshots.</summary>
    public int SnapshotRetentionLimit { get; init; } = 1;

    /// <summary>When ElastiCache takes them, in UTC.</summary>
    public string SnapshotWindow { get; init; } = "05:00-06:00";

    /// <summary>When ElastiCache does maintenance, in UTC.</summary>
    public string MaintenanceWindow { get; init; } = "sun:06:30-sun:07:30";

    /// <summary>Its parameter group.</summary>
    public LocalParameterGroup Parameters { get; set; } = new("default.valkey8");

    /// <summary>Its first cache cluster; in cluster mode the shard is a part of the name.</summary>
    public string CacheClusterId => ClusterIds.First();

    /// <summary>Its cache clusters.</summary>
    public IEnumerable<string> ClusterIds =>
        Enumerable.Range(1, NodesPerShard)
            .Select(node => ClusterEnabled ? $"{ReplicationGroupId}-0001-{node:000}" : $"{ReplicationGroupId}-{node:000}");

    /// <summary>The role now: PRIMARY or SECONDARY; null for a group that is no member.</summary>
    public Func<Task<string?>> RoleAsync { get; set; } = () => Task.FromResult<string?>(null);

    /// <summary>The global replication group that it belongs to while it has a role.</summary>
    public string GlobalReplicationGroupId { get; set; } = FirstGlobalReplicationGroupId;

    /// <summary>The status of that global replication group, such as available, primary-only or modifying.</summary>
    public string DatastoreStatus { get; set; } = "available";

    /// <summary>The role that the Region's function was shown last.</summary>
    public string? LastRole { get; private set; }

    /// <summary>Called when the Region's function is shown another role than before.</summary>
    public Action<string?> RoleSeen { get; set; } = _ => { };

    /// <summary>Whether the Region's control plane answers.</summary>
    public bool Reachable { get; set; } = true;

    /// <summary>The group's status, such as available or modifying; null for a group that has been deleted.</summary>
    public string? Status { get; set; } = "available";

    /// <summary>Promotes a Region.</summary>
    public Func<string, Task> FailoverAsync { get; set; } = region =>
        throw new InvalidOperationException($"{region} has no servers to promote");

    /// <summary>Takes a Region out of the datastore.</summary>
    public Func<string, Task> DisassociateAsync { get; set; } = region =>
        throw new InvalidOperationException($"{region} has no servers to take out");

    /// <summary>Creates the group anew as a member of a datastore, with the parameters of the request.</summary>
    public Func<IReadOnlyDictionary<string, string>, Task> JoinAsync { get; set; } = _ =>
        throw new InvalidOperationException("no servers join here");

    /// <summary>The final snapshots of groups that were deleted.</summary>
    public IReadOnlyList<string> Snapshots { get; set; } = [];

    /// <summary>The members as the API shows them to those who ask for them.</summary>
    public Func<Task<IEnumerable<XElement>>> MembersAsync { get; set; } = () => Task.FromResult<IEnumerable<XElement>>([]);

    /// <summary>The state of the notification: active or inactive.</summary>
    public string TopicStatus { get; set; } = "active";

    /// <summary>Notes the role that the Region's function is shown.</summary>
    public void Show(string? role)
    {
        if (LastRole != role)
        {
            LastRole = role;
            RoleSeen(role);
        }
    }
}
