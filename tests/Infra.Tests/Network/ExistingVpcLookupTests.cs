namespace SessionStore.Infra.Tests.Network;

/// <summary>A VPC that does not fit is refused before anything is registered that depends on it.</summary>
/// <remarks>Proof limit: the account is played: what EC2 says of a VPC is taken from the provider's documentation.</remarks>
public class ExistingVpcLookupTests
{
    private const string Vpc = "session-store:vpcId is \"vpc-0e100000000000001\": expected ";
    private const string Private = "session-store:privateSubnetIds is ";

    [Test]
    public Task Without_DNS_support_the_command_that_switches_it_on_is_told() => Refused(
        vpc => vpc with { EnableDnsSupport = false },
        Vpc + "a VPC with enableDnsSupport, or the private zone does not answer in it; switch it on with "
            + "`aws ec2 modify-vpc-attribute --region us-east-1 --vpc-id vpc-0e100000000000001 --enable-dns-support '{\"Value\":true}'`");

    [Test]
    public Task Without_DNS_hostnames_likewise() => Refused(
        vpc => vpc with { EnableDnsHostnames = false },
        Vpc + "a VPC with enableDnsHostnames, or the private zone does not answer in it; switch it on with "
            + "`aws ec2 modify-vpc-attribute --region us-east-1 --vpc-id vpc-0e100000000000001 --enable-dns-hostnames '{\"Value\":true}'`");

    [Test]
    public Task A_VPC_that_another_account_shares_has_routes_that_only_its_owner_changes() =>
        Refused(vpc => vpc with { OwnerId = "999999999999" }, Vpc + "a VPC of account 123456789012, not of 999999999999");

    [Test]
    public Task Nodes_in_one_zone_only_are_refused() => Refused(
        vpc => vpc with { Subnets = [.. vpc.Subnets.Select(subnet => subnet with { Zone = "us-east-1b" })] },
        Private + "\"subnet-0e100000000000021, subnet-0e100000000000022\": expected subnets in at least two Availability Zones, not in "
            + "us-east-1b alone");

    [Test]
    public Task A_Local_Zone_has_no_nodes() => Refused(
        vpc => vpc with { Subnets = [.. vpc.Subnets.SkipLast(1), vpc.Subnets[^1] with { Zone = "us-east-1-bos-1a" }] },
        Private + "\"subnet-0e100000000000022\": expected a subnet in an Availability Zone, not in us-east-1-bos-1a, where Global "
            + "Datastore has no nodes");

    [Test]
    public Task A_subnet_in_a_further_block_gets_no_routes() => Refused(
        vpc => vpc with
        {
            MoreCidrs = ["100.64.0.0/16"],
            Subnets = [.. vpc.Subnets.SkipLast(1), vpc.Subnets[^1] with { Cidr = "100.64.0.0/24" }]
        },
        Private + "\"subnet-0e100000000000022\": expected a subnet inside 10.32.0.0/16, the only block of vpc-0e100000000000001 that the "
            + "other Regions "
            + "get routes to, not 100.64.0.0/24");

    [Test]
    public Task A_node_that_could_not_answer_the_other_Region_is_found_by_its_route_table() => Refused(
        vpc => vpc with { Subnets = [.. vpc.Subnets.SkipLast(1), vpc.Subnets[^1] with { RouteTableId = "rtb-0e1000000000000f0" }] },
        "session-store:routeTableIds is \"rtb-0e100000000000001, rtb-0e100000000000002, rtb-0e100000000000003\": expected also "
            + "rtb-0e1000000000000f0, "
            + "the route table of subnet-0e100000000000022");

    [Test]
    public Task The_main_table_counts_for_a_subnet_without_one() => Refused(
        vpc => vpc,
        "session-store:routeTableIds is \"rtb-0e100000000000003\": expected also rtb-0e100000000000001, the route table of "
            + "subnet-0e100000000000022",
        ("session-store:routeTableIds", "[\"rtb-0e100000000000003\"]"));

    [TestCase("vpcId", "vpc-0123456789abcdef0", "\"vpc-0123456789abcdef0\": expected a VPC in us-east-1: no matching EC2 VPC found")]
    [TestCase("publicSubnetIds", "[\"subnet-0123456789abcdef0\"]",
        "\"subnet-0123456789abcdef0\": expected a subnet in us-east-1: no matching EC2 Subnet found")]
    [TestCase("publicSubnetIds", "[\"subnet-0e100000000000099\"]",
        "\"subnet-0e100000000000099\": expected a subnet of vpc-0e100000000000001, not of vpc-0e100000000000009")]
    [TestCase("privateSubnetIds", "[\"subnet-0e100000000000021\",\"subnet-0e100000000000099\"]",
        "\"subnet-0e100000000000099\": expected a subnet of vpc-0e100000000000001, not of vpc-0e100000000000009")]
    [TestCase("routeTableIds", "[\"rtb-0e100000000000001\",\"rtb-0e100000000000003\",\"rtb-0123456789abcdef0\"]",
        "\"rtb-0123456789abcdef0\": expected a route table in us-east-1: no matching EC2 Route Table found")]
    [TestCase("routeTableIds", "[\"rtb-0e100000000000001\",\"rtb-0e100000000000003\",\"rtb-0e100000000000009\"]",
        "\"rtb-0e100000000000009\": expected a route table of vpc-0e100000000000001, not of vpc-0e100000000000009")]
    public Task What_is_not_there_or_belongs_elsewhere_is_named(string name, string value, string problem) =>
        Refused(vpc => vpc, $"session-store:{name} is {problem}", ($"session-store:{name}", value));

    [TestCase("10.32.0.0/16", "10.99.0.0/16", "10.32.0.0/16")]
    [TestCase("10.34.0.0/16", "10.32.128.0/20", "10.32.128.0/20")]
    public async Task Addresses_of_the_primary_are_not_used_again_not_even_in_a_further_block(string first, string second, string block)
    {
        var cloud = await Account.Cloud("vpc-secondary", account => account.With(vpc => vpc with
        {
            Cidr = first,
            MoreCidrs = [second],
            Subnets = [.. vpc.Subnets.Select(subnet =>
                subnet with { Cidr = subnet.Cidr.Replace("10.34", first[..5], StringComparison.Ordinal) })],
        }));
        var failure = Assert.CatchAsync<RunException>(() => Account.Run(cloud, "vpc-secondary"))!;
        var expected = $"a VPC whose CIDR blocks do not overlap the primary's 10.32.0.0/16, as {block} does: AWS refuses to peer them";
        Assert.That(failure.Message, Is.EqualTo(
            $"""
            1 problem in the network of stack vpc-secondary:
              1. session-store:vpcId is "vpc-0e200000000000001": expected {expected}
            """));
    }

    [Test]
    public async Task All_of_it_comes_in_one_message_and_nothing_is_registered_but_the_provider()
    {
        var cloud = await Account.Cloud("vpc-primary", account =>
            account.With(vpc => vpc with { EnableDnsSupport = false, EnableDnsHostnames = false }));
        var failure = Assert.CatchAsync<RunException>(() => Account.Run(
            cloud,
            "vpc-primary",
            ("session-store:publicSubnetIds", "[\"subnet-0123456789abcdef0\"]"),
            ("session-store:privateSubnetIds", "[\"subnet-0e100000000000021\",\"subnet-0e100000000000099\"]"),
            ("session-store:routeTableIds", "[\"rtb-0e100000000000009\"]")))!;
        Assert.Multiple(() =>
        {
            Assert.That(failure.Message, Does.StartWith("6 problems in the network of stack vpc-primary:"));
            Assert.That(failure.Message, Does.Contain("1. " + Vpc).And.Contain("2. " + Vpc).And.Contain("3. session-store:publicSubnetIds")
                .And.Contain("4. " + Private).And.Contain("5. session-store:routeTableIds").And.Contain("6. session-store:routeTableIds"));
            Assert.That(cloud.Registrations.Select(registered => registered.Args.Type), Is.EqualTo(new[] { "pulumi:providers:aws" }));
        });
    }

    private static async Task Refused(Func<AccountVpc, AccountVpc> change, string problem, params (string Key, string Value)[] settings)
    {
        var cloud = await Account.Cloud("vpc-primary", account => account.With(change));
        Assert.That(() => Account.Run(cloud, "vpc-primary", settings), Throws.InstanceOf<RunException>().With.Message.Contains(problem));
    }
}
