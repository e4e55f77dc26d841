using SessionStore.EndToEnd.Tests.Support;
using SessionStore.Rehearsal.Live;

namespace SessionStore.EndToEnd.Tests;

/// <summary>The scenarios of a store with a replicator: real servers that know nothing of each other, and the published worker.</summary>
[Order(1)]
internal sealed class ReplicatorScenarioTests
{
    private static readonly RunOptions _short = new(
        Rate: 20, Tick: TimeSpan.FromMilliseconds(700), Seed: 7, Outage: TimeSpan.FromSeconds(3), Option: Scenario.ReplicatorOption);

    private static IEnumerable<string> Names =>
        Scenario.All.Where(scenario => scenario.FitsTo(Scenario.ReplicatorOption)).Select(scenario => scenario.Name);

    [TestCaseSource(nameof(Names))]
    public async Task Every_promise_is_kept(string name)
    {
        var facts = await Played.ToTheEndAsync(Scenario.All.Single(scenario => scenario.Name == name), _short);
        var changes = name switch { "promote" => 2, "region-loss" => 1, _ => 0 };
        Assert.Multiple(() =>
        {
            Assert.That(
                Verdict.On(facts).Where(finding => !finding.Kept).Select(finding => $"{finding.Promise}: {finding.Seen}"), Is.Empty);
            Assert.That(Verdict.On(facts), Has.Count.EqualTo(7));
            Assert.That(facts.Writes, Is.Not.Empty);
            Assert.That(facts.Changes, Has.Count.EqualTo(changes));
            Assert.That(facts.Replication!.Differences!.Compared, Is.GreaterThan(100));
            Assert.That(facts.Replication.InStep, Is.Not.Empty);
        });
    }

    [Test]
    public async Task A_copy_that_somebody_else_writes_into_is_found_by_the_comparison()
    {
        var spoilt = new Scenario("spoilt", "somebody writes into the copy", null, ReplicatedAsync: async (stage, cancellationToken) =>
        {
            await stage.Replication!.InStepAsync(stage.Regions[1], cancellationToken);
            await stage.Regions[1].Server.ExecuteAsync("SET", "session:of-nobody", "1");
        });
        var facts = await Played.ToTheEndAsync(spoilt, _short);
        Assert.That(facts.Replication!.Differences!.Found, Is.EqualTo(new[] { "session:of-nobody is in the copy alone" }));
    }
}
