namespace SessionStore.Infra.Tests.Network;

/// <summary>What two VPCs have with each other already: a peering is used without being owned, or refused, and never adopted.</summary>
/// <remarks>Proof limit: the account is played: when EC2 hands out a peering that is there is taken from the provider's issues.</remarks>
public class ExistingPeeringsTests
{
    private const string Stack = "vpc-secondary", Here = "vpc-0e200000000000001", There = "vpc-0e100000000000001",
        Id = "pcx-0123456789abcdef0";
    private const string HereTable = "rtb-0e200000000000001", ThereTable = "rtb-0e100000000000001";
    private const string OwnName = "session-store-us-east-2-us-east-1";
    private const string Tables = "session-store:routeTableIds", TheirTables = "output routeTableIds of stack "
        + "organization/session-store/vpc-primary";

    private static readonly AccountVpcPeering _peering = new(Id, Here, There);

    [TestCase(Here, There, "active")]
    [TestCase(There, Here, "active")]
    [TestCase(Here, There, "pending-acceptance")]
    [TestCase(There, Here, "provisioning")]
    public Task One_that_AWS_would_hand_over_is_refused_from_whichever_side_it_was_asked_for(string requester, string accepter,
        string status) => Refused(
        account => account with { Peerings = [new(Id, requester, accepter) { Status = status }] },
        $"session-store:vpcId is \"{Here}\": expected a VPC that is not peered with the primary's {There} yet, or "
            + $"session-store:peeringConnectionId: {Id}, "
        + $"to use the peering that is there ({status}); AWS has only one between two VPCs, and would hand it to this stack, which "
            + $"deletes what it owns when it is destroyed");

    [TestCase("deleted")]
    [TestCase("rejected")]
    [TestCase("failed")]
    [TestCase("expired")]
    public async Task One_that_is_gone_is_none(string status) =>
        Assert.That(await Names(account => account with { Peerings = [_peering with { Status = status }] }),
            Does.Contain("peering-connection"));

    [Test]
    public async Task One_with_another_VPC_is_none_of_ours() =>
        Assert.That(await Names(account => account with { Peerings = [new(Id, Here, "vpc-0fff00000000000ff")] }),
            Does.Contain("peering-connection"));

    [TestCase("active")]
    [TestCase("pending-acceptance")]
    public async Task The_stacks_own_is_found_again_by_its_name(string status) => Assert.That(
        await Names(account => account with { Peerings = [_peering with { Name = OwnName, Status = status }] }),
            Does.Contain("peering-connection"));

    [Test]
    public async Task Once_it_stands_the_other_Region_is_not_asked_any_more_because_it_may_be_lost()
    {
        var stage = await Run(account => account with { Peerings = [_peering with { Name = OwnName }] });
        Assert.Multiple(() =>
        {
            Assert.That(stage.Calls.Count(call => call.Token == "aws:ec2/getVpcPeeringConnections:getVpcPeeringConnections"),
                Is.EqualTo(1));
            Assert.That(stage.Calls.Count(call => call.Token == "aws:ec2/getVpc:getVpc"), Is.EqualTo(1), "the own VPC");
        });
    }

    [TestCase("tgw-0123456789abcdef0")]
    [TestCase("pcx-0fedcba9876543210")]
    [TestCase("vgw-0123456789abcdef0")]
    public Task A_route_that_is_there_already_is_refused_on_this_side(string target) => Refused(
        account => account.With(vpc => vpc with { Routes = [new(HereTable, "10.32.0.0/16", target)] }),
        $"{Tables} is \"{HereTable}\": expected a route table without a route to 10.32.0.0/16, which the stack adds: the one that is "
            + $"there leads to {target}; delete it first");

    [Test]
    public Task A_route_that_is_there_already_is_refused_on_the_other_side() => Refused(
        account => account with { Elsewhere = [Their(new AccountRoute(ThereTable, "10.34.0.0/16", "tgw-0123456789abcdef0"))] },
        $"{TheirTables} is \"{ThereTable}\": expected a route table without a route to 10.34.0.0/16, which the stack adds: the one that "
            + $"is there leads to tgw-0123456789abcdef0");

    [Test]
    public async Task Wider_routes_do_no_harm() => Assert.That(
        await Names(account => account.With(vpc => vpc with { Routes = [new(HereTable, "10.0.0.0/8", "tgw-0123456789abcdef0")] })),
            Does.Contain("peering-here-route-0"));

    [Test]
    public Task Further_blocks_of_both_VPCs_are_held_against_each_other() => Refused(
        account =>
            account.With(vpc =>
            vpc with { MoreCidrs = ["100.64.0.0/16"] }) with
            { Elsewhere = [Their() with { MoreCidrs = ["100.64.0.0/17"] }] },
        $"session-store:vpcId is \"{Here}\": expected a VPC whose CIDR blocks do not overlap the primary's 100.64.0.0/17, as "
            + $"100.64.0.0/16 does: AWS refuses to peer them");

    [Test]
    public async Task A_VPC_that_the_stack_creates_is_held_against_further_blocks_too()
    {
        var primary = await Deployed.Option("vpc-primary");
        var cloud = new FakeCloud("us-east-2")
        {
            StackReference = _ => primary.Outputs,
            Account = AccountNetwork.Sample("us-east-2") with { Elsewhere = [Their() with { MoreCidrs = ["10.18.128.0/17"] }] },
        };
        const string Expected = $"a CIDR block that does not overlap 10.18.128.0/17 of the primary's VPC {There}: AWS refuses to peer them";
        Assert.That(() => StageRun.OfAsync(StackFile.Read(Deployed.Root, "secondary"), cloud),
            Throws.InstanceOf<RunException>().With.Message.EqualTo(
            $"""
            1 problem in the network of stack secondary:
              1. session-store:vpcCidr is "10.18.0.0/16": expected {Expected}
            """));
    }

    [Test]
    public async Task Gateways_connect_VPCs_whose_further_blocks_overlap()
    {
        var cloud = await Account.Cloud("attached-secondary",
            account =>
                account.With(vpc =>
                vpc with { MoreCidrs = ["100.64.0.0/16"] }) with
                { Elsewhere = [Their() with { MoreCidrs = ["100.64.0.0/16"] }] });
        Assert.That((await Account.Run(cloud, "attached-secondary")).Resources, Has.Count.GreaterThan(50));
    }

    [Test]
    public async Task An_existing_one_is_used_and_nothing_of_it_is_owned()
    {
        var (used, made) = (await Run(Peered, Using), await Run(account => account));
        Assert.Multiple(() =>
        {
            Assert.That(used.Output("peeringConnectionId"), Is.EqualTo(Id));
            Assert.That(made.Resources.Select(resource => resource.Name).Except(used.Resources.Select(resource => resource.Name)),
                Is.EquivalentTo(
                new[] { "peering-connection", "peering-accepter", "peering-requester-options", "peering-accepter-options" }
                    .Concat(Enumerable.Range(0, 3)
                        .SelectMany(table => new[] { $"peering-here-route-{table}", $"peering-there-route-{table}" }))));
            Assert.That(used.Resources.Select(resource => resource.Name).Except(made.Resources.Select(resource => resource.Name)),
                Is.Empty);
            Assert.That(used.Resource("peering-here-cache-ingress").Text("cidrIpv4"), Is.EqualTo("10.32.0.0/16"));
            Assert.That(used.Resource("peering-there-client-egress").Text("region"), Is.EqualTo("us-east-1"));
        });
    }

    [Test]
    public Task An_existing_one_that_is_not_there_is_refused() =>
        Refused(account => account, $"session-store:peeringConnectionId is \"{Id}\": expected a VPC peering connection in us-east-2: no "
            + $"matching EC2 VPC Peering Connection found", Using);

    [TestCase(Here, "vpc-0fff00000000000ff", "active")]
    [TestCase(Here, There, "pending-acceptance")]
    public Task An_existing_one_has_to_be_active_and_between_these_two(string requester, string accepter, string status) => Refused(
        account => Peered(account) with { Peerings = [new(Id, requester, accepter) { Status = status }] },
        $"session-store:peeringConnectionId is \"{Id}\": expected an active peering of {Here} and the primary's {There}, not one of "
            + $"{requester} and {accepter} that is {status}",
        Using);

    [Test]
    public Task The_stacks_own_is_no_existing_one() => Refused(
        account => Peered(account) with { Peerings = [_peering with { Name = OwnName }] },
        $"session-store:peeringConnectionId is \"{Id}\": expected a peering that was there before this stack, not the stack's own, "
            + $"which would be deleted: leave the key out",
        Using);

    [Test]
    public Task Routes_that_an_existing_one_lacks_come_with_the_command_that_adds_them() => Refused(
        account => Peered(account).With(vpc => vpc with { Routes = [.. vpc.Routes.Skip(1)] }),
        $"{Tables} is \"{HereTable}\": expected a route table that leads 10.32.0.0/16 to {Id}, not to nothing: the routes of a peering "
            + $"that was there are its owner's; add it with "
        + $"`aws ec2 create-route --region us-east-2 --route-table-id {HereTable} --destination-cidr-block 10.32.0.0/16 "
            + $"--vpc-peering-connection-id {Id}`",
        Using);

    [Test]
    public Task The_longest_prefix_decides_where_a_route_leads() => Refused(
        account => Peered(account).With(vpc =>
            vpc with
            {
                Routes = [.. vpc.Routes.Skip(1), new(HereTable, "10.0.0.0/8", Id),
                new(HereTable, "10.32.0.0/12", "tgw-0123456789abcdef0")]
            }),
        $"{Tables} is \"{HereTable}\": expected a route table that leads 10.32.0.0/16 to {Id}, not to tgw-0123456789abcdef0",
        Using);

    [Test]
    public async Task All_of_it_comes_with_what_is_wrong_with_the_VPC_and_the_gateway()
    {
        var cloud = await Account.Cloud("attached-secondary", account => account.With(vpc => vpc with { EnableDnsSupport = false }));
        var failure = Assert.CatchAsync<RunException>(() =>
            Account.Run(cloud, "attached-secondary", ("session-store:transitGatewayId", "tgw-0e100000000000009")))!;
        Assert.That(failure.Message, Does.StartWith("2 problems in the network of stack attached-secondary:")
            .And.Contain("1. session-store:transitGatewayId is \"tgw-0e100000000000009\"").And.Contain($"2. session-store:vpcId is "
                + $"\"{Here}\""));
    }

    [TestCase("primary", "peeringConnectionId", "no value: the later stack connects the Regions, so set it there")]
    [TestCase("primary", "peerPeeringConnectionId", "no value: the later stack connects the Regions, so set it there")]
    [TestCase("secondary", "peeringConnectionId", "no value: the stack peers the VPC that it creates")]
    [TestCase("secondary", "peerPeeringConnectionId", "no value: the stack names no session-store:peers")]
    [TestCase("tertiary", "peerPeeringConnectionId", "no value: the stack peers the VPC that it creates")]
    public void Where_it_means_nothing_it_is_refused(string stack, string key, string expected) => Assert.That(
        () => Deployed.With(stack, ($"session-store:{key}", Id)),
        Throws.InstanceOf<RunException>().With.Message.EndsWith($"  1. session-store:{key} is \"{Id}\": expected {expected}"));

    [TestCase("pcx-1")]
    [TestCase("tgw-0123456789abcdef0")]
    public void A_peering_that_is_none_is_refused(string id) => Assert.That(
        () => Deployed.OptionWith(Stack, ("session-store:peeringConnectionId", id)),
        Throws.InstanceOf<RunException>().With.Message.Contains($"session-store:peeringConnectionId is \"{id}\": expected the ID of a "
            + $"VPC peering connection, such as pcx-0123456789abcdef0"));

    [Test]
    public void With_gateways_it_is_refused() => Assert.That(
        () => Deployed.OptionWith("attached-secondary", ("session-store:peeringConnectionId", Id)),
        Throws.InstanceOf<RunException>().With.Message.Contains("expected no value: transit gateways connect the Regions"));

    private static (string, string) Using => ("session-store:peeringConnectionId", Id);

    private static AccountVpc Their(params AccountRoute[] routes) => AccountNetwork.Sample("us-east-1").Vpcs[0] with { Routes = routes };

    private static AccountNetwork Peered(AccountNetwork account) => account.With(
        vpc => vpc with { Routes = [.. vpc.RouteTableIds.Select(table => new AccountRoute(table, "10.32.0.0/16", Id))] }) with
    {
        Peerings = [_peering],
        Elsewhere = [Their([.. Their().RouteTableIds.Select(table => new AccountRoute(table, "10.34.0.0/16", Id))])],
    };

    private static async Task<StageRun> Run(Func<AccountNetwork, AccountNetwork> change, params (string Key, string Value)[] settings) =>
        await Account.Run(await Account.Cloud(Stack, change), Stack, settings);

    private static async Task<IEnumerable<string>> Names(Func<AccountNetwork, AccountNetwork> change) =>
        (await Run(change)).Resources.Select(resource => resource.Name);

    private static async Task Refused(Func<AccountNetwork, AccountNetwork> change, string problem,
        params (string Key, string Value)[] settings)
    {
        var cloud = await Account.Cloud(Stack, change);
        var failure = Assert.CatchAsync<RunException>(() => Account.Run(cloud, Stack, settings))!;
        Assert.Multiple(() =>
        {
            Assert.That(failure.Message, Does.StartWith($"1 problem in the network of stack {Stack}:").And.Contain(problem));
            Assert.That(
                cloud.Registrations.Select(registered => registered.Args.Type).Except(["pulumi:pulumi:StackReference"]),
                    Is.EqualTo(new[] { "pulumi:providers:aws" }));
        });
    }
}
