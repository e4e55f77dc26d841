namespace SessionStore.Failover;

/// <summary>The part that a replication group plays in a global datastore.</summary>
internal enum MemberRole
{
    /// <summary>The group belongs to no global datastore, for instance after it was disassociated from a lost Region.</summary>
    StandAlone,

    /// <summary>The group takes the writes of the global datastore.</summary>
    Primary,

    /// <summary>The group replicates from the primary and takes no writes.</summary>
    Secondary,
}

/// <summary>What ElastiCache says about the replication group of this Region.</summary>
/// <param name="Id">The group's ID.</param>
/// <param name="Role">Its part in the global datastore.</param>
/// <param name="Endpoint">The host name that takes its writes; null while ElastiCache has none to give.</param>
/// <param name="MemberClusterId">
/// One of its cache clusters, whose description tells the state of the notifications; null without members.
/// </param>
internal sealed record ReplicationGroup(string Id, MemberRole Role, string? Endpoint, string? MemberClusterId);
