namespace SessionStore.Infra.Tests.Policy;

/// <summary>Names that AWS or the provider keeps in one list, whatever the Region, must differ between the stages of a store.</summary>
public static class DistinctNamesRule
{
    // A destroy looks for a detached member by its name in no Region in particular (terraform-provider-aws#38919); IAM and CloudWatch's
    // dashboards are global.
    private static readonly (string Type, string Input)[] _lists =
    [
        ("aws:elasticache/replicationGroup:ReplicationGroup", "replicationGroupId"), ("aws:iam/role:Role", "name"),
            ("aws:iam/instanceProfile:InstanceProfile", "name"),
        ("aws:iam/policy:Policy", "name"), ("aws:cloudwatch/dashboard:Dashboard", "dashboardName"),
        // All buckets of everybody are one list.
        ("aws:s3/bucket:Bucket", "bucket"),
    ];

    /// <summary>What breaks the rule.</summary>
    public static IEnumerable<string> Violations(PolicyCase test) =>
        from list in _lists
        from twins in test.Stages.SelectMany(stage =>
            stage.All(list.Type).Select(resource => (Where: stage.Naming(resource), Name: resource.Text(list.Input))))
            .GroupBy(pair => pair.Name)
        where twins.Count() > 1
        select $"{string.Join(" and ", twins.Select(twin => twin.Where))} have the same {list.Input}, {twins.Key}: expected different ones";
}
