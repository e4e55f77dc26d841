namespace SessionStore.Infra.Tests.Network;

/// <summary>Through transit gateways the Regions reach each other as through a peering.</summary>
/// <remarks>Proof limit: no packet is sent; how long the gateways take to learn a route shows on AWS only.</remarks>
public class TransitGatewayConnectionTests
{
    private const string Attachment = "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
        GatewayRoute = "aws:ec2transitgateway/route:Route";

    private StageRun _primary = null!, _secondary = null!;

    [OneTimeSetUp]
    public async Task Deploy() =>
        (_primary, _secondary) = (await Deployed.Option("transit-primary"), await Deployed.Option("transit-secondary"));

    [TestCase("transit-primary", "tgw-0e100000000000001")]
    [TestCase("transit-secondary", "tgw-0e200000000000001")]
    public async Task Each_stage_attaches_its_own_VPC_with_a_subnet_in_each_zone(string stack, string gateway)
    {
        var stage = await Deployed.Option(stack);
        var attachment = stage.Only(Attachment);
        Assert.Multiple(() =>
        {
            Assert.That(attachment.Text("transitGatewayId"), Is.EqualTo(gateway));
            Assert.That(attachment.Text("vpcId"), Is.EqualTo(stage.Id("network-vpc")));
            Assert.That(attachment.List("subnetIds"),
                Is.EqualTo(new[] { stage.Id("network-private-a-subnet"), stage.Id("network-private-b-subnet") }));
            Assert.That(attachment.Text("dnsSupport"), Is.EqualTo("enable"));
            Assert.That(attachment["transitGatewayDefaultRouteTableAssociation"], Is.True);
            Assert.That(attachment["transitGatewayDefaultRouteTablePropagation"], Is.True);
            Assert.That(attachment.Has("region"), Is.False);
            Assert.That(stage.Resource("destroy-guard").DependsOn, Does.Contain("gateway-attachment"));
            Assert.That(stage.Output("transitGatewayId"), Is.EqualTo(gateway));
            Assert.That(stage.Output("transitGatewayAttachmentId"), Is.EqualTo(attachment.Id));
        });
    }

    [Test]
    public void Both_gateways_get_a_static_route_to_the_others_VPC_because_their_peering_knows_no_other()
    {
        var routes = _secondary.All(GatewayRoute).Select(route => (
            route.Text("region"), route.Text("transitGatewayRouteTableId"), route.Text("destinationCidrBlock"),
                route.Text("transitGatewayAttachmentId")));
        Assert.That(routes, Is.EquivalentTo(new[]
        {
            ("us-east-2", "tgw-rtb-0e200000000000001", "10.16.0.0/16", "tgw-attach-0e1e2000000000001"),
            ("us-east-1", "tgw-rtb-0e100000000000001", "10.18.0.0/16", "tgw-attach-0e1e2000000000001"),
        }));
    }

    [Test]
    public void Every_route_table_of_both_VPCs_leads_to_the_Regions_own_gateway()
    {
        var own = _secondary.All("aws:ec2/routeTable:RouteTable")
            .Select(table => (_secondary.Id(table.Name), "us-east-2", "10.16.0.0/16", "tgw-0e200000000000001"));
        var theirs = _primary.All("aws:ec2/routeTable:RouteTable")
            .Select(table => (_primary.Id(table.Name), "us-east-1", "10.18.0.0/16", "tgw-0e100000000000001"));
        var routes = _secondary.All("aws:ec2/route:Route").Where(route => route.Has("transitGatewayId")).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(routes, Has.Length.EqualTo(6));
            Assert.That(
                routes.Select(route =>
                    (route.Text("routeTableId"), route.Text("region"), route.Text("destinationCidrBlock"), route.Text("transitGatewayId"))),
                Is.EquivalentTo(own.Concat(theirs)));
            Assert.That(
                routes.Select(route => route.DependsOn),
                Is.All.EquivalentTo(new[] { "gateway-attachment", "transit-here-gateway-route", "transit-there-gateway-route" }),
                    "the whole way comes first");
        });
    }

    [Test]
    public async Task Security_groups_are_the_same_as_with_a_peering()
    {
        var peering = await Deployed.Stack("secondary");
        Assert.That(Rules(_secondary), Is.EquivalentTo(Rules(peering)));
        Assert.That(Rules(peering).ToArray(), Has.Length.EqualTo(4));

        static IEnumerable<(string, string, string, string, object, object)> Rules(StageRun stage) => stage.Resources
            .Where(rule => rule.Type.StartsWith("aws:vpc/securityGroup", StringComparison.Ordinal) && rule.Has("region"))
            .Select(rule =>
                (rule.Type, rule.Text("securityGroupId"), rule.Text("region"), rule.Text("cidrIpv4"), rule["fromPort"], rule["toPort"]));
    }

    // AWS refuses a second route to the same block, and a second rule that is the same, so that these must not be created anew.
    [Test]
    public async Task The_routes_and_rules_of_a_peering_become_those_of_the_gateways()
    {
        var peering = await Deployed.Stack("secondary");
        var once = peering.Resources.Where(resource => resource.Parent == "peering"
            && (resource.Type == "aws:ec2/route:Route" || resource.Type.StartsWith("aws:vpc/", StringComparison.Ordinal))).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(once, Has.Length.EqualTo(10));
            Assert.That(peering.Resource("peering").Type, Is.EqualTo("session-store:network:Peering"));
            // Children inherit it, with the parent's name at the beginning of their own: "Aliases" in the Pulumi documentation.
            Assert.That(_secondary.Resource("transit").Aliases, Is.EqualTo(new[] { "peering:session-store:network:Peering" }));
            foreach (var resource in once)
            {
                var twin = _secondary.Resource($"transit{resource.Name["peering".Length..]}");
                Assert.That(twin.Type, Is.EqualTo(resource.Type));
                Assert.That(twin.Text("region"), Is.EqualTo(resource.Text("region")));
            }
        });
    }

    [Test]
    public async Task Nothing_else_is_another_than_with_a_peering()
    {
        var (primary, secondary) = (await Deployed.Stack("primary"), await Deployed.Stack("secondary"));
        Assert.Multiple(() =>
        {
            Assert.That(Names(_primary).Except(Names(primary)), Is.EquivalentTo(new[] { "gateway-attachment", "gateway-attachment-vpc" }));
            Assert.That(Names(primary).Except(Names(_primary)), Is.Empty);
            Assert.That(
                Names(_secondary).Except(Names(secondary)),
                Has.All.StartsWith("gateway-attachment").Or.StartsWith("transit").Or.EqualTo("organization/session-store/transit-primary"));
            Assert.That(Names(secondary).Except(Names(_secondary)), Has.All.StartsWith("peering")
                .Or.EqualTo("organization/session-store/primary"));
            Assert.That(_secondary.Outputs.Keys.Except(secondary.Outputs.Keys),
                Is.EquivalentTo(new[] { "transitGatewayId", "transitGatewayAttachmentId" }));
            Assert.That(secondary.Outputs.Keys.Except(_secondary.Outputs.Keys), Is.EquivalentTo(new[] { "peeringConnectionId" }));
        });

        static IEnumerable<string> Names(StageRun stage) => stage.Resources.Select(resource => resource.Name);
    }

    [Test]
    public async Task A_preview_shows_the_same_resources_as_an_update()
    {
        var preview = await StageRun.OfAsync(Deployed.OptionFile("transit-secondary"), await Account.Cloud("transit-secondary"),
            preview: true);
        Assert.That(preview.Resources.Select(resource => resource.Name),
            Is.EquivalentTo(_secondary.Resources.Select(resource => resource.Name)));
    }

    [Test]
    public async Task The_peering_may_have_been_asked_for_from_either_side()
    {
        var cloud = await Account.Cloud("transit-secondary", account => account with
        {
            Gateways = account.Gateways with
            {
                Peerings = [.. account.Gateways.Peerings.Select(peering =>
                    peering with { Requester = peering.Accepter, Accepter = peering.Requester })],
            },
        });
        var stage = await Account.Run(cloud, "transit-secondary");
        Assert.That(
            stage.All(GatewayRoute).Select(route => route.Text("transitGatewayAttachmentId")),
            Is.EqualTo(new[] { "tgw-attach-0e1e2000000000001", "tgw-attach-0e1e2000000000001" }));
    }

    [Test]
    public async Task A_VPC_of_the_users_is_attached_with_one_subnet_in_each_zone()
    {
        var cloud = await Account.Cloud("vpc-primary", account => account.With(vpc => vpc with
        {
            Subnets = [.. vpc.Subnets, new("subnet-0e100000000000023", "us-east-1a", "10.32.22.0/24", "rtb-0e100000000000003")],
        }));
        var stage = await Account.Run(
            cloud,
            "vpc-primary",
            ("session-store:connectivity", "transitGateway"),
            ("session-store:transitGatewayId", "tgw-0e100000000000001"),
            ("session-store:privateSubnetIds", "[\"subnet-0e100000000000021\",\"subnet-0e100000000000023\",\"subnet-0e100000000000022\"]"));
        Assert.Multiple(() =>
        {
            Assert.That(stage.Only(Attachment).List("subnetIds"),
                Is.EqualTo(new[] { "subnet-0e100000000000021", "subnet-0e100000000000022" }));
            Assert.That(stage.Only(Attachment).Text("vpcId"), Is.EqualTo("vpc-0e100000000000001"));
            Assert.That(stage.Resource("cache-subnets").List("subnetIds"), Has.Count.EqualTo(3));
        });
    }
}
