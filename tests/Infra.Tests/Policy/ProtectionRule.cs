namespace SessionStore.Infra.Tests.Policy;

/// <summary>What holds data, or the way to it, is not destroyed by a slip.</summary>
public static class ProtectionRule
{
    private static readonly string[] _data =
    [
        "aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup",
            "aws:memorydb/multiRegionCluster:MultiRegionCluster", "aws:memorydb/cluster:Cluster",
            "aws:route53/zone:Zone", "aws:kms/key:Key", "aws:globalaccelerator/accelerator:Accelerator",
    ];

    /// <summary>What breaks the rule.</summary>
    public static IEnumerable<string> Violations(PolicyStage stage, bool on) => Pulumis(stage, on).Concat(
        from balancer in stage.All("aws:lb/loadBalancer:LoadBalancer")
        where !balancer.Has("enableDeletionProtection") || balancer["enableDeletionProtection"] is not bool set || set != @on
        select $"{stage.Naming(balancer)}: enableDeletionProtection is not {@on}");

    private static IEnumerable<string> Pulumis(PolicyStage stage, bool on) => on
        ? stage.Resources.Where(resource => _data.Contains(resource.Type) && resource.Protect != true)
            .Select(resource => $"{stage.Naming(resource)} is not protected")
        : stage.Resources.Where(resource => resource.Protect == true)
            .Select(resource => $"{stage.Naming(resource)} is protected although deletionProtection is false");
}
