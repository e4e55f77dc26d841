using System.Collections.Immutable;
using Pulumi.Testing;

namespace SessionStore.Infra.Tests.Replication;

/// <summary>The fake cloud refuses what AWS refuses of groups that are no members, and of endpoints.</summary>
public class ReplicationRefusalTests
{
    private const string Group = "aws:elasticache/replicationGroup:ReplicationGroup", Endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint",
        Parameters = "aws:elasticache/parameterGroup:ParameterGroup", Rule = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

    private static readonly ImmutableArray<object> _one = ["one"];

    private static IEnumerable<TestCaseData> Bad()
    {
        yield return Case(Group, "no engineVersion, and no globalReplicationGroupId to inherit it from", ("engine", "valkey"),
            ("nodeType", "t"));
        yield return Case(Group, "of the family valkey8, engineVersion is 9.0", ("engine", "valkey"), ("nodeType", "t"),
            ("engineVersion", "9.0"), ("parameterGroupName", "plain"));
        yield return Case(Group, "numNodeGroups with the parameter group plain", ("engine", "valkey"), ("nodeType", "t"),
            ("engineVersion", "8.1"), ("parameterGroupName", "plain"), ("numNodeGroups", 2));
        yield return Case(Group, "numCacheClusters with the parameter group clustered", ("engine", "valkey"), ("nodeType", "t"),
            ("engineVersion", "8.1"), ("parameterGroupName", "clustered"), ("numCacheClusters", 2));
        yield return Case(Parameters, "notify-keyspace-events is all", ("name", "p"), ("family", "valkey8"),
            ("parameters", Pairs(("notify-keyspace-events", "all"))));
        yield return Case(Endpoint, "subnetIds of a Gateway endpoint", ("vpcEndpointType", "Gateway"), ("vpcId", "v"),
            ("serviceName", "s3"), ("routeTableIds", _one), ("subnetIds", _one));
        yield return Case(Endpoint, "no subnetIds of a Interface endpoint", ("vpcEndpointType", "Interface"), ("vpcId", "v"),
            ("serviceName", "ssm"), ("securityGroupIds", _one));
        yield return Case(Endpoint, "a second endpoint of logs in one VPC", ("vpcEndpointType", "Interface"), ("vpcId", "v"),
            ("serviceName", "logs"), ("subnetIds", _one), ("securityGroupIds", _one));
        yield return Case(Rule, "a rule about nobody", ("securityGroupId", "sg"));
        yield return Case(Rule, "a rule about cidrIpv4 and prefixListId", ("securityGroupId", "sg"), ("cidrIpv4", "10.0.0.0/8"),
            ("prefixListId", "pl-1"));
    }

    [TestCaseSource(nameof(Bad))]
    public async Task It_is_refused(string type, ImmutableDictionary<string, object> inputs, string problem)
    {
        var cloud = new FakeCloud("us-east-1");
        await Register(cloud, Parameters, Values(("name", "plain"), ("family", "valkey8")));
        await Register(cloud, Parameters,
            Values(("name", "clustered"), ("family", "valkey8"), ("parameters", Pairs(("cluster-enabled", "yes")))));
        await Register(cloud, Endpoint, Values(("vpcEndpointType", "Interface"), ("vpcId", "v"), ("serviceName", "logs"),
            ("subnetIds", _one), ("securityGroupIds", _one)));
        Assert.That(() => Register(cloud, type, inputs), Throws.InvalidOperationException.With.Message.Contains(problem));
    }

    private static Task Register(FakeCloud cloud, string type, ImmutableDictionary<string, object> inputs) =>
        cloud.NewResourceAsync(new MockResourceArgs { Type = type, Name = "one", Inputs = inputs });

    private static TestCaseData Case(string type, string problem, params (string, object)[] inputs) =>
        new TestCaseData(type, Values(inputs), problem).SetArgDisplayNames(problem);

    private static ImmutableArray<object> Pairs(params (string Name, string Value)[] pairs) =>
        [.. pairs.Select(pair => (object)Values(("name", pair.Name), ("value", pair.Value)))];

    private static ImmutableDictionary<string, object> Values(params (string Name, object Value)[] values) =>
        values.ToImmutableDictionary(value => value.Name, value => value.Value);
}
