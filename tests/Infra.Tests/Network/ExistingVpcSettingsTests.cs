namespace SessionStore.Infra.Tests.Network;

/// <summary>A VPC is created or named: half of one, and something of both, is refused.</summary>
public class ExistingVpcSettingsTests
{
    private const string Ids = "no value: session-store:vpcCidr makes the stack create a VPC; for one that exists, set "
        + "session-store:vpcId instead of the addresses";
    private const string Addresses =
        "no value: the addresses of a VPC that exists are looked up; for a VPC that the stack creates, leave out session-store:vpcId and "
            + "the IDs";

    [TestCase("vpcId", "", "session-store:vpcId is not set: expected the ID of a VPC, such as vpc-0123456789abcdef0")]
    [TestCase("vpcId", "10.16.0.0/16", "session-store:vpcId is \"10.16.0.0/16\": expected the ID of a VPC")]
    [TestCase("vpcId", "vpc-0123456789ABCDEF0", "expected the ID of a VPC")]
    [TestCase("vpcId", "vpc-0123456789", "expected the ID of a VPC")]
    [TestCase("publicSubnetIds", "[]",
        "session-store:publicSubnetIds is not set: expected a list of different subnet IDs with a way to the internet for the test host, "
            + "such as "
        + "[\"subnet-0123456789abcdef0\"], or session-store:testHost: false")]
    [TestCase("publicSubnetIds", "[\"vpc-0123456789abcdef0\"]",
        "session-store:publicSubnetIds is \"[\"vpc-0123456789abcdef0\"]\": expected a list of different subnet IDs")]
    [TestCase("privateSubnetIds", "[]",
        "session-store:privateSubnetIds is not set: expected a list of the IDs of at least two subnets in different Availability Zones")]
    [TestCase("privateSubnetIds", "[\"subnet-0123456789abcdef0\"]",
        "expected a list of the IDs of at least two subnets in different Availability Zones")]
    [TestCase("privateSubnetIds", "[\"subnet-0123456789abcdef0\",\"subnet-0123456789abcdef0\"]",
        "expected a list of the IDs of at least two subnets")]
    [TestCase("routeTableIds", "[]",
        "session-store:routeTableIds is not set: expected a list of the different IDs of all route tables of cache nodes and applications")]
    [TestCase("routeTableIds", "[\"rtb-1\"]",
        "session-store:routeTableIds is \"[\"rtb-1\"]\": expected a list of the different IDs of all route tables")]
    [TestCase("vpcCidr", "10.32.0.0/16", "session-store:vpcCidr is \"10.32.0.0/16\": expected " + Addresses)]
    [TestCase("availabilityZones", "[\"us-east-1a\",\"us-east-1b\"]",
        "session-store:availabilityZones is \"[\"us-east-1a\",\"us-east-1b\"]\": expected " + Addresses)]
    [TestCase("publicSubnetCidrs", "[\"10.32.10.0/24\"]",
        "session-store:publicSubnetCidrs is \"[\"10.32.10.0/24\"]\": expected " + Addresses)]
    [TestCase("privateSubnetCidrs", "[\"10.32.20.0/24\"]",
        "session-store:privateSubnetCidrs is \"[\"10.32.20.0/24\"]\": expected " + Addresses)]
    public void A_stack_with_a_VPC_of_the_users_refuses(string name, string value, string problem) => Assert.That(
        () => Deployed.OptionWith("vpc-primary", ($"session-store:{name}", value)), Throws.InstanceOf<RunException>()
            .With.Message.Contains(problem));

    [TestCase("publicSubnetIds", "[\"subnet-0123456789abcdef0\"]")]
    [TestCase("privateSubnetIds", "[\"subnet-0123456789abcdef0\"]")]
    [TestCase("routeTableIds", "[\"rtb-0123456789abcdef0\"]")]
    public void A_stack_with_a_VPC_of_its_own_refuses(string name, string value)
    {
        foreach (var stack in new[] { "primary", "secondary" })
        {
            Assert.That(
                () => Deployed.With(stack, ($"session-store:{name}", value)),
                Throws.InstanceOf<RunException>().With.Message.EndsWith($"  1. session-store:{name} is \"{value}\": expected {Ids}"));
        }
    }

    [Test]
    public async Task A_mixture_is_told_whole()
    {
        var failure = await Deployed.Failing("primary", new FakeCloud("us-east-1"), ("session-store:vpcId", "vpc-0123456789abcdef0"));
        Assert.That(
            failure.Message.Split(Environment.NewLine)
                .Select(line => line.Trim().Split(' ') is ["1." or "2." or "3." or "4." or "5." or "6." or "7.", var key, ..] ? key : ""),
            Is.EqualTo(new[]
            {
                "", "session-store:vpcCidr", "session-store:availabilityZones", "session-store:publicSubnetCidrs",
                    "session-store:privateSubnetCidrs",
                "session-store:publicSubnetIds", "session-store:privateSubnetIds", "session-store:routeTableIds",
            }));
    }

    [Test]
    public void Without_a_test_host_public_subnets_may_be_given_and_need_not() => Assert.Multiple(() =>
    {
        Assert.That(() => Deployed.OptionWith("vpc-primary", ("session-store:testHost", "false")), Throws.Nothing);
        Assert.That(() =>
            Deployed.OptionWith("vpc-primary", ("session-store:testHost", "false"), ("session-store:publicSubnetIds", "[]")),
            Throws.Nothing);
    });

    [Test]
    public void Nothing_at_all_asks_for_addresses_first() => Assert.That(
        () => Deployed.OptionWith(
            "vpc-primary",
            ("session-store:vpcId", ""),
            ("session-store:publicSubnetIds", "[]"),
            ("session-store:privateSubnetIds", "[]"),
            ("session-store:routeTableIds", "[]")),
        Throws.InstanceOf<RunException>().With.Message.Contains("session-store:vpcCidr is not set: expected an IPv4 CIDR block"));
}
