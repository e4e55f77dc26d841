using System.Collections.Immutable;

namespace SessionStore.Infra.Tests.Replication;

/// <summary>What a Region without Global Datastore needs of the primary, and what is refused where it lacks.</summary>
/// <remarks>Proof limit: which Regions lack Global Datastore is the documentation's list.</remarks>
public class ReplicationContractTests
{
    private const string Stack = "organization/session-store/replicator-primary",
        Command = $"`pulumi config set replication replicator --stack {Stack} && pulumi up --stack {Stack}`";

    private static readonly string[] _contract = ["engineVersion", "nodeType"];

    [Test]
    public void The_primary_hands_over_what_its_members_run()
    {
        var outputs = Deployed.Option("replicator-primary").GetAwaiter().GetResult().Outputs;
        Assert.Multiple(() =>
        {
            Assert.That(outputs["notifyKeyspaceEvents"], Is.EqualTo("KA"));
            Assert.That(outputs["engineVersion"], Is.EqualTo("8.1"));
            Assert.That(outputs["nodeType"], Is.EqualTo("cache.r7g.large"));
            Assert.That(outputs.Keys, Has.None.EqualTo("shards"));
            Assert.That(
                Deployed.PrimaryOutputs.Keys.Intersect(["notifyKeyspaceEvents", "engineVersion", "nodeType", "replication"]),
                Is.Empty,
                "nothing changes in a store that does without");
        });
    }

    [Test]
    public void A_primary_that_tells_nothing_of_its_changes_is_told_with_the_command() => Assert.That(
        () => Secondary(Deployed.PrimaryOutputs),
        Throws.InstanceOf<RunException>().With.Message.EqualTo(
            $"""
            the stack organization/session-store/replicator-primary lacks what a secondary needs:
              1. output notifyKeyspaceEvents is missing, because the primary does not tell of its changes: run {Command}
            {Deployed.UpdateFirst("replicator-primary", "primaryStack")}
            """));

    [TestCaseSource(nameof(_contract))]
    public async Task A_missing_output_names_itself(string output)
    {
        var primary = await Deployed.Option("replicator-primary");
        Assert.That(
            () => Secondary(primary.Outputs.ToImmutableDictionary().Remove(output)),
            Throws.InstanceOf<RunException>().With.Message.Contains($"1. output {output} is missing"));
    }

    [TestCase("engineVersion", "eight", "output engineVersion is \"eight\": expected a Valkey version such as 8.1")]
    [TestCase("shards", "three", "output shards is \"three\": expected a whole number")]
    public async Task An_output_of_another_kind_names_itself_and_its_value(string output, string value, string problem)
    {
        var primary = await Deployed.Option("replicator-primary");
        Assert.That(() => Secondary(primary.Outputs.ToImmutableDictionary().SetItem(output, value)),
            Throws.InstanceOf<RunException>().With.Message.Contains(problem));
    }

    [Test]
    public void A_secondary_in_a_Region_without_Global_Datastore_is_told_of_the_setting() => Assert.That(
        () => Secondary(Deployed.PrimaryOutputs, ("session-store:replication", null)),
        Throws.InstanceOf<RunException>().With.Message.Contains(
            "aws:region is \"ap-southeast-6\": expected a Region that Global Datastore supports, or one that session-store:extraRegions "
            + "adds; session-store:replication: replicator does without it"));

    [Test]
    public void The_primary_needs_a_Region_with_Global_Datastore_all_the_same() => Assert.That(
        () => Deployed.OptionWith("replicator-primary", ("aws:region", "ap-southeast-6"),
            ("session-store:availabilityZones", "[\"ap-southeast-6a\",\"ap-southeast-6b\"]")),
        Throws.InstanceOf<RunException>().With.Message.Contains(
            "aws:region is \"ap-southeast-6\": expected a Region that Global Datastore supports"));

    [Test]
    public void What_is_no_Region_is_none_with_a_replicator_either() => Assert.That(
        () => Secondary(Deployed.PrimaryOutputs, ("aws:region", "new-zealand")),
        Throws.InstanceOf<RunException>().With.Message.Contains("aws:region is \"new-zealand\": expected a Region, such as"));

    private static Task<StageRun> Secondary(
        IReadOnlyDictionary<string, object> primary, params (string Key, string? Value)[] changes) => StageRun.OfAsync(
            Deployed.OptionFile("replicator-secondary").With(changes),
            new FakeCloud("ap-southeast-6") { StackReference = _ => primary });
}
