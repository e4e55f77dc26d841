using SessionStore.EndToEnd.Tests.Support;
using SessionStore.Rehearsal;
using SessionStore.Rehearsal.Live;

namespace SessionStore.EndToEnd.Tests;

/// <summary>Three real servers, the third Region's stage from the example as it is committed; a minute lasts 700 ms.</summary>
public sealed class ThreeRegionsTests
{
    private const string Home = "us-east-1", Away = "us-east-2", Third = "us-west-2";

    private static readonly RunOptions _short =
        new(Rate: 20, Tick: TimeSpan.FromMilliseconds(700), Seed: 7, Outage: TimeSpan.FromSeconds(3), Regions: 3);

    [Test]
    public async Task Each_other_Region_is_promoted_in_turn_and_the_first_again()
    {
        var facts = await PlayAsync(Scenario.All.Single(scenario => scenario.Name == "promote"));
        Assert.Multiple(() =>
        {
            Assert.That(
                facts.Changes.Select(change => (change.By, change.To)), Is.EqualTo(new[] { (Away, Away), (Third, Third), (Home, Home) }));
            Assert.That(facts.AcceptWrites, Is.EqualTo(new[] { Home }));
            Assert.That(facts.Lost, Is.Empty);
            Assert.That(
                facts.Writes.Select(write => (write.Client, write.Server)).Distinct().Count(),
                Is.EqualTo(9),
                "clients of every Region have written to every Region");
        });
    }

    [Test]
    public async Task Whoever_is_promoted_the_two_others_follow_it()
    {
        var followed = new List<(string Promoted, string Other)>();
        var there = new Scenario("there", "the second and then the third Region are promoted", async (stage, cancellationToken) =>
        {
            foreach (var promoted in stage.Regions.Skip(1))
            {
                await stage.Datastore.PromoteAsync(promoted, _ => { });
                await stage.RecoveredAsync(promoted, cancellationToken);
                foreach (var other in stage.Regions.Where(other => other != promoted))
                {
                    var role = (object?[])(await other.Server.ExecuteAsync("ROLE"))!;
                    var expected = ((object)"slave", (object)(long)promoted.Server.Port);
                    Assert.That((role[0], role[2]), Is.EqualTo(expected), $"{other.Name} after {promoted.Name}");
                    followed.Add((promoted.Name, other.Name));
                }
            }
        });
        await PlayAsync(there);
        Assert.That(followed, Is.EqualTo(new[] { (Away, Home), (Away, Third), (Third, Home), (Third, Away) }));
    }

    [Test]
    public async Task After_a_lost_Region_one_of_the_two_others_takes_the_writes_of_both_and_the_last_one_refuses_them()
    {
        var facts = await PlayAsync(Scenario.All.Single(scenario => scenario.Name == "region-loss"));
        Assert.Multiple(() =>
        {
            Assert.That(facts.Changes.Select(change => (change.By, change.To, change.Pinned)), Is.EqualTo(new[] { (Away, Away, true) }));
            Assert.That(facts.AcceptWrites, Is.EqualTo(new[] { Home, Away }), "the third has never left the old primary, which is back");
            Assert.That(
                facts.Writes.Where(write => write.Client == Third).Select(write => write.Server).Distinct(),
                Is.EqualTo(new[] { Home, Away }));
            Assert.That(facts.Writes.Select(write => write.Server), Has.None.EqualTo(Third));
        });
    }

    [Test]
    public async Task While_Route_53s_API_stays_away_the_pinned_Region_alone_overrides()
    {
        var facts = await PlayAsync(Scenario.All.Single(scenario => scenario.Name == "control-plane-down"));
        Assert.Multiple(() =>
        {
            Assert.That(facts.Overrides.Select(one => one.Region).Distinct(), Is.EqualTo(new[] { Away }));
            Assert.That(facts.Answers.Select(answer => answer.To), Is.EqualTo(new[] { Home, Away }));
            Assert.That(facts.Changes.Select(change => (change.By, change.To, change.Pinned)), Is.EqualTo(new[] { (Away, Away, true) }));
        });
    }

    [TestCase("--regions", "1", "'2'")]
    [TestCase("--regions", "4", "'2'")]
    [TestCase("--regions", "three", "'2'")]
    public async Task Another_number_of_Regions_is_an_error_of_usage(string option, string value, string expected)
    {
        await using var rehearsal = ChildProcess.Start("dotnet", [typeof(Rehearsal.Rehearsal).Assembly.Location, option, value]);
        await rehearsal.Exit;
        Assert.Multiple(() =>
        {
            Assert.That(rehearsal.ExitCode, Is.EqualTo(2));
            Assert.That(rehearsal.Lines, Has.Some.Contains(value).And.Some.Contains(expected));
        });
    }

    [Test]
    public async Task The_plan_has_a_stack_for_each_Region()
    {
        using var output = new StringWriter();
        await new Rehearsal.Rehearsal(output, Path.GetTempPath()).PlanAsync(World.Files(3), CancellationToken.None);
        Assert.That(
            output.ToString().Split(Environment.NewLine).Where(line => line.StartsWith("pulumi up", StringComparison.Ordinal))
                .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(5))),
            Is.EqualTo(new[]
            {
                $"pulumi up --stack primary {Home},", $"pulumi up --stack secondary {Away},", $"pulumi up --stack tertiary {Third},",
            }));
    }

    private static async Task<Facts> PlayAsync(Scenario scenario)
    {
        var facts = await Played.ToTheEndAsync(scenario, _short);
        Assert.That(Verdict.On(facts).Where(finding => !finding.Kept).Select(finding => $"{finding.Promise}: {finding.Seen}"), Is.Empty);
        return facts;
    }
}
