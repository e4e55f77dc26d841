namespace SessionStore.Infra.Tests.Network;

/// <summary>A VPC of the user's can be attached to its gateway already: AWS attaches it once only.</summary>
/// <remarks>Proof limit: the account is played: what EC2 says of an attachment is taken from the provider's documentation.</remarks>
public class TransitGatewayAttachmentTests
{
    private const string Key = "session-store:transitGatewayAttachmentId", Id = "tgw-attach-0e100000000000001";
    private const string Expected = Key + " is \"" + Id + "\": expected ";

    [TestCase("primary", Id)]
    [TestCase("secondary", "tgw-attach-0e200000000000001")]
    public async Task Nothing_is_attached_and_everything_else_is_as_it_would_be(string stack, string attachment)
    {
        var attached = await Deployed.Option($"attached-{stack}");
        var attaching = await Deployed.OptionWith($"attached-{stack}", (Key, ""));
        Assert.Multiple(() =>
        {
            Assert.That(
                Names(attaching).Except(Names(attached)), Is.EquivalentTo(new[] { "gateway-attachment", "gateway-attachment-vpc" }));
            Assert.That(Names(attached).Except(Names(attaching)), Is.Empty);
            Assert.That(attached.Output("transitGatewayAttachmentId"), Is.EqualTo(attachment));
            Assert.That(attached.Outputs.Keys, Is.EquivalentTo(attaching.Outputs.Keys));
        });

        static IEnumerable<string> Names(StageRun stage) => stage.Resources.Select(resource => resource.Name);
    }

    [Test]
    public async Task The_routes_of_both_Regions_wait_for_both_gateways()
    {
        var routes = (await Deployed.Option("attached-secondary")).All("aws:ec2/route:Route");
        Assert.Multiple(() =>
        {
            Assert.That(
                routes.Select(route => (route.Text("region"), route.Text("transitGatewayId"))),
                Is.EquivalentTo(Enumerable.Repeat(("us-east-1", "tgw-0e100000000000001"), 3)
                    .Concat(Enumerable.Repeat(("us-east-2", "tgw-0e200000000000001"), 3))));
            Assert.That(
                routes.Select(route => route.DependsOn),
                    Is.All.EquivalentTo(new[] { "transit-here-gateway-route", "transit-there-gateway-route" }));
        });
    }

    [Test]
    public async Task An_attachment_that_is_not_this_one_is_refused()
    {
        const string Fit = Expected + "an available attachment of vpc-0e100000000000001 to tgw-0e100000000000001, not a ";
        await Refused(attachment =>
            attachment with { VpcId = "vpc-0e100000000000009" }, Fit + "available one of vpc-0e100000000000009 to tgw-0e100000000000001");
        await Refused(attachment =>
            attachment with { GatewayId = "tgw-0123456789abcdef0" },
            Fit + "available one of vpc-0e100000000000001 to tgw-0123456789abcdef0");
        await Refused(attachment =>
            attachment with { State = "pendingAcceptance" },
            Fit + "pendingAcceptance one of vpc-0e100000000000001 to tgw-0e100000000000001");
        await Refused(
            attachment =>
                attachment with { Id = "tgw-attach-0123456789abcdef0" },
                Expected + "an attachment in us-east-1: no matching EC2 Transit Gateway Attachment found");
    }

    [TestCase("tgw-rtb-0123456789abcdef0", "tgw-rtb-0123456789abcdef0")]
    [TestCase("", "none")]
    public Task An_attachment_that_asks_another_table_would_not_find_the_other_Region(string table, string told) => Refused(
        attachment => attachment with { RouteTableId = table },
        Expected + "an attachment that is associated with tgw-rtb-0e100000000000001, the default route table of tgw-0e100000000000001, "
            + $"not with {told}");

    [TestCase("transit-primary",
        "session-store:transitGatewayAttachmentId is \"tgw-attach-0123456789abcdef0\": expected no value: the stack attaches the VPC that "
            + "it creates")]
    [TestCase("vpc-primary",
        "session-store:transitGatewayAttachmentId is \"tgw-attach-0123456789abcdef0\": expected no value: without "
            + "session-store:connectivity: transitGateway no transit gateway is used")]
    public void Where_nothing_can_be_attached_already_the_setting_is_refused(string stack, string problem) => Assert.That(
        () => Deployed.OptionWith(stack, (Key, "tgw-attach-0123456789abcdef0")), Throws.InstanceOf<RunException>()
            .With.Message.Contains(problem));

    [Test]
    public void An_attachment_that_is_none_is_refused() => Assert.That(
        () => Deployed.OptionWith("attached-primary", (Key, "tgw-0e100000000000001")),
        Throws.InstanceOf<RunException>().With.Message.Contains(
            Key + " is \"tgw-0e100000000000001\": expected the ID of the VPC's attachment, such as tgw-attach-0123456789abcdef0"));

    private static async Task Refused(Func<AccountAttachment, AccountAttachment> change, string problem)
    {
        var cloud = await Account.Cloud("attached-primary", account => account with
        {
            Gateways = account.Gateways with { Attachments = [.. account.Gateways.Attachments.Select(change)] },
        });
        Assert.That(() => Account.Run(cloud, "attached-primary"), Throws.InstanceOf<RunException>().With.Message.Contains(problem));
    }
}
