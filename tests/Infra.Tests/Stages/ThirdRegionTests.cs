namespace SessionStore.Infra.Tests.Stages;

/// <summary>The example of a third Region, run beside the two committed stacks: every Region reaches every other.</summary>
/// <remarks>Proof limit: no packet is sent between the three Regions, and ElastiCache was not asked for a third member.</remarks>
public class ThirdRegionTests
{
    private const string ToPrimary = "peering", ToSecondary = "peering-us-east-2";

    private StageRun _primary = null!, _secondary = null!, _tertiary = null!;

    [OneTimeSetUp]
    public async Task Deploy() =>
        (_primary, _secondary, _tertiary) = (await Deployed.Stack("primary"), await Deployed.Stack("secondary"),
            await Deployed.Stack("tertiary"));

    [Test]
    public void It_reads_both_stacks_that_exist_already() => Assert.That(
        _tertiary.All("pulumi:pulumi:StackReference").Select(reference => reference.Name),
        Is.EquivalentTo(new[] { "organization/session-store/primary", "organization/session-store/secondary" }));

    [Test]
    public void It_asks_both_and_accepts_for_both_in_one_run()
    {
        var asked = _tertiary.All("aws:ec2/vpcPeeringConnection:VpcPeeringConnection")
            .Select(connection =>
                (connection.Parent, connection.Text("vpcId"), connection.Text("peerVpcId"), connection.Text("peerRegion")));
        var accepted = _tertiary.All("aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter")
            .Select(accepter =>
                (accepter.Parent, accepter.Text("region"), accepter.Text("vpcPeeringConnectionId"), accepter["autoAccept"]));
        Assert.Multiple(() =>
        {
            Assert.That(asked, Is.EquivalentTo(new[]
            {
                (ToPrimary, _tertiary.Id("network-vpc"), _primary.Id("network-vpc"), "us-east-1"),
                (ToSecondary, _tertiary.Id("network-vpc"), _secondary.Id("network-vpc"), "us-east-2"),
            }));
            Assert.That(accepted, Is.EquivalentTo(new[]
            {
                (ToPrimary, "us-east-1", _tertiary.Id($"{ToPrimary}-connection"), (object)true),
                (ToSecondary, "us-east-2", _tertiary.Id($"{ToSecondary}-connection"), true),
            }));
        });
    }

    [TestCase(ToPrimary, "us-east-1")]
    [TestCase(ToSecondary, "us-east-2")]
    public void Names_resolve_on_both_sides_of_each_peering(string peering, string region)
    {
        var (requester, accepter) = (_tertiary.Resource($"{peering}-requester-options"), _tertiary.Resource($"{peering}-accepter-options"));
        Assert.Multiple(() =>
        {
            Assert.That(requester.Object("requester")["allowRemoteVpcDnsResolution"], Is.True);
            Assert.That(requester.Has("region"), Is.False);
            Assert.That(accepter.Object("accepter")["allowRemoteVpcDnsResolution"], Is.True);
            Assert.That(accepter.Text("region"), Is.EqualTo(region));
            Assert.That(
                new[] { requester, accepter }.Select(options => options.Text("vpcPeeringConnectionId")),
                    Is.All.EqualTo(_tertiary.Id($"{peering}-accepter")));
        });
    }

    [Test]
    public void Every_route_table_of_every_Region_leads_to_both_other_Regions()
    {
        var routes = new[] { _secondary, _tertiary }.SelectMany(stage => stage.All("aws:ec2/route:Route")
            .Where(route => route.Has("vpcPeeringConnectionId"))
            .Select(route => (route.Text("region"), route.Text("routeTableId"), route.Text("destinationCidrBlock"))));
        Assert.That(routes, Is.EquivalentTo(
            from own in Regions
            from table in own.Stage.All("aws:ec2/routeTable:RouteTable")
            from other in Regions
            where other != own
            select (own.Name, own.Stage.Id(table.Name), other.Cidr)));
    }

    [TestCase(ToPrimary)]
    [TestCase(ToSecondary)]
    public void Routes_go_through_the_accepted_peering_with_their_own_destination(string peering)
    {
        var routes = _tertiary.All("aws:ec2/route:Route").Where(route => route.Parent == peering).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(routes, Has.Length.EqualTo(6));
            Assert.That(routes.Select(route => route.Text("vpcPeeringConnectionId")), Is.All.EqualTo(_tertiary.Id($"{peering}-accepter")));
        });
    }

    [Test]
    public void Clients_of_every_Region_reach_the_cache_of_every_other_so_that_they_can_write_wherever_the_primary_is()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Rules("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"), Is.EquivalentTo(Expected("access-cache")));
            Assert.That(Rules("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"), Is.EquivalentTo(Expected("access-client")));
        });

        IEnumerable<(string, string, string, object, object)> Rules(string type) => new[] { _secondary, _tertiary }
            .SelectMany(stage => stage.All(type))
            .Where(rule => rule.Has("region") && rule.Has("cidrIpv4"))
            .Select(rule => (rule.Text("region"), rule.Text("securityGroupId"), rule.Text("cidrIpv4"), rule["fromPort"], rule["toPort"]));

        IEnumerable<(string, string, string, object, object)> Expected(string part) =>
            from own in Regions
            from other in Regions
            where other != own
            select (own.Name, own.Stage.Id(part), other.Cidr, (object)6379, (object)6379);
    }

    [Test]
    public void It_joins_the_one_datastore_as_the_other_secondary_does()
    {
        var (one, other) = (_secondary.Resource("cache-replication-group"), _tertiary.Resource("cache-replication-group"));
        Assert.Multiple(() =>
        {
            Assert.That(other.Text("globalReplicationGroupId"), Is.EqualTo(Deployed.PrimaryOutput("globalReplicationGroupId")));
            Assert.That(other.Text("replicationGroupId"), Is.EqualTo("session-store-us-west-2"));
            Assert.That(other.Inputs.Keys, Is.EquivalentTo(one.Inputs.Keys));
            Assert.That(_tertiary.Output("globalReplicationGroupId"), Is.EqualTo(Deployed.PrimaryOutput("globalReplicationGroupId")));
            Assert.That(_tertiary.Output("peerRegions"), Is.EqualTo(new[] { "us-east-2" }));
            Assert.That(_secondary.Output("peerRegions"), Is.Empty);
        });
    }

    [Test]
    public void Its_function_has_the_same_record_and_role_and_a_group_of_its_own()
    {
        var one = (IReadOnlyDictionary<string, object>)_secondary.Resource("failover-function").Object("environment")["variables"];
        var other = (IReadOnlyDictionary<string, object>)_tertiary.Resource("failover-function").Object("environment")["variables"];
        Assert.Multiple(() =>
        {
            Assert.That(
                other.Where(variable => !Equals(one[variable.Key], variable.Value)).Select(variable => variable.Value),
                    Is.EqualTo(new[] { "session-store-us-west-2" }));
            Assert.That(_tertiary.Resource("failover-function").Text("role"), Is.EqualTo(Deployed.PrimaryOutput("failoverRoleArn")));
        });
    }

    [Test]
    public void What_is_global_in_an_account_has_a_name_of_its_own_in_each_Region()
    {
        foreach (var type in new[] { "aws:iam/role:Role", "aws:iam/instanceProfile:InstanceProfile", "aws:cloudwatch/dashboard:Dashboard" })
        {
            var names = Regions.SelectMany(region => region.Stage.All(type))
                .Select(resource => resource.Text(resource.Has("name") ? "name" : "dashboardName")).ToArray();
            Assert.That(names, Is.Unique.And.Length.GreaterThanOrEqualTo(3), type);
        }
    }

    [Test]
    public async Task Without_a_peer_it_is_the_secondary_that_it_would_always_have_been()
    {
        var alone = await Deployed.With("tertiary", ("session-store:peers", "[]"));
        Assert.Multiple(() =>
        {
            Assert.That(
                alone.Resources.Select(resource => (resource.Type, resource.Name)).Order(),
                    Is.EqualTo(_secondary.Resources.Select(resource => (resource.Type, resource.Name)).Order()));
            Assert.That(
                _tertiary.Resources.Select(resource => resource.Name).Except(alone.Resources.Select(resource => resource.Name)),
                Has.All.StartsWith(ToSecondary).Or.EqualTo("organization/session-store/secondary"));
        });
    }

    private (string Name, string Cidr, StageRun Stage)[] Regions =>
        [("us-east-1", "10.16.0.0/16", _primary), ("us-east-2", "10.18.0.0/16", _secondary), ("us-west-2", "10.20.0.0/16", _tertiary)];
}
