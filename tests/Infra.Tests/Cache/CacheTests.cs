namespace SessionStore.Infra.Tests.Cache;

/// <remarks>Proof limit: mocks take every input. Whether ElastiCache lets a member join with these shows on AWS only.</remarks>
public class CacheTests
{
    private const string ReplicationGroup = "aws:elasticache/replicationGroup:ReplicationGroup";

    // What a joining group must not pass: ConflictsWith of global_replication_group_id in the provider, and ElastiCache's own rules.
    private static readonly string[] _inherited =
    [
        "engine", "engineVersion", "nodeType", "numNodeGroups", "parameterGroupName", "securityGroupNames", "transitEncryptionEnabled",
        "transitEncryptionMode", "atRestEncryptionEnabled", "snapshotArns", "snapshotName",
    ];

    [Test]
    public async Task The_founding_member_decides_engine_and_encryption()
    {
        var group = (await Deployed.Stack("primary")).Only(ReplicationGroup);
        Assert.Multiple(() =>
        {
            Assert.That(group.Text("engine"), Is.EqualTo("valkey"));
            Assert.That(group.Text("engineVersion"), Is.EqualTo("8.1"));
            Assert.That(group.Text("nodeType"), Is.EqualTo("cache.r7g.large"));
            Assert.That(group.Text("parameterGroupName"), Is.EqualTo("session-store-valkey8"));
            Assert.That(group["transitEncryptionEnabled"], Is.True);
            Assert.That(group.Text("transitEncryptionMode"), Is.EqualTo("required"));
            Assert.That(group["atRestEncryptionEnabled"], Is.True);
            Assert.That(group.Has("globalReplicationGroupId") || group.Has("numNodeGroups") || group.Has("replicasPerNodeGroup"), Is.False);
        });
    }

    [Test]
    public async Task A_secondary_joins_and_passes_nothing_that_it_inherits()
    {
        var group = (await Deployed.Stack("secondary")).Only(ReplicationGroup);
        Assert.Multiple(() =>
        {
            Assert.That(group.Text("globalReplicationGroupId"), Is.EqualTo("ldgnf-session-store"));
            Assert.That(_inherited.Where(group.Has), Is.Empty);
        });
    }

    [TestCase("primary", "session-store-us-east-1")]
    [TestCase("secondary", "session-store-us-east-2")]
    public async Task Every_member_is_highly_available_in_its_Region_and_named_after_it(string stack, string name)
    {
        var group = (await Deployed.Stack(stack)).Only(ReplicationGroup);
        Assert.Multiple(() =>
        {
            Assert.That(group.Text("replicationGroupId"), Is.EqualTo(name));
            Assert.That(group["numCacheClusters"], Is.EqualTo(2));
            Assert.That(group["automaticFailoverEnabled"], Is.True);
            Assert.That(group["multiAzEnabled"], Is.True);
            Assert.That(group["autoMinorVersionUpgrade"], Is.False);
            Assert.That(group["snapshotRetentionLimit"], Is.EqualTo(7));
            Assert.That(group["port"], Is.EqualTo(6379));
        });
    }

    [TestCase("primary")]
    [TestCase("secondary")]
    [TestCase("tertiary")]
    public async Task The_topic_has_its_policy_before_a_member_names_it(string stack)
    {
        var stage = await Deployed.Stack(stack);
        var group = stage.Only(ReplicationGroup);
        Assert.Multiple(() =>
        {
            Assert.That(group.Text("notificationTopicArn"), Is.EqualTo(stage.Arn("events-topic")));
            Assert.That(group.DependsOn, Does.Contain("events-policy"));
        });
    }

    [TestCase("primary")]
    [TestCase("secondary")]
    [TestCase("tertiary")]
    public async Task Members_get_the_time_that_ElastiCache_takes(string stack)
    {
        var timeouts = (await Deployed.Stack(stack)).Only(ReplicationGroup).Timeouts!;
        Assert.Multiple(() =>
        {
            Assert.That(timeouts.Create, Is.EqualTo(TimeSpan.FromMinutes(90)));
            Assert.That(timeouts.Update, Is.EqualTo(TimeSpan.FromMinutes(90)));
            Assert.That(timeouts.Delete, Is.EqualTo(TimeSpan.FromMinutes(90)));
        });
    }

    [Test]
    public async Task Engine_and_node_type_change_through_the_global_group_alone()
    {
        var stage = await Deployed.Stack("primary");
        var global = stage.Only("aws:elasticache/globalReplicationGroup:GlobalReplicationGroup");
        Assert.Multiple(() =>
        {
            Assert.That(stage.Only(ReplicationGroup).IgnoreChanges,
                Is.EquivalentTo(new[] { "engineVersion", "nodeType", "parameterGroupName", "dataTieringEnabled" }));
            Assert.That(global.Text("engineVersion"), Is.EqualTo("8.1"));
            Assert.That(global.Text("cacheNodeType"), Is.EqualTo("cache.r7g.large"));
            Assert.That(global["automaticFailoverEnabled"], Is.True);
            Assert.That(global.Has("numNodeGroups") || global.Has("parameterGroupName"), Is.False,
                "the provider refuses a parameter group without an upgrade");
            Assert.That(global.Timeouts!.Update, Is.EqualTo(TimeSpan.FromMinutes(180)));
        });
    }

    [TestCase("cache.r6gd.xlarge", true)]
    [TestCase("cache.r6g.xlarge", false)]
    public async Task Data_tiering_goes_with_the_node_family_that_has_it_and_is_said_once(string nodeType, bool tiers)
    {
        var primary = await Deployed.With("primary", ("session-store:nodeType", nodeType));
        Assert.Multiple(async () =>
        {
            Assert.That(primary.Only(ReplicationGroup).Has("dataTieringEnabled"), Is.EqualTo(tiers));
            Assert.That(!tiers || (bool)primary.Only(ReplicationGroup)["dataTieringEnabled"], Is.True);
            Assert.That((await Deployed.SecondaryOf(primary.Outputs)).Only(ReplicationGroup).Has("dataTieringEnabled"), Is.False,
                "inherited with the node type");
        });
    }

    [Test]
    public async Task A_promotion_does_not_make_the_next_update_replace_the_global_group()
    {
        var global = (await Deployed.Stack("primary")).Only("aws:elasticache/globalReplicationGroup:GlobalReplicationGroup");
        Assert.Multiple(() =>
        {
            Assert.That(global.Text("primaryReplicationGroupId"), Is.EqualTo((string?)"session-store-us-east-1"));
            Assert.That(global.IgnoreChanges, Is.EqualTo(new[] { "primaryReplicationGroupId" }));
        });
    }

    [Test]
    public async Task A_secondary_ignores_nothing_because_it_passes_nothing_that_others_own()
    {
        Assert.That((await Deployed.Stack("secondary")).Only(ReplicationGroup).IgnoreChanges, Is.Empty);
    }

    [Test]
    public async Task The_founding_member_has_a_parameter_group_of_its_own_so_that_it_can_be_destroyed()
    {
        var parameters = (await Deployed.Stack("primary")).Only("aws:elasticache/parameterGroup:ParameterGroup");
        Assert.Multiple(() =>
        {
            Assert.That(parameters.Text("family"), Is.EqualTo("valkey8"));
            Assert.That(parameters.Text("name"), Does.Not.StartWith("default."));
            Assert.That(parameters.Has("parameters"), Is.False);
        });
    }
}
