using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Pulumi.Testing;
using SessionStore.Infra.Cache;

namespace SessionStore.Engine;

/// <summary>What AWS refuses of a group that is no member, and of the ways to AWS's services, because of other resources, too.</summary>
internal static partial class ReplicationRefusals
{
    private const string ParameterGroup = "aws:elasticache/parameterGroup:ParameterGroup", Endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";

    /// <summary>Everything for which AWS would refuse a resource of one of these types.</summary>
    /// <param name="before">What was registered before it.</param>
    public static IEnumerable<string> Of(MockResourceArgs args, IEnumerable<MockResourceArgs> before) => args.Type switch
    {
        "aws:elasticache/replicationGroup:ReplicationGroup" => Group(args.Inputs, before),
        ParameterGroup => Parameters(args.Inputs),
        Endpoint => EndpointOf(args.Inputs, before),
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule" or "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule" =>
            Rule(args.Inputs),
        _ => [],
    };

    // CreateReplicationGroup in the ElastiCache API reference: a group of its own has to be told everything that a member inherits.
    private static IEnumerable<string> Group(ImmutableDictionary<string, object> inputs, IEnumerable<MockResourceArgs> before)
    {
        if (inputs.ContainsKey("globalReplicationGroupId"))
        {
            yield break;
        }
        foreach (var input in new[] { "engine", "engineVersion", "nodeType" }.Where(input => inputs.GetValueOrDefault(input) is not string))
        {
            yield return $"no {input}, and no globalReplicationGroupId to inherit it from";
        }
        if (inputs.GetValueOrDefault("parameterGroupName") is not string name
            || before.FirstOrDefault(other => other.Type == ParameterGroup && Equals(other.Inputs.GetValueOrDefault("name"), name))
                is not { } parameters)
        {
            yield break;
        }
        // "Parameter management in ElastiCache" in its user guide.
        if (inputs.GetValueOrDefault("engineVersion") is string version && parameters.Inputs["family"] is string family
            && family != GlobalDatastoreLimits.ParameterGroupFamily(version))
        {
            yield return $"parameterGroupName {name} is of the family {family}, engineVersion is {version}";
        }
        var isClustered = Pairs(parameters.Inputs).Contains(("cluster-enabled", "yes"));
        if (inputs.ContainsKey("numNodeGroups") && !isClustered)
        {
            yield return $"numNodeGroups with the parameter group {name}, in which cluster-enabled is not yes";
        }
        if (inputs.ContainsKey("numCacheClusters") && isClustered)
        {
            yield return $"numCacheClusters with the parameter group {name}, in which cluster-enabled is yes";
        }
    }

    // "Valkey and Redis OSS parameters" in the ElastiCache user guide; the letters are those of Valkey's "Keyspace notifications".
    private static IEnumerable<string> Parameters(ImmutableDictionary<string, object> inputs) =>
        from parameter in Pairs(inputs)
        where parameter.Name == "notify-keyspace-events" && !Events().IsMatch(parameter.Value)
        select $"notify-keyspace-events is {parameter.Value}: expected letters of KEg$lshzxeAtdmn";

    // CreateVpcEndpoint in the EC2 API reference; "Gateway endpoints" and "Access an AWS service using an interface VPC endpoint" in the
    // AWS PrivateLink guide.
    private static IEnumerable<string> EndpointOf(ImmutableDictionary<string, object> inputs, IEnumerable<MockResourceArgs> before)
    {
        var type = inputs.GetValueOrDefault("vpcEndpointType", "Gateway");
        string[] others = type is "Gateway" ? ["subnetIds", "securityGroupIds", "privateDnsEnabled"] : ["routeTableIds"];
        foreach (var input in others.Where(inputs.ContainsKey))
        {
            yield return $"{input} of a {type} endpoint";
        }
        foreach (var input in (type is "Gateway" ? ["routeTableIds"] : new[] { "subnetIds", "securityGroupIds" })
            .Where(input => inputs.GetValueOrDefault(input) is not ImmutableArray<object> { Length: > 0 }))
        {
            yield return $"no {input} of a {type} endpoint: nobody would reach it";
        }
        foreach (var twin in before.Where(other => other.Type == Endpoint
            && new[] { "vpcId", "serviceName" }.All(input => Equals(other.Inputs[input], inputs[input]))))
        {
            yield return $"a second endpoint of {inputs["serviceName"]} in one VPC: its private name, or its route, is {twin.Name}'s";
        }
    }

    // ExactlyOneOf in the provider (internal/service/ec2/vpc_security_group_rule.go); IpPermission in the EC2 API reference.
    private static IEnumerable<string> Rule(ImmutableDictionary<string, object> inputs)
    {
        var named = new[] { "cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId" }.Where(inputs.ContainsKey).ToArray();
        if (named.Length != 1)
        {
            yield return $"a rule about {(named.Length == 0 ? "nobody" : string.Join(" and ", named))}: expected one of a range, a prefix "
                + "list and a security group";
        }
    }

    private static IEnumerable<(string Name, string Value)> Pairs(ImmutableDictionary<string, object> inputs) =>
        (inputs.GetValueOrDefault("parameters") is ImmutableArray<object> list ? list : [])
        .Cast<ImmutableDictionary<string, object>>().Select(parameter => ((string)parameter["name"], (string)parameter["value"]));

    [GeneratedRegex("^[KEg$lshzxeAtdmn]*$")]
    private static partial Regex Events();
}
