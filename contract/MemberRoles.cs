namespace SessionStore.Contract;

/// <summary>
/// The roles of a Global Datastore's members, as ElastiCache spells them (GlobalReplicationGroupMemberRole in its API reference).
/// </summary>
public static class MemberRoles
{
    /// <summary>The member takes the writes of the datastore.</summary>
    public const string Primary = "PRIMARY";

    /// <summary>The member replicates from the primary and refuses writes.</summary>
    public const string Secondary = "SECONDARY";
}
