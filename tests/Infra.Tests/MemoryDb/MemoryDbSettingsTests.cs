namespace SessionStore.Infra.Tests.MemoryDb;

/// <summary>What a stack file may say with <c>store: memoryDb</c>.</summary>
public class MemoryDbSettingsTests
{
    private const string NoMeaning = "expected no value: the store is memoryDb: ";

    [TestCase("store", "memorydb", "session-store:store is \"memorydb\": expected globalDatastore or memoryDb")]
    [TestCase("readerName", "reader.valkey-dr.live", NoMeaning + "every Region takes writes")]
    [TestCase("dataPlaneFailover", "true", NoMeaning + "there is no writer Region, and nothing that moves a name")]
    [TestCase("foundingEngineVersion", "7.3", NoMeaning)]
    [TestCase("authTokenUpdateStrategy", "DELETE", NoMeaning + "MemoryDB has no AUTH token")]
    [TestCase("nodes", "3", NoMeaning + "it is always in cluster mode")]
    [TestCase("logRetentionDays", "60", NoMeaning + "there is no function")]
    [TestCase("replication", "replicator", NoMeaning + "the service replicates")]
    [TestCase("migrateFrom", "10.40.0.7:6379", NoMeaning + "it cannot be filled from another store")]
    [TestCase("auth", "none", "session-store:auth is \"none\": expected users, iam")]
    [TestCase("auth", "token", "session-store:auth is \"token\": expected users, iam")]
    [TestCase("users", "[]", "session-store:users is not set")]
    [TestCase("nodeType", "cache.r7g.large", "expected a node type that MemoryDB Multi-Region supports, db.FAMILY.xlarge or larger")]
    [TestCase("nodeType", "db.r7g.large", "expected a node type that MemoryDB Multi-Region supports")]
    [TestCase("nodeType", "db.t4g.small", "of the families r7g")]
    [TestCase("engineVersion", "8.1", "session-store:engineVersion is \"8.1\": expected a Valkey version: 7.3")]
    [TestCase("extraEngineVersions", "[\"7.2\"]", "")]
    [TestCase("shards", "0", "session-store:shards is \"0\": expected a whole number from 1 to 500")]
    [TestCase("replicasPerShard", "6", "expected a whole number from 1 to 5")]
    [TestCase("peers", "[\"a\"]", "session-store:peers is \"[\"a\"]\": expected no value")]
    public void A_primary_refuses(string key, string value, string problem)
    {
        if (problem.Length == 0)
        {
            Assert.That(
                () => Deployed.OptionWith("memorydb-primary", ($"session-store:{key}", value), ("session-store:engineVersion", "7.2")),
                Throws.InstanceOf<RunException>().With.Message.Contains("expected 7.3 or newer, which MemoryDB Multi-Region begins with"));
            return;
        }
        Assert.That(
            () => Deployed.OptionWith("memorydb-primary", ($"session-store:{key}", value)),
            Throws.InstanceOf<RunException>().With.Message.Contains(problem));
    }

    [TestCase("us-west-1", true)]
    [TestCase("eu-west-3", false)]
    [TestCase("us-gov-west-1", false)]
    public async Task A_Region_is_one_that_the_service_is_in(string region, bool there)
    {
        (string, string)[] changes = [("aws:region", region), ("session-store:availabilityZones", $"[\"{region}a\",\"{region}b\"]")];
        if (there)
        {
            Assert.That((await Deployed.OptionWith("memorydb-primary", changes)).Output("region"), Is.EqualTo(region));
            return;
        }
        Assert.Multiple(() =>
        {
            Assert.That(() => Deployed.OptionWith("memorydb-primary", changes), Throws.InstanceOf<RunException>().With.Message.Contains(
                $"aws:region is \"{region}\": expected a Region that MemoryDB Multi-Region supports, or one that "
                    + "session-store:extraRegions adds"));
            Assert.That(() => Deployed.OptionWith("memorydb-secondary", changes), Throws.InstanceOf<RunException>().With.Message.Contains(
                $"aws:region is \"{region}\": expected a Region that MemoryDB Multi-Region supports, or one that "
                    + "session-store:extraRegions adds"));
        });
    }

    [TestCase("store", "memoryDb", "a secondary inherits it from the primary stack, so set it there")]
    [TestCase("nodes", "3", NoMeaning)]
    [TestCase("logRetentionDays", "60", NoMeaning)]
    [TestCase("peers", "[\"a\",\"b\",\"c\",\"d\"]", "expected at most 3 stacks, because no store has more than 5 Regions")]
    public void A_secondary_refuses(string key, string value, string problem) => Assert.That(
        () => Deployed.OptionWith("memorydb-secondary", (key.Contains(':') ? key : $"session-store:{key}", value)),
        Throws.InstanceOf<RunException>().With.Message.Contains(problem));

    [Test]
    public void A_secondary_is_in_another_Region_than_the_primary() => Assert.That(
        () => Deployed.OptionWith("memorydb-secondary", ("aws:region", "us-east-1"),
            ("session-store:availabilityZones", "[\"us-east-1a\",\"us-east-1b\"]")),
        Throws.InstanceOf<RunException>().With.Message.Contains("aws:region is \"us-east-1\": expected another Region than the primary's"));

    [TestCase("multiRegionClusterName")]
    [TestCase("hostedZoneId")]
    [TestCase("nodeType")]
    [TestCase("shards")]
    [TestCase("auth", "names no users")]
    public async Task An_output_that_is_missing_is_named(string output, string flaw = "is missing")
    {
        var primary = await Deployed.Option("memorydb-primary");
        var cloud = new FakeCloud("us-east-2")
        {
            StackReference = _ => primary.Outputs.Where(pair => pair.Key != output).ToDictionary(),
            StackSecrets = _ => primary.SecretOutputs,
        };
        Assert.That(
            () => StageRun.OfAsync(Deployed.OptionFile("memorydb-secondary"), cloud),
            Throws.InstanceOf<RunException>().With.Message.Contains($"output {output} {flaw}"));
        Assert.That(cloud.Registrations.Select(registered => registered.Args.Type), Is.EqualTo(new[] { "pulumi:pulumi:StackReference" }));
    }

    [Test]
    public async Task A_store_that_nobody_knows_is_named()
    {
        var outputs = (await Deployed.Option("memorydb-primary")).Outputs.ToDictionary();
        outputs["store"] = "dynamoDb";
        var cloud = new FakeCloud("us-east-2") { StackReference = _ => outputs };
        Assert.That(
            () => StageRun.OfAsync(Deployed.OptionFile("memorydb-secondary"), cloud),
            Throws.InstanceOf<RunException>().With.Message.Contains("output store is \"dynamoDb\": expected memoryDb, or no such output"));
    }

    [Test]
    public async Task A_peer_that_names_this_Region_itself_or_belongs_to_another_store_is_refused()
    {
        var (primary, peer) = (await Deployed.Option("five-primary"), await Deployed.Option("five-secondary"));
        var other = peer.Outputs.ToDictionary();
        other["multiRegionClusterName"] = "virxk-other";
        other["peerRegions"] = System.Collections.Immutable.ImmutableArray.Create<object>("us-west-2");
        var cloud = new FakeCloud("us-west-2")
        {
            StackReference = name => name.EndsWith("primary", StringComparison.Ordinal) ? primary.Outputs : other,
        };
        Assert.That(
            () => StageRun.OfAsync(Deployed.OptionFile("five-third"), cloud),
            Throws.InstanceOf<RunException>()
                .With.Message.Contains("a secondary of the store session-store (virxk-session-store), not of virxk-other")
                .And.Message.Contains("a secondary that does not name us-west-2 itself"));
    }
}
