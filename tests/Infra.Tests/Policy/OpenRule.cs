namespace SessionStore.Infra.Tests.Policy;

/// <summary>Nobody but the store's own may come in.</summary>
public static class OpenRule
{
    // By their own security groups nobody but EC2 Instance Connect reaches the one, and nobody but the load balancer the others.
    private static readonly string[] _withAddress = ["test-host-instance", "application-instances-template"];

    /// <summary>What breaks the rule.</summary>
    public static IEnumerable<string> Violations(PolicyStage stage)
    {
        foreach (var rule in stage.All("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"))
        {
            foreach (var input in new[] { "cidrIpv4", "cidrIpv6" }
                .Where(input => rule.Has(input) && rule.Text(input).EndsWith("/0", StringComparison.Ordinal))
                .Where(_ => !IsLoadBalancers(stage, rule)))
            {
                yield return $"{stage.Naming(rule)}: {input} is {rule.Text(input)}: expected a range or a security group, or 80 or 443 of "
                    + "a load balancer";
            }
        }
        foreach (var cluster in stage.All("aws:memorydb/cluster:Cluster")
            .Where(cluster => stage.All("aws:memorydb/acl:Acl").All(acl => acl.Text("name") != cluster.Text("aclName"))))
        {
            yield return $"{stage.Naming(cluster)}: aclName is {cluster.Text("aclName")}: expected the ACL of the stack's users";
        }
        foreach (var group in stage.All("aws:ec2/securityGroup:SecurityGroup").Where(group => group.Has("ingress") || group.Has("egress")))
        {
            yield return $"{stage.Naming(group)} has inline rules: expected rules of their own, which this suite looks at";
        }
        foreach (var resource in stage.InAws.Where(resource => !_withAddress.Contains(resource.Name)))
        {
            foreach (var input in new[] { "associatePublicIpAddress", "mapPublicIpOnLaunch", "publiclyAccessible" }
                .Where(input => IsTrue(resource.Inputs, input)))
            {
                yield return $"{stage.Naming(resource)}: {input} is true: expected no public address";
            }
        }
        foreach (var statement in Statement.Of(stage).Where(statement => statement is { IsForEverybody: true, HasCondition: false }))
        {
            yield return $"{statement.Where}: statement {statement.Sid} lets everybody in without a condition";
        }
    }

    // The world may knock at the two ports of the web, where the group is a load balancer's and nobody else's.
    private static bool IsLoadBalancers(PolicyStage stage, Registered rule)
    {
        var group = rule.Has("securityGroupId") ? rule.Text("securityGroupId") : "";
        var users = stage.InAws.Where(resource => Groups(resource).Contains(group)).ToArray();
        return rule.Has("fromPort") && rule.Number("fromPort") == rule.Number("toPort") && rule.Number("fromPort") is 80 or 443
            && users.Length > 0 && users.All(user => user.Type == "aws:lb/loadBalancer:LoadBalancer");
    }

    private static IEnumerable<object> Groups(Registered resource) =>
        new[] { "securityGroups", "vpcSecurityGroupIds", "securityGroupIds" }.Where(resource.Has).SelectMany(resource.List)
            .Concat(resource.Has("networkInterfaces")
                ? resource.Objects("networkInterfaces").SelectMany(one => (IEnumerable<object>)one["securityGroups"])
                : []);

    private static bool IsTrue(object value, string input) => value switch
    {
        IReadOnlyDictionary<string, object> map => map.GetValueOrDefault(input) is true or "true"
            || map.Values.Any(part => IsTrue(part, input)),
        System.Collections.IEnumerable list and not string => list.Cast<object>().Any(part => IsTrue(part, input)),
        _ => false,
    };
}
