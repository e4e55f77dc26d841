namespace SessionStore.Infra.Tests.Stages;

/// <summary>A third Region is connected with both others through the gateways, too, and in a VPC of the user's.</summary>
/// <remarks>Proof limit: no packet is sent between the three Regions.</remarks>
public class ThirdRegionNetworkTests
{
    private const string Gateway = "tgw-0f200000000000001";

    private StageRun _primary = null!, _secondary = null!;

    [OneTimeSetUp]
    public async Task Deploy() =>
        (_primary, _secondary) = (await Deployed.Option("transit-primary"), await Deployed.Option("transit-secondary"));

    [Test]
    public async Task Each_two_Regions_have_a_way_over_the_peering_of_their_own_gateways()
    {
        var tertiary = await Tertiary(AccountNetwork.Sample("us-west-2"));
        var routes = tertiary.All("aws:ec2transitgateway/route:Route").Select(route => (
            route.Parent, route.Text("region"), route.Text("transitGatewayRouteTableId"), route.Text("destinationCidrBlock"),
                route.Text("transitGatewayAttachmentId")));
        Assert.Multiple(() =>
        {
            Assert.That(routes, Is.EquivalentTo(new[]
            {
                ("transit", "us-west-2", "tgw-rtb-0f200000000000001", "10.16.0.0/16", "tgw-attach-0e1f2000000000001"),
                ("transit", "us-east-1", "tgw-rtb-0e100000000000001", "10.20.0.0/16", "tgw-attach-0e1f2000000000001"),
                ("transit-us-east-2", "us-west-2", "tgw-rtb-0f200000000000001", "10.18.0.0/16", "tgw-attach-0f2e2000000000001"),
                ("transit-us-east-2", "us-east-2", "tgw-rtb-0e200000000000001", "10.20.0.0/16", "tgw-attach-0f2e2000000000001"),
            }));
            Assert.That(tertiary.All("aws:ec2/route:Route").Where(route => route.Has("transitGatewayId")).ToArray(),
                Has.Length.EqualTo(12));
            Assert.That(tertiary.All("aws:ec2transitgateway/vpcAttachment:VpcAttachment"), Has.Count.EqualTo(1));
            Assert.That(tertiary.Resource("transit-us-east-2").Aliases,
                Is.EqualTo(new[] { "peering-us-east-2:session-store:network:Peering" }));
            Assert.That(tertiary.Resource("destroy-guard").DependsOn,
                Is.SupersetOf(new[] { "transit", "transit-us-east-2", "gateway-attachment" }));
        });
    }

    [Test]
    public void A_peering_that_only_the_two_secondaries_lack_is_named()
    {
        var account = AccountNetwork.Sample("us-west-2");
        var without = account with { Gateways = account.Gateways with { Peerings = [.. account.Gateways.Peerings.Take(2)] } };
        const string Expected = "a transit gateway with an available peering attachment to tgw-0e200000000000001 in us-east-2: "
            + "create one and accept it first (docs/network.md)";
        Assert.That(() => Tertiary(without), Throws.InstanceOf<RunException>().With.Message.EqualTo(
            $"""
            1 problem in the network of stack tertiary:
              1. session-store:transitGatewayId is "{Gateway}": expected {Expected}
            """));
    }

    [Test]
    public void Each_other_Region_that_is_connected_differently_is_named() => Assert.That(
        () => Tertiary(AccountNetwork.Sample("us-west-2"), ("session-store:connectivity", ""), ("session-store:transitGatewayId", "")),
        Throws.InstanceOf<RunException>()
            .With.Message.Contains("expected transitGateway, as the primary's stack has it with tgw-0e100000000000001")
            .And.Message.Contains(
                "expected transitGateway, as the peer organization/session-store/transit-secondary's stack has it with "
                    + "tgw-0e200000000000001"));

    [Test]
    public async Task A_VPC_of_the_users_leaves_the_addresses_of_the_peer_alone()
    {
        var account = AccountNetwork.Sample("us-west-2");
        var vpc = account.Vpcs[0];
        (string, string)[] settings =
        [
            ("session-store:vpcId", vpc.Id), ("session-store:testHost", "false"), ("session-store:vpcCidr", ""),
                ("session-store:availabilityZones", "[]"),
            ("session-store:publicSubnetCidrs", "[]"), ("session-store:privateSubnetCidrs", "[]"),
            ("session-store:privateSubnetIds", $"[\"{vpc.Subnets[2].Id}\",\"{vpc.Subnets[3].Id}\"]"),
            ("session-store:routeTableIds", $"[\"{string.Join("\",\"", vpc.RouteTableIds)}\"]"),
        ];
        Assert.That((await Tertiary(account, settings)).Output("vpcCidr"), Is.EqualTo("10.36.0.0/16"));
        var taken = account.With(own => own with { MoreCidrs = ["10.18.7.0/24"] });
        Assert.That(() => Tertiary(taken, settings), Throws.InstanceOf<RunException>().With.Message.Contains(
            "expected a VPC whose CIDR blocks do not overlap the peer organization/session-store/transit-secondary's 10.18.0.0/16, as "
                + "10.18.7.0/24 does"));
    }

    private Task<StageRun> Tertiary(AccountNetwork account, params (string Key, string Value)[] changes) => StageRun.OfAsync(
        Deployed.File("tertiary").With(
        [
            ("session-store:connectivity", "transitGateway"), ("session-store:transitGatewayId", Gateway),
            ("session-store:primaryStack", "transit-primary"), ("session-store:peers", "[\"transit-secondary\"]"),
            .. changes.Select(change => (change.Key, (string?)change.Value)),
        ]),
        new FakeCloud("us-west-2")
        {
            Account = account,
            StackReference = name => name.EndsWith("/transit-primary", StringComparison.Ordinal) ? _primary.Outputs : _secondary.Outputs,
        });
}
