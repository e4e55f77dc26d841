namespace SessionStore.Infra.Tests.Network;

/// <remarks>Proof limit: no peering is accepted; that the options come late enough shows on AWS only.</remarks>
public class PeeringTests
{
    private const string Options = "aws:ec2/peeringConnectionOptions:PeeringConnectionOptions";

    [Test]
    public async Task The_secondary_asks_and_accepts_in_one_run()
    {
        var stage = await Deployed.Stack("secondary");
        var connection = stage.Only("aws:ec2/vpcPeeringConnection:VpcPeeringConnection");
        var accepter = stage.Only("aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter");
        Assert.Multiple(() =>
        {
            Assert.That(connection.Text("vpcId"), Is.EqualTo(stage.Id("network-vpc")));
            Assert.That(connection.Text("peerVpcId"), Is.EqualTo(Deployed.PrimaryOutput("vpcId")));
            Assert.That(connection.Text("peerRegion"), Is.EqualTo("us-east-1"));
            Assert.That(connection.Has("autoAccept"), Is.False, "a requester cannot accept in another Region");
            Assert.That(accepter.Text("region"), Is.EqualTo("us-east-1"));
            Assert.That(accepter.Text("vpcPeeringConnectionId"), Is.EqualTo(stage.Id("peering-connection")));
            Assert.That(accepter["autoAccept"], Is.True);
        });
    }

    [Test]
    public async Task Each_side_resolves_the_others_names_and_sets_its_own_option_only_after_the_acceptance()
    {
        var stage = await Deployed.Stack("secondary");
        var requester = stage.All(Options).Single(options => !options.Has("region"));
        var accepter = stage.All(Options).Single(options => options.Has("region"));
        Assert.Multiple(() =>
        {
            Assert.That(requester.Object("requester")["allowRemoteVpcDnsResolution"], Is.True);
            Assert.That(requester.Has("accepter"), Is.False);
            Assert.That(accepter.Text("region"), Is.EqualTo("us-east-1"));
            Assert.That(accepter.Object("accepter")["allowRemoteVpcDnsResolution"], Is.True);
            Assert.That(accepter.Has("requester"), Is.False);
            Assert.That(
                stage.All(Options).Select(options => options.Text("vpcPeeringConnectionId")), Is.All.EqualTo(stage.Id("peering-accepter")));
        });
    }

    [Test]
    public async Task Every_route_table_of_both_Regions_leads_to_the_other_Region()
    {
        var stage = await Deployed.Stack("secondary");
        var own = stage.All("aws:ec2/routeTable:RouteTable").Select(table => (stage.Id(table.Name), "us-east-2", "10.16.0.0/16"));
        var primary = await Deployed.Stack("primary");
        var theirs = primary.All("aws:ec2/routeTable:RouteTable").Select(table => (primary.Id(table.Name), "us-east-1", "10.18.0.0/16"));
        var routes = stage.All("aws:ec2/route:Route").Where(route => route.Has("vpcPeeringConnectionId")).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(
                routes.Select(route => (route.Text("routeTableId"), route.Text("region"), route.Text("destinationCidrBlock"))),
                Is.EquivalentTo(own.Concat(theirs)));
            Assert.That(routes, Has.Length.EqualTo(6));
            Assert.That(routes.Select(route => route.Text("vpcPeeringConnectionId")), Is.All.EqualTo(stage.Id("peering-accepter")));
        });
    }

    [Test]
    public async Task Clients_of_each_Region_reach_the_cache_of_the_other_and_nothing_else_is_let_in()
    {
        var stage = await Deployed.Stack("secondary");
        var rules = stage.All("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").Where(rule => rule.Has("cidrIpv4"))
            .Select(rule => (rule.Text("securityGroupId"), rule.Text("region"), rule.Text("cidrIpv4"), rule["fromPort"], rule["toPort"]));
        Assert.That(rules, Is.EquivalentTo(new[]
        {
            (stage.Id("access-cache"), "us-east-2", "10.16.0.0/16", (object)6379, (object)6379),
            (Deployed.PrimaryOutput("cacheSecurityGroupId"), "us-east-1", "10.18.0.0/16", 6379, 6379),
        }));
    }

    [Test]
    public async Task Clients_may_leave_for_the_other_Region_or_they_could_not_write_after_a_promotion()
    {
        var stage = await Deployed.Stack("secondary");
        var rules = stage.All("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule").Where(rule => rule.Has("region"))
            .Select(rule => (rule.Text("securityGroupId"), rule.Text("region"), rule.Text("cidrIpv4")));
        Assert.That(rules, Is.EquivalentTo(new[]
        {
            (stage.Id("access-client"), "us-east-2", "10.16.0.0/16"),
            (Deployed.PrimaryOutput("clientSecurityGroupId"), "us-east-1", "10.18.0.0/16"),
        }));
    }

    [Test]
    public async Task The_primary_stack_holds_nothing_of_the_secondary()
    {
        var stage = await Deployed.Stack("primary");
        Assert.That(stage.Resources.Where(resource => resource.Type.Contains("eering", StringComparison.Ordinal)), Is.Empty);
    }
}
