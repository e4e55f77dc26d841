using System.Text.Json;

namespace SessionStore.Infra.Tests.Replication;

/// <summary>The replicator's instance: where it is, what it reaches, and what it may do.</summary>
/// <remarks>Proof limit: no packet goes through an endpoint here.</remarks>
public class ReplicatorTests
{
    private const string Egress = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", Endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";

    [TestCase("replicator-primary")]
    [TestCase("replicator-secondary")]
    [TestCase("migrate-primary")]
    public async Task It_is_one_instance_in_the_private_subnets_without_a_public_address(string stack)
    {
        var stage = await Deployed.Option(stack);
        var (template, group) = (stage.Resource("replicator-instance-template"), stage.Resource("replicator-instance-group"));
        var card = template.Objects("networkInterfaces").Single();
        Assert.Multiple(() =>
        {
            Assert.That(card["associatePublicIpAddress"], Is.EqualTo("false"));
            Assert.That(card["securityGroups"], Is.EqualTo(new[] { stage.Id("replicator-access-instance"), stage.Id("access-client") }));
            Assert.That(group.List("vpcZoneIdentifiers"), Is.EqualTo(stage.All("aws:ec2/subnet:Subnet")
                .Where(subnet => subnet.Name.Contains("private", StringComparison.Ordinal)).Select(subnet => subnet.Id)));
            Assert.That((group["minSize"], group["maxSize"]), Is.EqualTo(((object)1, (object)1)));
            Assert.That(group.Object("instanceRefresh")["preferences"], Is.EquivalentTo(new Dictionary<string, object>
            {
                ["minHealthyPercentage"] = 0,
                ["maxHealthyPercentage"] = 100,
            }));
            Assert.That(stage.All("aws:ec2/eip:Eip"), Is.Empty);
        });
    }

    [TestCase("replicator-primary", "logs ssm ssmmessages")]
    [TestCase("migrate-primary", "logs ssm ssmmessages secretsmanager")]
    public async Task Its_ways_to_AWS_are_endpoints_and_no_more_than_it_needs(string stack, string services)
    {
        var stage = await Deployed.Option(stack);
        var endpoints = stage.All(Endpoint).ToArray();
        var interfaces = endpoints.Where(endpoint => endpoint.Text("vpcEndpointType") == "Interface").ToArray();
        var gateway = endpoints.Except(interfaces).Single();
        Assert.Multiple(() =>
        {
            Assert.That(interfaces.Select(endpoint => endpoint.Text("serviceName")),
                Is.EqualTo(services.Split(' ').Select(service => $"com.amazonaws.us-east-1.{service}")));
            Assert.That(interfaces.Select(endpoint => endpoint["privateDnsEnabled"]), Is.All.True);
            Assert.That(interfaces.Select(endpoint => endpoint.List("subnetIds").Count()), Is.All.EqualTo(2), "one in each zone");
            Assert.That(gateway.Text("serviceName"), Is.EqualTo("com.amazonaws.us-east-1.s3"));
            Assert.That(gateway.List("routeTableIds"),
                Is.EquivalentTo(stage.All("aws:ec2/routeTable:RouteTable").Select(table => table.Id)));
        });
    }

    [Test]
    public async Task Whoever_in_the_VPC_is_led_to_an_endpoint_may_reach_it()
    {
        var stage = await Deployed.Option("replicator-primary");
        var rule = stage.Resource("replicator-access-endpoint-from-vpc-1");
        Assert.That((rule.Text("cidrIpv4"), rule["fromPort"], rule["toPort"]), Is.EqualTo(("10.16.0.0/16", (object)443, (object)443)));
    }

    [Test]
    public async Task It_goes_out_to_endpoints_S3_and_the_old_store_alone()
    {
        var stage = await Deployed.Option("migrate-primary");
        var rules = stage.All(Egress).Where(rule => rule.Text("securityGroupId") == stage.Id("replicator-access-instance"))
            .Select(rule => (rule["fromPort"], rule.Has("cidrIpv4") ? rule.Text("cidrIpv4")
                : rule.Text(rule.Has("prefixListId") ? "prefixListId" : "referencedSecurityGroupId")));
        Assert.Multiple(() =>
        {
            Assert.That(rules, Is.EquivalentTo(new[]
            {
                ((object)443, stage.Id("replicator-access-endpoint")), (443, FakeCloud.PrefixListId("com.amazonaws.us-east-1.s3")),
                (6380, "10.40.0.0/16"),
            }));
            Assert.That(stage.All("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
                .Where(rule => rule.Text("securityGroupId") == stage.Id("replicator-access-instance")), Is.Empty, "nobody comes in");
        });
    }

    [TestCase("10.40.0.7:6379", null, "10.40.0.7/32")]
    [TestCase("old.example.com:6379", null, "0.0.0.0/0")]
    [TestCase("old.example.com:6379", "192.0.2.0/24", "192.0.2.0/24")]
    public async Task The_old_store_is_reached_where_it_lies(string from, string? cidr, string reached)
    {
        var stage = await Deployed.Run(Deployed.OptionFile("migrate-primary")
            .With(("session-store:migrateFrom", from), ("session-store:migrateCidr", cidr)));
        Assert.That(stage.Resource("replicator-access-instance-to-old-store").Text("cidrIpv4"), Is.EqualTo(reached));
    }

    [Test]
    public async Task A_VPC_with_its_own_ways_gets_none()
    {
        var stage = await Deployed.OptionWith("replicator-primary", ("session-store:vpcEndpoints", "false"));
        Assert.Multiple(() =>
        {
            Assert.That(stage.All(Endpoint), Is.Empty);
            Assert.That(stage.Resource("replicator-access-instance-to-https").Text("cidrIpv4"), Is.EqualTo("0.0.0.0/0"));
        });
    }

    [Test]
    public async Task Its_role_may_fetch_sign_in_log_and_let_a_person_in()
    {
        var (plain, secret) = (await Deployed.Option("replicator-secondary"), await Deployed.Option("migrate-primary"));
        var logs = Statements(plain).Single(statement => statement.GetProperty("Sid").GetString() == "WriteLogs");
        Assert.Multiple(() =>
        {
            Assert.That(Sids(plain), Is.EqualTo(new[] { "FetchTheProgram", "SessionManager", "WriteLogs" }));
            Assert.That(Sids(secret), Is.EqualTo(new[] { "FetchTheProgram", "FetchTheSecret", "SessionManager", "WriteLogs" }));
            Assert.That(logs.GetProperty("Resource")[0].GetString(),
                Is.EqualTo("arn:aws:logs:ap-southeast-6:123456789012:log-group:/session-store/replicator:*"));
            Assert.That(plain.Resource("replicator-role-role").Text("name"), Is.EqualTo("session-store-replicator-ap-southeast-6"));
        });
    }

    [Test]
    public async Task With_IAM_it_may_sign_in_as_its_user_in_all_Regions()
    {
        var stage = await Deployed.OptionWith("replicator-primary", ("session-store:auth", "iam"),
            ("session-store:users", """["replicator on ~* &* +@all"]"""), ("session-store:replicatorUser", "replicator"));
        Assert.That(stage.Resource("replicator-role-connect").Text("policyArn"),
            Is.EqualTo("arn:aws:iam::123456789012:policy/session-store-connect-replicator"));
    }

    [Test]
    public async Task It_is_removed_with_the_setting()
    {
        var without = await Deployed.OptionWith("simple-primary");
        Assert.That(without.Resources.Where(resource => resource.Name.StartsWith("replicator", StringComparison.Ordinal)), Is.Empty);
    }

    private static IEnumerable<string> Sids(StageRun stage) =>
        Statements(stage).Select(statement => statement.GetProperty("Sid").GetString()!);

    private static IEnumerable<JsonElement> Statements(StageRun stage) =>
        stage.Resource("replicator-role-policy").Json("policy").GetProperty("Statement").EnumerateArray();
}
