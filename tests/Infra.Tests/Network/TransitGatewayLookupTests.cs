using SessionStore.Infra.Network;

namespace SessionStore.Infra.Tests.Network;

/// <summary>Gateways that would drop the traffic are refused before anything is registered: nothing would show it later.</summary>
/// <remarks>
/// Proof limit: the account is played: what EC2 says of gateways and peerings is taken from the provider's documentation.
/// </remarks>
public class TransitGatewayLookupTests
{
    private const string Own = "session-store:transitGatewayId is \"tgw-0e200000000000001\": expected ";
    private const string Other = "output transitGatewayId of stack organization/session-store/transit-primary is "
        + "\"tgw-0e100000000000001\": expected ";
    private const string Tables = "a transit gateway that associates VPCs with a default route table and propagates them to one";
    private const string Peering = "tgw-attach-0e1e2000000000001";

    [Test]
    public Task A_gateway_that_is_not_there_is_named() => Refused(
        gateways => gateways,
        "session-store:transitGatewayId is \"tgw-0e100000000000001\": expected a transit gateway in us-east-2: no matching EC2 Transit "
            + "Gateway found",
        ("session-store:transitGatewayId", "tgw-0e100000000000001"));

    [Test]
    public Task The_other_Regions_gateway_is_looked_up_in_its_Region() => Refused(
        gateways => gateways with { All = [.. gateways.All.Skip(1)] },
        Other + "a transit gateway in us-east-1: no matching EC2 Transit Gateway found");

    [Test]
    public Task A_gateway_that_another_account_shares_has_routes_that_only_its_owner_changes() => Refused(
        With("us-east-2", gateway => gateway with { OwnerId = "999999999999" }),
        Own + "a transit gateway of account 123456789012, not of 999999999999: routes in it are its owner's to change");

    [Test]
    public async Task A_gateway_without_default_route_tables_is_refused_on_either_side()
    {
        await Refused(With("us-east-2", gateway => gateway with { Associates = false }), Own + Tables);
        await Refused(With("us-east-1", gateway => gateway with { Associates = false }), Other + Tables);
    }

    [Test]
    public async Task Without_a_peering_of_the_gateways_there_is_no_way()
    {
        const string Problem = Own + "a transit gateway with an available peering attachment to tgw-0e100000000000001 in us-east-1: "
            + "create one and accept it first (docs/network.md)";
        await Refused(gateways => gateways with { Peerings = [.. gateways.Peerings.Where(peering => peering.Id != Peering)] }, Problem);
        await Refused(gateways =>
            gateways with { Peerings = [.. gateways.Peerings.Select(peering => peering with { State = "pendingAcceptance" })] }, Problem);
    }

    [Test]
    public async Task A_peering_whose_table_does_not_learn_the_VPC_would_drop_what_arrives()
    {
        await Refused(
            Associated("us-east-2", "tgw-rtb-0123456789abcdef0"),
            Own + $"a transit gateway whose peering {Peering} is associated with tgw-rtb-0e200000000000001, the route table that VPCs "
                + "propagate to, not with tgw-rtb-0123456789abcdef0");
        await Refused(
            Associated("us-east-1", ""),
            Other + $"a transit gateway whose peering {Peering} is associated with tgw-rtb-0e100000000000001, the route table that VPCs "
                + "propagate to, not with none");
    }

    [Test]
    public async Task A_gateway_may_keep_what_VPCs_ask_and_what_peerings_ask_in_two_tables()
    {
        var cloud = await Account.Cloud("transit-secondary", account => account with
        {
            Gateways = Associated("us-east-2", "tgw-rtb-0123456789abcdef0")(
                With("us-east-2", gateway => gateway with { PropagationRouteTableId = "tgw-rtb-0123456789abcdef0" })(account.Gateways)),
        });
        var stage = await Account.Run(cloud, "transit-secondary");
        Assert.That(stage.Resource("transit-here-gateway-route").Text("transitGatewayRouteTableId"),
            Is.EqualTo("tgw-rtb-0e200000000000001"), "what VPCs ask");
    }

    [Test]
    public async Task All_of_it_comes_in_one_message_and_nothing_is_registered_but_the_provider()
    {
        var cloud = await Account.Cloud("transit-secondary", account => account with
        {
            Gateways = With("us-east-1", gateway =>
                gateway with { OwnerId = "999999999999" })(Associated("us-east-2", "")(account.Gateways)),
        });
        var failure = Assert.CatchAsync<RunException>(() => Account.Run(cloud, "transit-secondary"))!;
        Assert.Multiple(() =>
        {
            Assert.That(failure.Message, Does.StartWith("2 problems in the network of stack transit-secondary:"));
            Assert.That(failure.Message, Does.Contain("1. " + Other).And.Contain("2. " + Own));
            Assert.That(
                cloud.Registrations.Select(registered => registered.Args.Type),
                    Is.EquivalentTo(new[] { "pulumi:pulumi:StackReference", "pulumi:providers:aws" }));
        });
    }

    [Test]
    public async Task The_primary_checks_its_own_gateway_and_asks_for_no_peering()
    {
        var cloud = await Account.Cloud("transit-primary", account => account with { Gateways = account.Gateways with { Peerings = [] } });
        Assert.That((await Account.Run(cloud, "transit-primary")).Output("transitGatewayId"), Is.EqualTo("tgw-0e100000000000001"));
        var without = await Account.Cloud("transit-primary", account => account with { Gateways = account.Gateways with { All = [] } });
        Assert.That(
            () => Account.Run(without, "transit-primary"),
            Throws.InstanceOf<RunException>()
                .With.Message.Contains(
                "session-store:transitGatewayId is \"tgw-0e100000000000001\": expected a transit gateway in us-east-1"));
    }

    private static Func<AccountGateways, AccountGateways> With(string region, Func<AccountGateway, AccountGateway> change) =>
        gateways => gateways with { All = [.. gateways.All.Select(gateway => gateway.Region == region ? change(gateway) : gateway)] };

    private static Func<AccountGateways, AccountGateways> Associated(string region, string table) => gateways => gateways with
    {
        Peerings = [.. gateways.Peerings.Select(peering =>
            peering with { Associations = new Dictionary<string, string> { [region] = table } })],
    };

    private static async Task Refused(Func<AccountGateways, AccountGateways> change, string problem,
        params (string Key, string Value)[] settings)
    {
        var cloud = await Account.Cloud("transit-secondary", account => account with { Gateways = change(account.Gateways) });
        Assert.That(() =>
            Account.Run(cloud, "transit-secondary", settings), Throws.InstanceOf<RunException>().With.Message.Contains(problem));
    }
}
