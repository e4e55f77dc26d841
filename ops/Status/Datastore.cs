namespace SessionStore.Ops.Status;

/// <summary>
/// The states of a Global Datastore in which ElastiCache changes it. Its API reference names them only where it refuses: "The Global
/// datastore is not available or in primary-only state" (InvalidGlobalReplicationGroupStateFault); the others (creating, modifying,
/// deleting, deleted) are those that the provider knows (internal/service/elasticache/global_replication_group.go of
/// hashicorp/terraform-provider-aws). What its members are doing, such as taking a snapshot, is none of them.
/// </summary>
internal static class Datastore
{
    /// <summary>What the states are called in messages.</summary>
    public const string Expected = $"{Available} or {PrimaryOnly}";

    private const string Available = "available", PrimaryOnly = "primary-only";

    /// <summary>Whether a datastore in this state can be changed, for instance be given another primary.</summary>
    /// <param name="status">As DescribeGlobalReplicationGroups shows it.</param>
    public static bool IsSettled(string? status) => status is Available or PrimaryOnly;
}
