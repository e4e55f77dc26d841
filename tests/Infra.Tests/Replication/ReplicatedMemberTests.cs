namespace SessionStore.Infra.Tests.Replication;

/// <summary>A Region without Global Datastore, from the stack files with <c>replication: replicator</c>.</summary>
/// <remarks>Proof limit: no ElastiCache has taken the parameter, and no Region without Global Datastore was asked for the rest.</remarks>
public class ReplicatedMemberTests
{
    private const string Group = "aws:elasticache/replicationGroup:ReplicationGroup";

    private static readonly string[] _ofItsOwn = ["engine", "engineVersion", "nodeType", "parameterGroupName", "transitEncryptionEnabled",
        "transitEncryptionMode", "atRestEncryptionEnabled"];

    private StageRun _primary = null!, _secondary = null!;

    [OneTimeSetUp]
    public async Task Deploy() =>
        (_primary, _secondary) = (await Deployed.Option("replicator-primary"), await Deployed.Option("replicator-secondary"));

    [Test]
    public void Its_group_is_no_member_and_of_the_members_kind()
    {
        var (founding, own) = (_primary.Only(Group), _secondary.Only(Group));
        Assert.Multiple(() =>
        {
            Assert.That(own.Has("globalReplicationGroupId"), Is.False);
            Assert.That(own.Text("replicationGroupId"), Is.EqualTo("session-store-ap-southeast-6"));
            Assert.That(own.Inputs.Keys, Is.EquivalentTo(founding.Inputs.Keys));
            Assert.That(_ofItsOwn.Select(input => own[input]), Is.EqualTo(_ofItsOwn.Select(input => founding[input])));
            Assert.That(own.IgnoreChanges, Is.Empty, "nobody but this stack changes it");
            Assert.That(own.Protect, Is.True);
            Assert.That(own.DependsOn, Is.EqualTo(new[] { "events-policy" }));
        });
    }

    [TestCase("replicator-primary")]
    [TestCase("replicator-secondary")]
    public async Task Every_group_tells_of_its_changes_because_every_Region_can_be_the_source(string stack) => Assert.That(
        (await Deployed.Option(stack)).All("aws:elasticache/parameterGroup:ParameterGroup").Select(Parameters),
        Is.EqualTo(new[] { "notify-keyspace-events=KA" }));

    [Test]
    public async Task The_parameters_of_the_next_engine_tell_of_them_too()
    {
        var grown = await Deployed.OptionWith("replicator-primary", ("session-store:engineVersion", "9.0"),
            ("session-store:foundingEngineVersion", "8.1"));
        Assert.That(grown.All("aws:elasticache/parameterGroup:ParameterGroup").Select(Parameters),
            Is.EqualTo(new[] { "notify-keyspace-events=KA", "notify-keyspace-events=KA" }));
    }

    [Test]
    public async Task Cluster_mode_has_the_primarys_shards_and_this_Regions_replicas()
    {
        var primary = await Deployed.OptionWith("replicator-primary", ("session-store:shards", "3"));
        var group = (await Secondary(primary.Outputs, ("session-store:replicasPerShard", "2"))).Only(Group);
        Assert.Multiple(() =>
        {
            Assert.That(group["numNodeGroups"], Is.EqualTo(3));
            Assert.That(group["replicasPerNodeGroup"], Is.EqualTo(2));
            Assert.That(group.Text("parameterGroupName"), Is.EqualTo("session-store-valkey8-cluster"));
        });
    }

    [Test]
    public async Task Data_tiering_is_said_where_the_node_type_asks_for_it()
    {
        var primary = await Deployed.OptionWith("replicator-primary", ("session-store:nodeType", "cache.r6gd.xlarge"));
        Assert.That((await Secondary(primary.Outputs)).Only(Group)["dataTieringEnabled"], Is.True);
    }

    [Test]
    public async Task The_rest_of_the_Region_is_any_secondarys_and_the_replicator_besides()
    {
        // A member of the same store, with the same addresses.
        var usual = await StageRun.OfAsync(
            Deployed.OptionFile("replicator-secondary").With(
                ("session-store:replication", null), ("session-store:extraRegions", "[\"ap-southeast-6\"]")),
            new FakeCloud("ap-southeast-6") { StackReference = _ => _primary.Outputs });
        var (here, there) = (Names(_secondary), Names(usual));
        Assert.Multiple(() =>
        {
            Assert.That(there.Except(here), Is.EqualTo(new[] { "watch-alarms-replication-lag" }), "there is no lag of a datastore here");
            Assert.That(here.Except(there), Has.All.StartsWith("replicator").Or.StartsWith("watch-alarms-replicator-")
                .Or.EqualTo("cache-parameters-valkey8").And.Not.Empty);
            Assert.That(_secondary.Output("replication"), Is.EqualTo("replicator"));
            Assert.That(_secondary.Output("globalReplicationGroupId"), Is.EqualTo(_primary.Output("globalReplicationGroupId")));
        });

        static IEnumerable<string> Names(StageRun stage) => stage.Resources.Select(resource => resource.Name);
    }

    [Test]
    public void Its_function_looks_at_its_own_group_which_the_one_role_covers()
    {
        var variables = (IReadOnlyDictionary<string, object>)_secondary.Resource("failover-function").Object("environment")["variables"];
        var statement = _primary.Resource("failover-role-policy").Json("policy").GetProperty("Statement").EnumerateArray()
            .Single(part => part.GetProperty("Sid").GetString() == "LookAtTheMembers");
        Assert.Multiple(() =>
        {
            Assert.That(variables["REPLICATION_GROUP_ID"], Is.EqualTo("session-store-ap-southeast-6"));
            Assert.That(statement.GetProperty("Resource")[0].GetString(), Does.EndWith(":*:123456789012:replicationgroup:session-store-*"));
        });
    }

    [Test]
    public async Task What_the_primary_changes_the_next_update_changes()
    {
        var primary = await Deployed.OptionWith("replicator-primary", ("session-store:engineVersion", "9.0"),
            ("session-store:foundingEngineVersion", "8.1"), ("session-store:nodeType", "cache.r7g.xlarge"));
        var stage = await Secondary(primary.Outputs);
        Assert.Multiple(() =>
        {
            Assert.That(stage.Only(Group).Text("engineVersion"), Is.EqualTo("9.0"));
            Assert.That(stage.Only(Group).Text("nodeType"), Is.EqualTo("cache.r7g.xlarge"));
            Assert.That(stage.Only(Group).Text("parameterGroupName"), Is.EqualTo("session-store-valkey9"));
            Assert.That(stage.Resource("cache-parameters-valkey9").Text("family"), Is.EqualTo("valkey9"));
        });
    }

    private static string Parameters(Registered group) =>
        string.Join(' ', group.Objects("parameters").Select(parameter => $"{parameter["name"]}={parameter["value"]}"));

    private static Task<StageRun> Secondary(
        IReadOnlyDictionary<string, object> primary, params (string Key, string? Value)[] changes) => StageRun.OfAsync(
            Deployed.OptionFile("replicator-secondary").With(changes),
            new FakeCloud("ap-southeast-6") { StackReference = _ => primary });
}
