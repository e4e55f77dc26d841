namespace SessionStore.Infra.Tests.Policy;

/// <summary>Nobody but the store's own may come in.</summary>
public static class OpenRule
{
    // By its own security group nobody but EC2 Instance Connect reaches it.
    private const string TestHost = "test-host-instance";

    /// <summary>What breaks the rule.</summary>
    public static IEnumerable<string> Violations(PolicyStage stage)
    {
        foreach (var rule in stage.All("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"))
        {
            foreach (var input in new[] { "cidrIpv4", "cidrIpv6" }
                .Where(input => rule.Has(input) && rule.Text(input).EndsWith("/0", StringComparison.Ordinal)))
            {
                yield return $"{stage.Naming(rule)}: {input} is {rule.Text(input)}: expected a range or a security group";
            }
        }
        foreach (var group in stage.All("aws:ec2/securityGroup:SecurityGroup").Where(group => group.Has("ingress") || group.Has("egress")))
        {
            yield return $"{stage.Naming(group)} has inline rules: expected rules of their own, which this suite looks at";
        }
        foreach (var resource in stage.InAws.Where(resource => resource.Name != TestHost))
        {
            foreach (var input in new[] { "associatePublicIpAddress", "mapPublicIpOnLaunch", "publiclyAccessible" }
                .Where(input => resource.Has(input) && resource[input] is true))
            {
                yield return $"{stage.Naming(resource)}: {input} is true: expected no public address";
            }
        }
        foreach (var statement in Statement.Of(stage).Where(statement => statement is { IsForEverybody: true, HasCondition: false }))
        {
            yield return $"{statement.Where}: statement {statement.Sid} lets everybody in without a condition";
        }
    }
}
