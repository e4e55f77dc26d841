using SessionStore.Contract;

namespace SessionStore.Infra.Tests.Network;

/// <summary>A VPC of the user's: looked up, checked, and then as good as one of ours.</summary>
/// <remarks>
/// Proof limit: the account is played; whether the VPC's network ACLs and firewalls let the Regions through is not looked at.
/// </remarks>
public class ExistingVpcTests
{
    private const string Vpc = "vpc-0e100000000000001", Primary = "vpc-primary", Secondary = "vpc-secondary";

    private static readonly string[] _tables = ["rtb-0e100000000000001", "rtb-0e100000000000002", "rtb-0e100000000000003"];

    [TestCase(Primary)]
    [TestCase(Secondary)]
    public async Task Nothing_of_a_network_is_created(string stack)
    {
        var stage = await Deployed.Option(stack);
        Assert.Multiple(() =>
        {
            Assert.That(stage.Resources, Has.Count.GreaterThan(50));
            Assert.That(
                stage.Resources.Select(resource => resource.Type).Intersect(
                    ["session-store:network:Network", "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:ec2/routeTable:RouteTable",
                        "aws:ec2/internetGateway:InternetGateway"]),
                Is.Empty);
        });
    }

    [TestCase(Primary, "primary")]
    [TestCase(Secondary, "secondary")]
    public async Task Everything_else_is_created_as_in_a_VPC_of_the_stack(string stack, string other)
    {
        var (existing, created) = (await Deployed.Option(stack),
            await Deployed.With(other, ("session-store:testHost", stack == Primary ? "true" : "false")));
        // The sample has as many route tables as the stack would create.
        Assert.That(
            Names(existing),
                Is.EquivalentTo(Names(created).Where(name => !name.Split(' ')[1].StartsWith("network", StringComparison.Ordinal)
                && !name.EndsWith("organization/session-store/primary", StringComparison.Ordinal))));

        static IEnumerable<string> Names(StageRun stage) => stage.Resources.Select(resource => $"{resource.Type} {resource.Name}")
            .Where(name => !name.StartsWith("pulumi:pulumi:StackReference ", StringComparison.Ordinal));
    }

    [Test]
    public async Task The_parts_go_where_the_settings_say()
    {
        var stage = await Deployed.Option(Primary);
        Assert.Multiple(() =>
        {
            Assert.That(stage.Resource("cache-subnets").List("subnetIds"),
                Is.EqualTo(new[] { "subnet-0e100000000000021", "subnet-0e100000000000022" }));
            Assert.That(stage.All("aws:ec2/securityGroup:SecurityGroup").Select(group => group.Text("vpcId")),
                Is.EqualTo(new[] { Vpc, Vpc, Vpc }));
            Assert.That(stage.Resource("dns-zone").Objects("vpcs").Single()["vpcId"], Is.EqualTo(Vpc));
            Assert.That(stage.Only("aws:ec2/instance:Instance").Text("subnetId"), Is.EqualTo("subnet-0e100000000000011"));
            Assert.That(stage.Only("aws:ec2/instance:Instance").DependsOn, Is.EqualTo(new[] { "test-host-https" }));
            Assert.That(stage.Resource("destroy-guard").DependsOn, Does.Contain("access").And.Not.Contain("network"));
        });
    }

    [Test]
    public async Task The_outputs_are_those_of_a_VPC_of_the_stack_with_what_was_looked_up()
    {
        var (existing, created) = (await Deployed.Option(Primary), await Deployed.Stack("primary"));
        Assert.Multiple(() =>
        {
            Assert.That(existing.Outputs.Keys, Is.EquivalentTo(created.Outputs.Keys));
            Assert.That(existing.Output("vpcId"), Is.EqualTo(Vpc));
            Assert.That(existing.Output("vpcCidr"), Is.EqualTo("10.32.0.0/16"));
            Assert.That(existing.Output("publicSubnetIds"), Is.EqualTo(new[] { "subnet-0e100000000000011", "subnet-0e100000000000012" }));
            Assert.That(existing.Output("privateSubnetIds"), Is.EqualTo(new[] { "subnet-0e100000000000021", "subnet-0e100000000000022" }));
            Assert.That(existing.Output("routeTableIds"), Is.EqualTo(_tables));
        });
    }

    [Test]
    public async Task A_secondary_without_test_host_needs_no_public_subnet() =>
        Assert.That((await Deployed.Option(Secondary)).Output("publicSubnetIds"), Is.Empty);

    [Test]
    public async Task Every_route_table_that_is_named_leads_to_the_other_Region_and_back()
    {
        var routes = (await Deployed.Option(Secondary)).All("aws:ec2/route:Route")
            .Select(route => (route.Text("region"), route.Text("routeTableId"), route.Text("destinationCidrBlock")));
        Assert.That(routes, Is.EquivalentTo(
            _tables.Select(table => ("us-east-1", table, "10.34.0.0/16"))
                .Concat(_tables.Select(table => ("us-east-2", table.Replace("e1", "e2", StringComparison.Ordinal), "10.32.0.0/16")))));
    }

    [Test]
    public async Task The_zone_is_seen_from_it_and_each_Region_lets_the_others_clients_in()
    {
        var stage = await Deployed.Option(Secondary);
        Assert.Multiple(() =>
        {
            Assert.That(stage.Resource("dns-association").Text("vpcId"), Is.EqualTo("vpc-0e200000000000001"));
            Assert.That(stage.Resource("peering-connection").Text("vpcId"), Is.EqualTo("vpc-0e200000000000001"));
            Assert.That(stage.Resource("peering-connection").Text("peerVpcId"), Is.EqualTo(Vpc));
            Assert.That(stage.Resource("peering-here-cache-ingress").Text("cidrIpv4"), Is.EqualTo("10.32.0.0/16"));
            Assert.That(stage.Resource("peering-there-cache-ingress").Text("cidrIpv4"), Is.EqualTo("10.34.0.0/16"));
        });
    }

    [Test]
    public async Task Each_Region_has_its_own_kind_of_VPC()
    {
        var primary = await Deployed.Option(Primary);
        var stage = await StageRun.OfAsync(
            StackFile.Read(Deployed.Root, "secondary"), new FakeCloud("us-east-2") { StackReference = _ => primary.Outputs });
        Assert.That(stage.Resource("peering-here-route-0").Text("destinationCidrBlock"), Is.EqualTo("10.32.0.0/16"));
    }

    [Test]
    public async Task Looking_up_uses_the_provider_of_the_stack_and_works_in_a_preview()
    {
        var preview = await StageRun.OfAsync(Deployed.OptionFile(Primary), await Account.Cloud(Primary), preview: true);
        var lookups = preview.Calls.Where(call => call.Token.StartsWith("aws:ec2/", StringComparison.Ordinal)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(lookups, Has.Length.GreaterThanOrEqualTo(10));
            Assert.That(lookups, Has.All.Matches<Called>(call => call.Provider.Contains("::aws::", StringComparison.Ordinal)));
            Assert.That(preview.Output("vpcId"), Is.EqualTo(Vpc), "known before anything is created");
            Assert.That(preview.Output("routeTableIds"), Is.EqualTo(_tables));
        });
    }

    [Test]
    public async Task The_next_stage_reads_them_as_plain_values() => Assert.That(
        ((IEnumerable<object>)(await Deployed.Option(Primary)).Outputs[OutputNames.RouteTableIds]).Count(), Is.EqualTo(3));
}
