using System.Text.Json;

namespace SessionStore.Infra.Tests.Application;

/// <summary>What a Region gets with an application, and nothing else.</summary>
/// <remarks>Proof limit: nobody here balances, accelerates or starts an instance.</remarks>
[TestFixture("application", "primary", "us-east-1")]
[TestFixture("application", "secondary", "us-east-2")]
public class RegionApplicationTests(string option, string role, string region)
{
    private StageRun _stage = null!;
    private StageRun _without = null!;

    [OneTimeSetUp]
    public async Task Deploy()
    {
        _stage = await Deployed.Option($"{option}-{role}");
        _without = await Deployed.Stack(role);
    }

    [Test]
    public void It_adds_this_and_changes_the_dashboard_alone()
    {
        string[] accelerator = ["accelerator", "accelerator-accelerator", "accelerator-listener"];
        string[] region =
        [
            "application",
            "application-access", "application-access-load-balancer", "application-access-instance",
            "application-access-load-balancer-from-world-80", "application-access-load-balancer-to-instance",
            "application-access-instance-from-load-balancer", "application-access-instance-https",
            "application-package", "application-package-bucket", "application-package-versioning", "application-package-public-access",
            "application-package-encryption", "application-package-policy", "application-package-package",
            "application-role", "application-role-role", "application-role-policy", "application-role-profile",
            "application-load-balancer", "application-load-balancer-balancer", "application-load-balancer-targets",
            "application-load-balancer-http",
            "application-instances", "application-instances-template", "application-instances-group",
            "application-endpoint-group",
            "watch-alarms-application-unhealthy-hosts", "watch-alarms-application-no-healthy-host",
            "watch-alarms-application-errors", "watch-alarms-load-balancer-errors",
        ];
        // The stack's name is a part of the provider's tags, and of the reference to the primary.
        string[] named = role == "primary"
            ? ["aws defaultTags"]
            : ["aws defaultTags", "+ organization/session-store/application-primary", "- organization/session-store/primary"];
        Assert.That(
            Difference.Between(_without, _stage),
            Is.EquivalentTo(region.Concat(role == "primary" ? accelerator : []).Select(name => $"+ {name}")
                .Append("watch-dashboard dashboardBody").Concat(named)));
    }

    [Test]
    public void Without_one_there_is_no_trace_of_it() => Assert.Multiple(() =>
    {
        Assert.That(_without.Resources.Where(resource => resource.Type.StartsWith("session-store:application:", StringComparison.Ordinal)
            || resource.Name.Contains("application", StringComparison.Ordinal)), Is.Empty);
        Assert.That(_without.Outputs.Keys.Where(name => name.StartsWith("accelerator", StringComparison.Ordinal)
            || name == "loadBalancerDnsName"), Is.Empty);
        Assert.That(_without.Resource("watch-dashboard").Text("dashboardBody"), Does.Not.Contain("ApplicationELB"));
    });

    [Test]
    public void The_load_balancer_faces_the_internet_in_every_zone_and_passes_on_to_healthy_instances()
    {
        var balancer = _stage.Resource("application-load-balancer-balancer");
        var targets = _stage.Resource("application-load-balancer-targets");
        var health = targets.Object("healthCheck");
        Assert.Multiple(() =>
        {
            Assert.That(balancer["internal"], Is.False);
            Assert.That(balancer["dropInvalidHeaderFields"], Is.True);
            Assert.That(balancer["enableDeletionProtection"], Is.True);
            Assert.That(balancer.List("subnets"), Is.EqualTo(PublicSubnets()));
            Assert.That(balancer.List("securityGroups"), Is.EqualTo(new[] { _stage.Id("application-access-load-balancer") }));
            Assert.That(targets.Number("port"), Is.EqualTo(8080));
            Assert.That(health["path"], Is.EqualTo("/healthz"));
            Assert.That(targets.Number("deregistrationDelay"), Is.EqualTo(30));
            Assert.That(targets.Object("stickiness")["enabled"], Is.False, "any instance serves any session");
            Assert.That(_stage.Output("loadBalancerDnsName"), Is.EqualTo($"session-store-1234567890.{region}.elb.amazonaws.com"));
        });
    }

    [Test]
    public void Instances_are_reached_by_the_load_balancer_alone_and_reach_the_store_by_the_client_group()
    {
        var network = _stage.Resource("application-instances-template").Objects("networkInterfaces").Single();
        var into = _stage.All("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
            .Where(rule => rule.Text("securityGroupId") == _stage.Id("application-access-instance")).ToArray();
        var clients = _stage.All("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
            .Where(rule => rule.Text("securityGroupId") == _stage.Id("access-client"));
        Assert.Multiple(() =>
        {
            Assert.That(network["securityGroups"],
                Is.EqualTo(new[] { _stage.Id("application-access-instance"), _stage.Id("access-client") }));
            Assert.That(into, Has.Length.EqualTo(1));
            Assert.That(into[0].Text("referencedSecurityGroupId"), Is.EqualTo(_stage.Id("application-access-load-balancer")));
            Assert.That((into[0].Number("fromPort"), into[0].Number("toPort")), Is.EqualTo((8080, 8080)));
            Assert.That(clients, Is.Empty);
        });
    }

    [Test]
    public void The_group_spreads_over_the_zones_replaces_what_is_not_healthy_and_rolls_on_a_new_template()
    {
        var group = _stage.Resource("application-instances-group");
        var refresh = group.Object("instanceRefresh");
        Assert.Multiple(() =>
        {
            Assert.That(group.List("vpcZoneIdentifiers"), Is.EqualTo(PublicSubnets()));
            Assert.That((group.Number("minSize"), group.Number("maxSize"), group.Number("minElbCapacity")), Is.EqualTo((2, 4, 2)));
            Assert.That(group.Has("desiredCapacity"), Is.False, "a scaling policy of the user's owns it");
            Assert.That(group.Text("healthCheckType"), Is.EqualTo("ELB"));
            Assert.That(group.Object("launchTemplate")["version"], Is.EqualTo("1"), "not $Latest, which starts no refresh");
            Assert.That(refresh["strategy"], Is.EqualTo("Rolling"));
            Assert.That(((IReadOnlyDictionary<string, object>)refresh["preferences"])["minHealthyPercentage"], Is.EqualTo(100));
            Assert.That(group.List("targetGroupArns"), Is.EqualTo(new[] { _stage.Arn("application-load-balancer-targets") }));
        });
    }

    [Test]
    public void Its_role_may_fetch_its_package_and_be_visited_and_nothing_else()
    {
        var statements = _stage.Resource("application-role-policy").Json("policy").GetProperty("Statement").EnumerateArray().ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(statements.Select(statement => statement.GetProperty("Sid").GetString()),
                Is.EqualTo(new[] { "FetchTheProgram", "SessionManager" }));
            Assert.That(Texts(statements[0], "Action"), Is.EqualTo(new[] { "s3:GetObjectVersion" }));
            Assert.That(Texts(statements[0], "Resource"),
                Is.EqualTo(new[] { $"{_stage.Arn("application-package-bucket")}/application.zip" }));
            Assert.That(_stage.All("aws:iam/rolePolicyAttachment:RolePolicyAttachment").Select(attachment => attachment.Name),
                Is.EqualTo(new[] { "test-host-systems-manager" }), "no managed policy");
        });
    }

    [Test]
    public void The_accelerator_leads_to_the_Region_by_its_load_balancer_and_keeps_the_clients_addresses()
    {
        var group = _stage.Resource("application-endpoint-group");
        var endpoint = group.Objects("endpointConfigurations").Single();
        Assert.Multiple(() =>
        {
            Assert.That(group.Text("endpointGroupRegion"), Is.EqualTo(region));
            Assert.That(group.Text("listenerArn"), Is.EqualTo("arn:aws:globalaccelerator:us-east-1:123456789012:accelerator-listener"));
            Assert.That(group["trafficDialPercentage"], Is.EqualTo(100));
            Assert.That(endpoint["endpointId"], Is.EqualTo(_stage.Arn("application-load-balancer-balancer")));
            Assert.That(endpoint["weight"], Is.EqualTo(128));
            Assert.That(endpoint["clientIpPreservationEnabled"], Is.True, "the provider takes silence for false");
            Assert.That(group.DependsOn, Is.EqualTo(new[] { "application-instances" }), "deleted before what it leads to");
        });
    }

    [Test]
    public void It_comes_after_the_store_so_that_it_finds_one_and_goes_before_it() => Assert.That(
        _stage.Resource("application").DependsOn, Is.SupersetOf(new[] { "cache", "reader" }));

    [Test]
    public async Task Without_deletion_protection_everything_of_it_goes()
    {
        var stage = await Deployed.OptionWith($"{option}-{role}", ("session-store:deletionProtection", "false"));
        Assert.Multiple(() =>
        {
            Assert.That(stage.Resource("application-load-balancer-balancer")["enableDeletionProtection"], Is.False);
            Assert.That(stage.Resource("application-package-bucket")["forceDestroy"], Is.True);
            Assert.That(stage.Resources.Where(resource => resource.Protect == true), Is.Empty);
        });
    }

    private IEnumerable<string> PublicSubnets() =>
        new[] { "a", "b" }.Select(zone => _stage.Id($"network-public-{zone}-subnet"));

    private static IEnumerable<string?> Texts(JsonElement statement, string property) =>
        statement.GetProperty(property).EnumerateArray().Select(text => text.GetString());
}
