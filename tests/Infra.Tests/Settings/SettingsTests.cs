using System.Text.Json;
using static SessionStore.Infra.Tests.Settings.SettingsProblem;

namespace SessionStore.Infra.Tests.Settings;

/// <summary>What settings mean together, and how their problems are told.</summary>
public class SettingsTests
{
    [TestCase("cluster-primary")]
    [TestCase("cluster-secondary")]
    public void Cluster_mode_counts_replicas_and_not_nodes(string stack) => Assert.That(
        () => Deployed.OptionWith(stack, ("session-store:nodes", "3")),
        Refused("session-store:nodes is \"3\": expected no value: the primary's session-store:shards puts the store into cluster mode, "
            + "where session-store:replicasPerShard says"));

    [Test]
    public void One_wrong_version_is_one_problem() => Assert.That(
        () => Deployed.With("primary", ("session-store:engineVersion", "7.1")), Refused("1 problem in the settings of stack primary"));

    [Test]
    public async Task A_wrong_role_is_one_problem_and_calls_no_key_of_either_stage_unknown()
    {
        var failure = await Deployed.Failing(
            "primary", new FakeCloud("us-east-1"), ("session-store:role", "leader"), ("session-store:peers", "[\"secondary\"]"),
                ("session-store:nodeTyp", "cache.r7g.large"));
        Assert.That(failure.Message, Is.EqualTo(
            """
            2 problems in the settings of stack primary:
              1. session-store:role is "leader": expected primary or secondary
              2. session-store:nodeTyp is "cache.r7g.large": nothing reads this key; did you mean session-store:nodeType?
            """));
    }

    [Test]
    public void A_writer_name_leaves_room_for_the_records_beside_it()
    {
        var label = new string('a', 63);
        var name = $"{label}.{label}.{label}.{new string('b', 34)}.valkey-dr.live";
        Assert.That(() => Deployed.With("primary", ("session-store:writerName", name)), Refused($"\"{name}\": expected a name of at "
            + $"most 240 characters, not 241"));
    }

    [Test]
    public void More_users_than_a_group_has_are_refused() => Assert.That(
        () => Deployed.With("primary", ("session-store:auth", "iam"),
            ("session-store:users", JsonSerializer.Serialize(Enumerable.Range(0, 101).Select(number => $"u{number} on ~* +@read")))),
        Refused("session-store:users names 101 users: expected at most 100"));

    [Test]
    public void Subnets_must_not_overlap() => Assert.That(
        () => Deployed.With("primary", ("session-store:publicSubnetCidrs", "[\"10.16.10.0/24\",\"10.16.20.128/25\"]")),
        Refused("session-store:privateSubnetCidrs is \"10.16.20.0/24\": expected a CIDR block that does not overlap 10.16.20.128/25 of "
            + "session-store:publicSubnetCidrs"));

    [Test]
    public async Task All_problems_come_in_one_message_before_anything_is_registered()
    {
        var cloud = new FakeCloud("us-east-1");
        var failure = await Deployed.Failing(
            "primary", cloud, ("session-store:nodeType", "cache.t3.micro"), ("session-store:vpcCidr", "x"),
                ("session-store:writerName", "demo.example.com"));
        Assert.Multiple(() =>
        {
            Assert.That(failure.Message, Does.StartWith("3 problems in the settings of stack primary:"));
            Assert.That(failure.Message, Does.Contain("1. session-store:vpcCidr").And.Contain("2. session-store:nodeType")
                .And.Contain("3. session-store:writerName"));
            Assert.That(cloud.Registrations, Is.Empty);
        });
    }

    [TestCase("session-store:extraRegions", "[\"eu-west-9\"]", "aws:region", "eu-west-9")]
    [TestCase("session-store:extraNodeFamilies", "[\"r9g\"]", "session-store:nodeType", "cache.r9g.xlarge")]
    [TestCase("session-store:extraEngineVersions", "[\"9.2\"]", "session-store:engineVersion", "9.2")]
    public async Task The_lists_of_AWS_grow_and_settings_grow_with_them(string list, string addition, string key, string value)
    {
        var zones = key == "aws:region" ? $"[\"{value}a\",\"{value}b\"]" : "[\"us-east-1a\",\"us-east-1b\"]";
        var stage = await Deployed.With("primary", (list, addition), (key, value), ("session-store:availabilityZones", zones),
            // Route 53 watches alarms in a Region some time after it opens.
            ("session-store:dataPlaneFailover", key == "aws:region" ? "false" : "true"));
        Assert.That(stage.Resources, Has.Count.GreaterThan(50));
    }

    [Test]
    public async Task Settings_reach_the_resources()
    {
        var stage = await Deployed.With(
            "primary",
            ("session-store:name", "sessions"), ("session-store:engineVersion", "9.0"), ("session-store:nodes", "3"),
            ("session-store:snapshotWindow", "05:00-06:00"), ("session-store:maintenanceWindow", "sun:06:30-sun:07:30"),
            ("session-store:tags", "[\"Team=platform\",\"Stack=mine\"]"), ("session-store:readerName", "r.valkey-dr.live"),
            ("aws:profile", "ops"), ("aws:assumeRoles", "[{\"roleArn\":\"arn:aws:iam::123456789012:role/deploy\"}]"));
        var group = stage.Resource("cache-replication-group");
        var provider = stage.Only("pulumi:providers:aws");
        Assert.Multiple(() =>
        {
            Assert.That(group.Text("replicationGroupId"), Is.EqualTo("sessions-us-east-1"));
            Assert.That(group["numCacheClusters"], Is.EqualTo(3));
            Assert.That(group.Text("snapshotWindow"), Is.EqualTo("05:00-06:00"));
            Assert.That(group.Text("maintenanceWindow"), Is.EqualTo("sun:06:30-sun:07:30"));
            Assert.That(stage.Resource("cache-parameters").Text("family"), Is.EqualTo("valkey9"));
            Assert.That(stage.Output("readerName"), Is.EqualTo("r.valkey-dr.live"));
            Assert.That(provider.Json("defaultTags").GetProperty("tags").GetProperty("Team").GetString(), Is.EqualTo("platform"));
            Assert.That(provider.Json("defaultTags").GetProperty("tags").GetProperty("Stack").GetString(), Is.EqualTo("mine"));
            Assert.That(provider.Text("profile"), Is.EqualTo("ops"));
            Assert.That(provider.Text("assumeRoles"), Does.Contain("arn:aws:iam::123456789012:role/deploy"));
        });
    }

    [Test]
    public async Task A_primary_of_another_organization_or_project_can_be_named_whole()
    {
        var stage = await Deployed.With("secondary", ("session-store:primaryStack", "acme/stores/prod"));
        Assert.That(stage.Only("pulumi:pulumi:StackReference").Name, Is.EqualTo("acme/stores/prod"));
    }
}
