namespace SessionStore.Infra.Tests.Application;

/// <summary>The application's settings, good and bad.</summary>
public class ApplicationSettingsTests
{
    private const string Certificate = "arn:aws:acm:us-east-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef";

    [TestCase("applicationInstanceType", "t4g.small",
        "session-store:applicationInstanceType is \"t4g.small\": expected an instance type with an x86-64 processor")]
    [TestCase("applicationInstanceType", "c7gn.xlarge", "does not run on Graviton")]
    [TestCase("applicationInstanceType", "a1.large", "does not run on Graviton")]
    [TestCase("applicationInstanceType", "small", "expected an instance type")]
    [TestCase("applicationMinSize", "0", "session-store:applicationMinSize is \"0\": expected a whole number from 1 to 1000")]
    [TestCase("applicationMaxSize", "2", "session-store:applicationMaxSize is \"2\": expected a number larger than 2 "
        + "(session-store:applicationMinSize): a rolling update starts instances before it ends others")]
    [TestCase("trafficDial", "101", "session-store:trafficDial is \"101\": expected a whole number from 0 to 100")]
    [TestCase("trafficDial", "-1", "expected a whole number from 0 to 100")]
    [TestCase("endpointWeight", "256", "session-store:endpointWeight is \"256\": expected a whole number from 0 to 255")]
    [TestCase("certificateArn", "my certificate",
        "session-store:certificateArn is \"my certificate\": expected the ARN of a certificate in ACM")]
    [TestCase("certificateArn", "arn:aws:acm:us-east-2:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef",
        "expected the ARN of a certificate in ACM in us-east-1")]
    [TestCase("applicationUser", "app",
        "session-store:applicationUser is \"app\": expected no value: the store has no users with auth: none")]
    [TestCase("name", "internal-shop", "session-store:name is \"internal-shop\": expected a name that does not begin with \"internal-\"")]
    [TestCase("publicSubnetCidrs", "[\"10.16.10.0/28\",\"10.16.11.0/24\"]",
        "session-store:publicSubnetCidrs is \"10.16.10.0/28\": expected a CIDR block of /27 or larger")]
    public void A_primary_with_an_application_refuses(string name, string value, string problem) => Assert.That(
        () => Deployed.OptionWith("application-primary", ($"session-store:{name}", value)),
        Throws.InstanceOf<RunException>().With.Message.Contains(problem));

    [TestCase("t3.small")]
    [TestCase("m7i-flex.large")]
    [TestCase("g4dn.xlarge")]
    [TestCase("m8a.large")]
    [TestCase("u-6tb1.metal")]
    public void Instance_types_with_x86_processors_are_taken(string type) => Assert.That(
        () => Deployed.OptionWith("application-primary", ("session-store:applicationInstanceType", type)), Throws.Nothing);

    [Test]
    public void All_problems_come_at_once() => Assert.That(
        () => Deployed.OptionWith("application-primary", ("session-store:application", "/nowhere"), ("session-store:trafficDial", "x"),
            ("session-store:certificateArn", "y")),
        Throws.InstanceOf<RunException>().With.Message.StartsWith("3 problems in the settings of stack application-primary:"));

    [TestCase("applicationCommand", "x")]
    [TestCase("applicationInstanceType", "t3.large")]
    [TestCase("applicationMinSize", "3")]
    [TestCase("applicationMaxSize", "3")]
    [TestCase("applicationUser", "app")]
    [TestCase("certificateArn", Certificate)]
    [TestCase("trafficDial", "50")]
    [TestCase("endpointWeight", "50")]
    public void Without_an_application_its_settings_are_refused(string name, string value)
    {
        foreach (var stack in new[] { "primary", "secondary" })
        {
            Assert.That(
                () => Deployed.With(stack, ($"session-store:{name}", value)),
                Throws.InstanceOf<RunException>().With.Message.EndsWith(
                    $"session-store:{name} is \"{value}\": expected no value: session-store:application is none"));
        }
    }

    [Test]
    public void None_is_what_nothing_is() =>
        Assert.That(() => Deployed.With("primary", ("session-store:application", "none")), Throws.Nothing);

    [Test]
    public void A_Region_outside_of_the_partition_of_the_accelerator_has_none() => Assert.That(
        () => Deployed.OptionWith("application-primary", ("aws:region", "us-gov-west-1"),
            ("session-store:availabilityZones", "[\"us-gov-west-1a\",\"us-gov-west-1b\"]")),
        Throws.InstanceOf<RunException>().With.Message.Contains(
            "session-store:application is \"sample\": expected none in us-gov-west-1: Global Accelerator is in the partition aws alone, "
                + "not in aws-us-gov"));

    [Test]
    public void A_user_has_to_be_one_of_the_stores_in_every_stack()
    {
        foreach (var stack in new[] { "hosted-primary", "hosted-secondary" })
        {
            Assert.That(
                () => Deployed.OptionWith(stack, ("session-store:applicationUser", "nobody")),
                Throws.InstanceOf<RunException>().With.Message.Contains(
                    "session-store:applicationUser is \"nobody\": expected one of the store's users: app, reader"));
        }
    }

    [Test]
    public void A_secondary_needs_the_primarys_accelerator_and_is_told_the_command() => Assert.That(
        () => Deployed.With("secondary", ("session-store:application", "sample")),
        Throws.InstanceOf<RunException>().With.Message.EndsWith(
            "session-store:application is set, and the primary has no application: expected the accelerator of the primary's stack, to "
                + "which a Region adds its endpoint: `pulumi config set application sample --stack organization/session-store/primary && "
                + "pulumi up --stack organization/session-store/primary` with this version of the program first"));

    [Test]
    public async Task A_secondary_may_do_without_where_the_primary_has_one()
    {
        var stage = await Deployed.OptionWith("application-secondary", ("session-store:application", "none"));
        var difference = Difference.Between(await Deployed.Stack("secondary"), stage);
        Assert.That(difference.Where(line => line.Contains("application-", StringComparison.Ordinal)),
            Is.EquivalentTo(new[] { "+ organization/session-store/application-primary" }));
    }

    [Test]
    public void Certificates_are_in_all_Regions_or_in_none()
    {
        Assert.Multiple(() =>
        {
            Assert.That(
                () => Deployed.OptionWith("application-secondary", ("session-store:certificateArn",
                    Certificate.Replace("us-east-1", "us-east-2", StringComparison.Ordinal))),
                Throws.InstanceOf<RunException>().With.Message.Contains("expected no value, as in organization/session-store/"
                    + "application-primary: the accelerator passes on port 80 alone")
                    .And.Message.EndsWith("with this version of the program first"));
            Assert.That(
                () => Deployed.OptionWith("hosted-secondary", ("session-store:certificateArn", "")),
                Throws.InstanceOf<RunException>().With.Message.Contains("session-store:certificateArn is not set: expected a certificate "
                    + "of this Region, as organization/session-store/hosted-primary has one of its own")
                    .And.Message.EndsWith("with this version of the program first"));
        });
    }

    [Test]
    public async Task Without_a_certificate_every_run_warns_and_with_one_none()
    {
        Assert.That((await Deployed.Option("application-secondary")).Warnings.Single(), Does.Contain(
            "session-store:certificateArn is not set, so that the application speaks HTTP alone: for trying the store out"));
        Assert.That((await Deployed.Option("hosted-secondary")).Warnings, Is.Empty);
        Assert.That((await Deployed.Option("hosted-primary")).Warnings, Is.Empty);
    }

    [Test]
    public Task Public_subnets_of_a_VPC_that_exists_are_in_two_zones() => Refused(
        vpc => vpc with { Subnets = [.. vpc.Subnets.Select((subnet, index) => index < 2 ? subnet with { Zone = "us-east-1a" } : subnet)] },
        "session-store:publicSubnetIds is \"subnet-0e100000000000011, subnet-0e100000000000012\": expected subnets in at least two "
            + "Availability Zones, not in us-east-1a alone");

    [Test]
    public Task Public_subnets_of_a_VPC_that_exists_have_room_for_a_load_balancer() => Refused(
        vpc => vpc with { Subnets = [vpc.Subnets[0] with { Cidr = "10.32.10.0/28" }, .. vpc.Subnets.Skip(1)] },
        "session-store:publicSubnetIds is \"subnet-0e100000000000011\": expected a subnet of /27 or larger, which the application's load "
            + "balancer asks for, not 10.32.10.0/28");

    [Test]
    public Task An_application_that_could_not_ask_the_other_Region_is_found_by_its_route_table() => Refused(
        vpc => vpc with { Subnets = [vpc.Subnets[0] with { RouteTableId = "rtb-0e1000000000000f0" }, .. vpc.Subnets.Skip(1)] },
        "expected also rtb-0e1000000000000f0, the route table of subnet-0e100000000000011");

    [Test]
    public Task A_VPC_without_an_internet_gateway_is_refused() => Refused(
        vpc => vpc with { HasInternetGateway = false },
        "session-store:vpcId is \"vpc-0e100000000000001\": expected a VPC with an internet gateway, which the application's load balancer "
            + "and accelerator ask for: ");

    [Test]
    public void A_VPC_that_exists_needs_two_public_subnets() => Assert.That(
        () => Deployed.OptionWith("hosted-primary", ("session-store:publicSubnetIds", "[\"subnet-0e100000000000011\"]")),
        Throws.InstanceOf<RunException>().With.Message.Contains(
            "expected a list of the IDs of at least two subnets with a way to the internet for the application"));

    private static async Task Refused(Func<AccountVpc, AccountVpc> change, string problem)
    {
        var cloud = await Account.Cloud("hosted-primary", account => account.With(change));
        var failure = Assert.ThrowsAsync<RunException>(() => Account.Run(cloud, "hosted-primary"));
        Assert.That(failure!.Message, Does.Contain(problem));
    }
}
