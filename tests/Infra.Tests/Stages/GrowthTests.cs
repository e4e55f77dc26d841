namespace SessionStore.Infra.Tests.Stages;

/// <summary>
/// Growth is asked for in the primary's settings and reaches the global replication group alone: AWS refuses it on a member.
/// </summary>
/// <remarks>Proof limit: which changes ElastiCache makes in place, and for how long, shows on AWS only.</remarks>
public class GrowthTests
{
    private const string Global = "cache-global-replication-group";

    // The founding version is given where the new one belongs to another parameter group family.
    [TestCase("nodeType=cache.r7g.2xlarge", new[] { $"{Global} cacheNodeType" })]
    [TestCase("nodeType=cache.r7g.2xlarge engineVersion=8.2", new[] { $"{Global} cacheNodeType", $"{Global} engineVersion" })]
    [TestCase("engineVersion=8.2", new[] { $"{Global} engineVersion" })]
    [TestCase("engineVersion=8.2 foundingEngineVersion=8.1", new[] { $"{Global} engineVersion" })]
    [TestCase("engineVersion=9.0 foundingEngineVersion=8.1",
        new[] { $"{Global} engineVersion", $"{Global} parameterGroupName", "+ cache-parameters-valkey9" })]
    [TestCase("shards=5", new[] { $"{Global} numNodeGroups" })]
    [TestCase("shards=1", new[] { $"{Global} numNodeGroups" })]
    public async Task A_change_reaches_the_global_group_and_no_member(string settings, string[] changes)
    {
        foreach (var (before, after, _) in await Grown(settings))
        {
            Assert.Multiple(() =>
            {
                Assert.That(Difference.Between(before, after), Is.EquivalentTo(changes));
                Assert.That(after.Outputs, Is.EquivalentTo(before.Outputs));
            });
        }
    }

    [TestCase("nodeType=cache.r7g.2xlarge")]
    [TestCase("engineVersion=8.2")]
    [TestCase("engineVersion=9.0 foundingEngineVersion=8.1")]
    [TestCase("shards=5")]
    public async Task A_secondary_needs_no_change_and_shows_none(string settings)
    {
        foreach (var (_, after, secondary) in await Grown(settings))
        {
            var (file, untouched) = secondary;
            var again = await StageRun.OfAsync(file, new FakeCloud(file.Require("aws:region")) { StackReference = _ => after.Outputs });
            Assert.Multiple(() =>
            {
                Assert.That(again.Resources, Has.Count.GreaterThan(80));
                Assert.That(Difference.Between(untouched, again), Is.Empty);
                Assert.That(again.All("aws:elasticache/replicationGroup:ReplicationGroup").SelectMany(group => group.IgnoreChanges),
                    Is.Empty, "equal without ignoring anything");
            });
        }
    }

    [Test]
    public async Task Another_major_version_comes_with_a_parameter_group_of_its_family_and_the_founding_one_stays()
    {
        var plain = await Deployed.With("primary", ("session-store:engineVersion", "9.0"), ("session-store:foundingEngineVersion", "7.2"));
        var cluster = await Deployed.OptionWith("cluster-primary", ("session-store:engineVersion", "9.0"),
            ("session-store:foundingEngineVersion", "7.2"));
        Assert.Multiple(() =>
        {
            foreach (var (stage, suffix) in new[] { (plain, ""), (cluster, "-cluster") })
            {
                var upgrade = stage.Resource("cache-parameters-valkey9");
                Assert.That(stage.Resource(Global).Text("parameterGroupName"), Is.EqualTo($"session-store-valkey9{suffix}"));
                Assert.That((upgrade.Text("name"), upgrade.Text("family")), Is.EqualTo(($"session-store-valkey9{suffix}", "valkey9")));
                Assert.That(stage.Resource("cache-parameters").Text("family"), Is.EqualTo("valkey7"));
                Assert.That(stage.Resource("cache-replication-group").Text("engineVersion"), Is.EqualTo("7.2"));
                Assert.That(stage.Resource("cache-replication-group").Text("parameterGroupName"),
                    Is.EqualTo($"session-store-valkey7{suffix}"));
            }
            Assert.That(cluster.Resource("cache-parameters-valkey9").Objects("parameters").Single()["value"], Is.EqualTo("yes"));
        });
    }

    [Test]
    public async Task An_upgrade_by_hand_leaves_no_member_with_a_difference_either() => Assert.That(
        Difference.Between(await Deployed.Stack("primary"), await Deployed.With("primary", ("session-store:engineVersion", "9.0"))),
        Is.EquivalentTo(new[] { $"{Global} engineVersion", "cache-parameters name", "cache-parameters family" }));

    [Test]
    public async Task Replicas_are_the_Regions_own_and_change_its_member() => Assert.That(
        Difference.Between(
            await Deployed.Option("cluster-secondary"),
                await Deployed.OptionWith("cluster-secondary", ("session-store:replicasPerShard", "3"))),
        Is.EqualTo(new[] { "cache-replication-group replicasPerNodeGroup" }));

    // Before and after in every mode that has the setting, and the secondary as it is before.
    private static async Task<(StageRun Before, StageRun After, (StackFile File, StageRun Untouched) Secondary)[]> Grown(string settings)
    {
        var changes = settings.Split(' ').Select(setting => setting.Split('=')).Select(pair => ($"session-store:{pair[0]}", pair[1]))
            .ToArray();
        var cluster = (
            await Deployed.Option("cluster-primary"),
            await Deployed.OptionWith("cluster-primary", changes),
            (Deployed.OptionFile("cluster-secondary"), await Deployed.Option("cluster-secondary")));
        return settings.StartsWith("shards", StringComparison.Ordinal)
            ? [cluster]
            :
            [
                (await Deployed.Stack("primary"), await Deployed.With("primary", changes),
                    (StackFile.Read(Deployed.Root, "secondary"), await Deployed.Stack("secondary"))),
                cluster,
            ];
    }
}
