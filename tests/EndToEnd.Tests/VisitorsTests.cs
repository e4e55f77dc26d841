using System.Diagnostics;
using SessionStore.EndToEnd.Tests.Support;
using SessionStore.Rehearsal.Live;

namespace SessionStore.EndToEnd.Tests;

/// <summary>The session application in both Regions, as processes, and its visitors, while a Region is promoted or lost.</summary>
public sealed class VisitorsTests
{
    private static readonly RunOptions _short =
        new(Rate: 20, Tick: TimeSpan.FromMilliseconds(700), Seed: 7, Outage: TimeSpan.FromSeconds(3)) { Applications = true };

    [TestCase("promote", "users")]
    [TestCase("region-loss", null)]
    public async Task Nobody_loses_a_basket_and_everybody_is_served_by_both_Regions(string name, string? option)
    {
        var facts = await Played.ToTheEndAsync(Scenario.All.Single(scenario => scenario.Name == name), _short with { Option = option });
        var visits = facts.Visits!;
        Assert.Multiple(() =>
        {
            Assert.That(
                Verdict.On(facts).Where(finding => !finding.Kept).Select(finding => $"{finding.Promise}: {finding.Seen}"), Is.Empty);
            Assert.That(Verdict.On(facts), Has.Count.EqualTo(6));
            Assert.That(visits.Pages.GroupBy(page => page.Visitor).Select(pages => pages.Select(page => page.ServedBy).Distinct().Order()),
                Has.Exactly(4).Items.And.All.EqualTo(new[] { "us-east-1", "us-east-2" }));
            Assert.That(visits.Answers.GroupBy(answer => answer.Visitor).Select(answers => answers.Max(answer => answer.Things)),
                Has.Exactly(4).Items.And.All.GreaterThan(5));
            // Whoever was in a Region that was killed has seen an error; a promotion makes people wait, and no more.
            if (name == "promote")
            {
                Assert.That(visits.Failures, Is.Empty);
            }
        });
    }

    [Test]
    public async Task An_application_that_dies_by_itself_is_no_broken_promise()
    {
        var scenario = new Scenario("disturbed", "an application dies", async (stage, cancellationToken) =>
        {
            var instance = stage.Applications!.In(stage.Regions[0].Name)[0];
            using var process = Process.GetProcessById(instance.Id);
            process.Kill();
            while (!instance.DiedUnplanned)
            {
                await Task.Delay(20, cancellationToken);
            }
            await stage.RecoveredAsync(stage.Regions[0], cancellationToken);
        });
        var facts = await Run.PlayAsync(scenario, _short, _ => { }, CancellationToken.None);
        Assert.That(facts.Spoilt, Does.StartWith("an application in us-east-1 died"));
    }
}
