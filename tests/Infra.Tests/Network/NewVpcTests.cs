namespace SessionStore.Infra.Tests.Network;

/// <remarks>Proof limit: mocks take every zone; whether the account has it, with nodes of the type, shows on AWS only.</remarks>
public class NewVpcTests
{
    [TestCase("primary", "10.16")]
    [TestCase("secondary", "10.18")]
    public async Task A_Region_has_two_zones_with_a_public_and_a_private_subnet_each(string stack, string prefix)
    {
        var stage = await Deployed.Stack(stack);
        Assert.Multiple(() =>
        {
            Assert.That(
                stage.All("aws:ec2/subnet:Subnet").Select(subnet => subnet.Text("cidrBlock")),
                Is.EquivalentTo(new[] { $"{prefix}.10.0/24", $"{prefix}.11.0/24", $"{prefix}.20.0/24", $"{prefix}.21.0/24" }));
            Assert.That(stage.All("aws:ec2/subnet:Subnet").Select(subnet => subnet.Text("availabilityZone")).Distinct().Count(),
                Is.EqualTo(2));
        });
    }

    [TestCase("primary")]
    [TestCase("secondary")]
    public async Task The_private_zone_answers_because_the_VPC_has_DNS_support_and_hostnames(string stack)
    {
        var vpc = (await Deployed.Stack(stack)).Only("aws:ec2/vpc:Vpc");
        Assert.Multiple(() =>
        {
            Assert.That(vpc["enableDnsSupport"], Is.True);
            Assert.That(vpc["enableDnsHostnames"], Is.True);
        });
    }

    [TestCase("primary")]
    [TestCase("secondary")]
    public async Task Nothing_has_inline_routes_or_rules_which_would_fight_with_other_stacks(string stack)
    {
        var stage = await Deployed.Stack(stack);
        var tables = stage.All("aws:ec2/routeTable:RouteTable");
        var groups = stage.All("aws:ec2/securityGroup:SecurityGroup");
        Assert.Multiple(() =>
        {
            Assert.That(tables, Has.Count.EqualTo(3));
            Assert.That(tables, Has.None.Matches<Registered>(table => table.Has("routes")));
            Assert.That(groups, Has.Count.EqualTo(3));
            Assert.That(groups, Has.None.Matches<Registered>(group => group.Has("ingress") || group.Has("egress")));
        });
    }

    [TestCase("primary")]
    [TestCase("secondary")]
    public async Task Only_the_public_table_leads_to_the_internet(string stack)
    {
        var stage = await Deployed.Stack(stack);
        var open = stage.All("aws:ec2/route:Route").Where(route => route.Text("destinationCidrBlock") == "0.0.0.0/0").ToArray();
        Assert.That(open.Select(route => route.Text("routeTableId")), Is.EqualTo(new[] { stage.Id("network-public") }));
    }
}
