using SessionStore.EndToEnd.Tests.Support;
using SessionStore.Rehearsal;
using SessionStore.Rehearsal.Live;

namespace SessionStore.EndToEnd.Tests;

/// <summary>What a slow machine spoils says nothing about the promises, and says that; what was seen is written down.</summary>
public sealed class SpoiltRehearsalTests
{
    private static readonly RunOptions _short = new(
        Rate: 20, Tick: TimeSpan.FromMilliseconds(500), Seed: 7, Outage: TimeSpan.FromMilliseconds(100))
    {
        LongestInvocation = TimeSpan.FromSeconds(1),
        // More than a slow machine takes to start the servers: only what a test slows down itself may take too long.
        Patience = TimeSpan.FromMinutes(5),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("session-store-").FullName;

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_lag_above_the_operators_limit_ends_the_run_and_leaves_page_and_figures()
    {
        var lagging = new Scenario("promote", "the secondary lags behind", async (stage, cancellationToken) =>
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var lag = LagAsync(stage.Regions[1], end.Token);
            try
            {
                await Scenario.All[0].PlayAsync(stage, cancellationToken);
            }
            finally
            {
                await end.CancelAsync();
                await lag;
            }
        });
        using var output = new StringWriter();
        var judgement = await new Rehearsal.Rehearsal(output, _folder).PlayAsync([lagging], 1, _short, json: false, CancellationToken.None);
        var page = await File.ReadAllTextAsync(Path.Combine(_folder, "rehearsal.html"));
        var figures = await File.ReadAllTextAsync(Path.Combine(_folder, "rehearsal.json"));
        Assert.Multiple(() =>
        {
            Assert.That(ExitCode.Of(judgement), Is.EqualTo(3));
            Assert.That(output.ToString(), Does.Contain("NOT PLAYED TO THE END, which says nothing about the promises")
                .And.Contain("promises: promote us-east-2 failed with exit code 1")
                .And.Contain("the replication lag is 70 s: expected at most"));
            Assert.That(output.ToString(), Does.Match(@"Picture: .*rehearsal\.html \(\d+ kB\); figures: .*rehearsal\.json"));
            Assert.That(page, Does.Contain("Not played to the end").And.Contain("the replication lag is 70 s").And.Contain("<polyline"));
            Assert.That(figures, Does.Contain("\"judgement\": \"unknown\"").And.Contain("the replication lag is 70 s"));
        });
    }

    [Test]
    public async Task A_Region_that_has_looked_and_does_not_take_over_has_broken_a_promise()
    {
        var facts = await PlayAsync(async (stage, away) =>
        {
            // A pin that the operator has forgotten: the function looks at it, and leaves the record alone.
            var pin = new ResourceRecordSet(stage.World.PinName, RRType.TXT)
            {
                TTL = 10,
                ResourceRecords = [new($"\"{stage.Regions[0].Group}\"")],
            };
            await stage.World.Zone.ChangeAsync(new Change(ChangeAction.UPSERT, pin));
            await stage.Datastore.PromoteAsync(away, _ => { });
        });
        Assert.Multiple(() =>
        {
            Assert.That(facts.Spoilt, Is.Null);
            Assert.That(Verdict.Of(facts), Is.EqualTo(Judgement.Broken));
            Assert.That(facts.Events.Select(happened => happened.Text), Has.Some.StartsWith("us-east-2 has not taken over after"));
        });
    }

    [Test]
    public async Task A_Region_that_could_not_even_look_in_all_that_time_is_no_broken_promise()
    {
        var facts = await PlayAsync(async (stage, away) =>
        {
            // As if its function took for ever to start.
            away.Topic.Up = false;
            await away.Topic.DrainAsync();
            stage.Options = stage.Options with { Patience = TimeSpan.FromSeconds(1) };
            await stage.Datastore.PromoteAsync(away, _ => { });
        });
        Assert.Multiple(() =>
        {
            Assert.That(facts.Spoilt, Does.StartWith("us-east-2 has not taken over after").And.Contain("could look 0 times"));
            Assert.That(Verdict.Of(facts), Is.EqualTo(Judgement.Unknown));
        });
    }

    [Test]
    public async Task A_server_that_dies_by_itself_is_no_broken_promise()
    {
        var facts = await PlayAsync(async (_, away) =>
        {
            try
            {
                await away.Server.ExecuteAsync("SHUTDOWN", "NOSAVE");
            }
            catch (IOException)
            {
                // It closes the connection instead of an answer.
            }
        });
        Assert.Multiple(() =>
        {
            Assert.That(facts.Spoilt, Does.StartWith("the server of session-store-us-east-2-001 died"));
            Assert.That(Verdict.Of(facts), Is.EqualTo(Judgement.Unknown));
        });
    }

    [Test]
    public void What_is_spoilt_keeps_what_was_seen_of_the_other_promises()
    {
        var spoilt = SampleRuns.Long with { Spoilt = "too slow" };
        var lost = spoilt with { Lost = [spoilt.Writes[^1]] };
        Assert.Multiple(() =>
        {
            Assert.That(Verdict.On(spoilt).Select(finding => finding.Judgement), Is.EqualTo(new[]
            {
                Judgement.Unknown, Judgement.Kept, Judgement.Kept, Judgement.Kept, Judgement.Kept,
            }));
            Assert.That(Verdict.Of(spoilt), Is.EqualTo(Judgement.Unknown));
            Assert.That(Verdict.Of(lost), Is.EqualTo(Judgement.Broken), "no machine is too slow to lose nothing");
            Assert.That(Verdict.On(spoilt with { Lost = null }).Count(finding => finding.Judgement == Judgement.Unknown), Is.EqualTo(3));
            Assert.That(new[] { Judgement.Kept, Judgement.Broken, Judgement.Unknown }.Select(ExitCode.Of), Is.EqualTo(new[] { 0, 1, 3 }));
        });
    }

    // The maximum of the running minute counts, and another one may begin at any time.
    private static async Task LagAsync(LiveRegion region, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            region.Local.Metrics.SendLag(region.Group, 70);
            await Task.Delay(100, CancellationToken.None);
        }
    }

    private static Task<Facts> PlayAsync(Func<LiveStage, LiveRegion, Task> disturbAsync)
    {
        var scenario = new Scenario("disturbed", "a Region should take over after this", async (stage, cancellationToken) =>
        {
            stage.Note("something happens", disturbs: stage.Regions[1].Name);
            await disturbAsync(stage, stage.Regions[1]);
            await stage.RecoveredAsync(stage.Regions[1], cancellationToken);
        });
        return Run.PlayAsync(scenario, _short, _ => { }, CancellationToken.None);
    }
}
