namespace SessionStore.Infra.Tests.Policy;

/// <summary>A rule that holds over every stack file and option.</summary>
/// <param name="Name">The rule.</param>
/// <param name="Violations">What breaks it, each with the stack, the resource, the value and what was expected.</param>
public sealed record Rule(string Name, Func<PolicyCase, IEnumerable<string>> Violations)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        Each("everything is tagged", TaggedRule.Violations),
        Each("nothing is open to the world", OpenRule.Violations),
        Each("instances have no door but their own", InstanceRule.Violations),
        Each("buckets are closed and speak TLS", BucketRule.Violations),
        Each("everything is encrypted that can be", EncryptionRule.Violations),
        new("data is protected when protection is on, and nothing when it is off", test =>
            test.Stages.SelectMany(stage => ProtectionRule.Violations(stage, test.DeletionProtection))),
        Each("every name is within its limit", NameLimitRule.Violations),
        Each("no statement is about everything unless it is listed", StatementRule.Violations),
        new("at rest the writer name is one record, and every override is guarded", OverrideRule.Violations),
        new("stages of one store have different names where AWS or the provider has one list", DistinctNamesRule.Violations),
    ];

    private static Rule Each(string name, Func<PolicyStage, IEnumerable<string>> violations) =>
        new(name, test => test.Stages.SelectMany(violations));
}
