namespace SessionStore.Infra.Tests.Network;

/// <summary>What connects the Regions is said once in each, and alike.</summary>
/// <remarks>Proof limit: only the settings are compared; whether a gateway or a peering carries anything shows on AWS only.</remarks>
public class ConnectivitySettingsTests
{
    private const string Gateway = "session-store:transitGatewayId";

    [TestCase("session-store:connectivity", "vpn", "session-store:connectivity is \"vpn\": expected peering or transitGateway")]
    [TestCase("session-store:connectivity", "TransitGateway",
        "session-store:connectivity is \"TransitGateway\": expected peering or transitGateway")]
    [TestCase("session-store:connectivity", "transitGateway",
        Gateway + " is not set: expected the ID of the Region's transit gateway, such as tgw-0123456789abcdef0")]
    [TestCase(Gateway, "tgw-0123456789abcdef0",
        Gateway + " is \"tgw-0123456789abcdef0\": expected no value: without session-store:connectivity: transitGateway no transit "
            + "gateway is used")]
    public void Both_stages_refuse(string key, string value, string problem)
    {
        foreach (var stack in new[] { "primary", "secondary" })
        {
            Assert.That(() => Deployed.With(stack, (key, value)), Throws.InstanceOf<RunException>().With.Message.Contains(problem), stack);
        }
    }

    [TestCase("tgw")]
    [TestCase("tgw-rtb-0123456789abcdef0")]
    [TestCase("tgw-0123456789ABCDEF0")]
    public void A_gateway_that_is_none_is_refused(string id) => Assert.That(
        () => Deployed.OptionWith("transit-primary", (Gateway, id)),
        Throws.InstanceOf<RunException>().With.Message.Contains($"{Gateway} is \"{id}\": expected the ID of the Region's transit gateway"));

    [Test]
    public void A_secondary_with_a_peering_does_not_reach_a_primary_with_a_gateway() => Assert.That(
        () => Deployed.OptionWith("transit-secondary", ("session-store:connectivity", "peering"), (Gateway, "")),
        Throws.InstanceOf<RunException>().With.Message.Contains(
            "session-store:connectivity is \"peering\": expected transitGateway, as the primary's stack has it with "
                + "tgw-0e100000000000001"));

    [Test]
    public void A_secondary_with_a_gateway_does_not_reach_a_primary_without() => Assert.That(
        () => Deployed.With("secondary", ("session-store:connectivity", "transitGateway"), (Gateway, "tgw-0e200000000000001")),
        Throws.InstanceOf<RunException>().With.Message.Contains(
            "session-store:connectivity is \"transitGateway\": expected peering, as the primary's stack has it, whose outputs name no "
                + "transit gateway"));

    [Test]
    public async Task A_peering_may_be_asked_for_by_name()
    {
        var (named, silent) = (await Deployed.With("secondary", ("session-store:connectivity", "peering")),
            await Deployed.Stack("secondary"));
        Assert.That(named.Resources.Select(resource => resource.Name), Is.EquivalentTo(silent.Resources.Select(resource => resource.Name)));
    }
}
