using SessionStore.EndToEnd.Tests.Support;
using SessionStore.Rehearsal.Live;

namespace SessionStore.EndToEnd.Tests;

/// <summary>
/// The scenarios of a store on MemoryDB. Proof limit: servers stand in for the clusters, and nothing merges what they are told.
/// </summary>
internal sealed class ActiveScenarioTests
{
    private static readonly RunOptions _short = new(
        Rate: 20, Tick: TimeSpan.FromSeconds(1), Seed: 7, Outage: TimeSpan.Zero, Option: Scenario.ActiveOption);

    private static IEnumerable<string> Names =>
        Scenario.All.Where(scenario => scenario.FitsTo(Scenario.ActiveOption)).Select(scenario => scenario.Name);

    [TestCaseSource(nameof(Names))]
    public async Task Every_promise_is_kept(string name)
    {
        var facts = await Played.ToTheEndAsync(Scenario.All.Single(scenario => scenario.Name == name), _short);
        var active = facts.Active!;
        Assert.Multiple(() =>
        {
            Assert.That(
                Verdict.On(facts).Where(finding => !finding.Kept).Select(finding => $"{finding.Promise}: {finding.Seen}"), Is.Empty);
            Assert.That(Verdict.On(facts), Has.Count.EqualTo(8));
            Assert.That(facts.Writes.Select(write => write.Server).Distinct(), Is.EquivalentTo(facts.Regions));
            Assert.That(active.Looks, Is.GreaterThan(20));
            Assert.That(active.Endings.Count(session => session.GoneAt is not null), Is.GreaterThan(10));
        });
        if (name == "region-loss")
        {
            Assert.That((active.SignedInAgain(facts.Visits!), active.Homes.Count), Is.EqualTo((2, 4)));
            Assert.That(facts.Lost, Is.Not.Empty, "nothing merges, and what the lost Region had acknowledged went with it");
            Assert.That(facts.Events.Select(happened => happened.Text), Has.Some.Contains("The service answered ServiceUnavailable"));
        }
        else
        {
            Assert.That(active.Sweep!.TakeOvers, Has.Count.EqualTo(1));
            Assert.That(facts.Lost, Is.Empty);
        }
    }
}
