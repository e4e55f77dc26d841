namespace SessionStore.Infra.Tests.Cache;

/// <summary>Cluster mode, from the stack files with <c>shards</c>.</summary>
/// <remarks>Proof limit: that ElastiCache reshards every member by the global replication group's number shows on AWS only.</remarks>
public class ClusterModeTests
{
    private const string
        ReplicationGroup = "aws:elasticache/replicationGroup:ReplicationGroup",
        GlobalGroup = "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup",
        ParameterGroup = "aws:elasticache/parameterGroup:ParameterGroup";

    [Test]
    public async Task The_founding_member_has_the_shards_and_this_Regions_replicas()
    {
        var group = (await Deployed.Option("cluster-primary")).Only(ReplicationGroup);
        Assert.Multiple(() =>
        {
            Assert.That(group["numNodeGroups"], Is.EqualTo(3));
            Assert.That(group["replicasPerNodeGroup"], Is.EqualTo(2));
            Assert.That(group.Has("numCacheClusters"), Is.False, "the provider refuses both");
            Assert.That(group.Text("parameterGroupName"), Is.EqualTo("session-store-valkey8-cluster"));
            Assert.That(group["automaticFailoverEnabled"], Is.True);
            Assert.That(group["multiAzEnabled"], Is.True);
        });
    }

    [Test]
    public async Task A_parameter_group_of_the_stores_own_switches_cluster_mode_on_because_the_number_of_shards_alone_does_not()
    {
        var one = await Deployed.OptionWith("cluster-primary", ("session-store:shards", "1"));
        foreach (var stage in new[] { await Deployed.Option("cluster-primary"), one })
        {
            var parameters = stage.Only(ParameterGroup);
            var only = parameters.Objects("parameters").Single();
            Assert.Multiple(() =>
            {
                Assert.That(parameters.Text("name"), Is.EqualTo("session-store-valkey8-cluster"));
                Assert.That(parameters.Text("family"), Is.EqualTo("valkey8"));
                Assert.That(only["name"], Is.EqualTo("cluster-enabled"));
                Assert.That(only["value"], Is.EqualTo("yes"));
            });
        }
    }

    [Test]
    public async Task A_secondary_joins_with_replicas_of_its_own_and_neither_shards_nor_parameters()
    {
        var stage = await Deployed.Option("cluster-secondary");
        var group = stage.Only(ReplicationGroup);
        Assert.Multiple(() =>
        {
            Assert.That(group.Text("globalReplicationGroupId"), Is.EqualTo("ldgnf-session-store"));
            Assert.That(group["replicasPerNodeGroup"], Is.EqualTo(1));
            Assert.That(new[] { "numNodeGroups", "numCacheClusters", "parameterGroupName", "clusterMode" }.Where(group.Has), Is.Empty);
            Assert.That(group.IgnoreChanges, Is.Empty);
            Assert.That(stage.All(ParameterGroup), Is.Empty);
        });
    }

    [TestCase("cluster-primary", "session-store-us-east-1", "use1")]
    [TestCase("cluster-secondary", "session-store-us-east-2", "use2")]
    public async Task Names_and_outputs_lead_to_the_Regions_configuration_endpoint(string stack, string group, string region)
    {
        var endpoint = $"clustercfg.{group}.abc123.{region}.cache.amazonaws.com";
        var stage = await Deployed.Option(stack);
        Assert.Multiple(() =>
        {
            Assert.That(stage.Output("primaryEndpoint"), Is.EqualTo(endpoint));
            Assert.That(stage.Output("readerEndpoint"), Is.EqualTo(endpoint));
            Assert.That(stage.Resource("reader-record").List("records"), Is.EqualTo(new[] { endpoint }));
            Assert.That(
                stage.Resources.Where(resource => resource.Name == "dns-writer").SelectMany(record => record.List("records")),
                Is.EqualTo(stack == "cluster-primary" ? [endpoint] : Array.Empty<object>()));
        });
    }

    [Test]
    public async Task The_primary_tells_its_mode_and_a_secondary_needs_no_setting_to_follow()
    {
        var secondary = await Deployed.OptionWith("cluster-secondary", ("session-store:replicasPerShard", ""));
        Assert.Multiple(async () =>
        {
            Assert.That((await Deployed.Option("cluster-primary")).Output("clusterEnabled"), Is.True);
            Assert.That((await Deployed.Stack("primary")).Output("clusterEnabled"), Is.False);
            Assert.That(secondary.Only(ReplicationGroup)["replicasPerNodeGroup"], Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Resharding_goes_through_the_global_group_alone()
    {
        var stage = await Deployed.Option("cluster-primary");
        Assert.Multiple(() =>
        {
            Assert.That(stage.Only(GlobalGroup)["numNodeGroups"], Is.EqualTo(3));
            Assert.That(
                stage.Only(ReplicationGroup).IgnoreChanges,
                Is.EquivalentTo(new[] { "engineVersion", "nodeType", "parameterGroupName", "dataTieringEnabled", "numNodeGroups" }));
        });
    }

    [TestCase("cluster-primary")]
    [TestCase("cluster-secondary")]
    public async Task What_is_ignored_is_in_the_decision_about_who_owns_what(string stack)
    {
        var decision = await File.ReadAllTextAsync(Path.Combine(Deployed.Root, "docs", "decisions", "0007-what-a-promotion-changes.md"));
        var ignored = (await Deployed.Option(stack)).Resources.Where(resource => resource.Name != "test-host-instance")
            .SelectMany(resource => resource.IgnoreChanges);
        Assert.That(ignored.Where(word => !decision.Contains($"`{word}`", StringComparison.Ordinal)), Is.Empty);
    }

    [TestCase("cluster-primary")]
    [TestCase("cluster-secondary")]
    public async Task The_test_hosts_commands_follow_the_shards(string stack)
    {
        var script = (await Deployed.Option(stack)).Only("aws:ec2/instance:Instance").Text("userData");
        var commands = script.Split('\n').Where(line => line.Contains("valkey-cli ", StringComparison.Ordinal)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(commands, Has.Length.EqualTo(4));
            Assert.That(commands, Has.All.Contains("valkey-cli -c --tls -h "));
            Assert.That(script, Does.Contain("-p 6379 CLUSTER SLOTS"));
        });
    }

    [TestCase("cluster-primary")]
    [TestCase("cluster-secondary")]
    public async Task A_preview_shows_the_same_resources_as_an_update(string stack)
    {
        var file = Deployed.OptionFile(stack);
        var primary = await Deployed.Option("cluster-primary");
        var preview = await StageRun.OfAsync(file, new FakeCloud(file.Require("aws:region")) { StackReference = _ => primary.Outputs },
            preview: true);
        Assert.That(
            preview.Resources.Select(resource => $"{resource.Type} {resource.Name}"),
            Is.EquivalentTo((await Deployed.Option(stack)).Resources.Select(resource => $"{resource.Type} {resource.Name}")));
    }
}
