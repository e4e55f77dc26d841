namespace SessionStore.Infra.Tests.Policy;

/// <summary>What holds data, or the way to it, is not destroyed by a slip.</summary>
public static class ProtectionRule
{
    private static readonly string[] _data =
    [
        "aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup",
            "aws:route53/zone:Zone", "aws:kms/key:Key",
    ];

    /// <summary>What breaks the rule.</summary>
    public static IEnumerable<string> Violations(PolicyStage stage, bool on) => on
        ? stage.Resources.Where(resource => _data.Contains(resource.Type) && resource.Protect != true)
            .Select(resource => $"{stage.Naming(resource)} is not protected")
        : stage.Resources.Where(resource => resource.Protect == true)
            .Select(resource => $"{stage.Naming(resource)} is protected although deletionProtection is false");
}
