using System.Text.Json;

namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>What a promotion leaves behind that was killed or has failed half-way, and what keeps writes from being refused.</summary>
public sealed class RefusedWritesTests : ReplicatedWorld
{
    private const string Replicated = "ap-southeast-6";

    private static readonly string[] _short = ["--yes", "--refuse-for", "0"];

    [Test]
    public async Task Status_shows_what_was_left_and_accept_writes_sets_it_back()
    {
        Set(Home, "102");
        var status = await Fail("status");
        using var json = JsonDocument.Parse((await Fail("status", "--json")).Text);
        var dry = await Succeed("accept-writes", "us-east-1", "--dry-run");
        var run = await Succeed("accept-writes", "us-east-1", "--yes");
        var again = await Succeed("accept-writes", "us-east-1", "--yes");
        var writes = json.RootElement.GetProperty("regions")[0].GetProperty("writes");
        Assert.Multiple(() =>
        {
            Assert.That(status.Text, Does.Match(@"writes +refused \(min-replicas-to-write 102\) +taken"));
            Assert.That(status.Text, Does.Contain("us-east-1: writes are refused, min-replicas-to-write is 102 in global-datastore-")
                .And.Contain("accept-writes us-east-1 lets it take writes again"));
            Assert.That(writes.GetProperty("refused").GetBoolean(), Is.True);
            Assert.That(dry.Text, Does.Contain("would let us-east-1 take writes again").And.Contain("Nothing has been changed"));
            Assert.That(run.Text, Does.Contain("demo.valkey-dr.live leads here").And.Contain("session-store-us-east-1 takes writes"));
            Assert.That(again.Text, Does.Contain("session-store-us-east-1 is not told to refuse writes: min-replicas-to-write is 2 in"));
            Assert.That(Changes.Skip(1), Is.EqualTo(new[] { "us-east-1: min-replicas-to-write=2" }));
        });
    }

    [Test]
    public async Task A_promotion_that_was_killed_before_the_name_moved_goes_on()
    {
        Set(Home, "100");
        // Its store may be closed already, so that its replicator waits.
        Forget();
        Rests(Home);
        IsInStep(Away, lag: 0, inStep: false);
        var held = true;
        World.Ssm.Commands.Run = (region, _, script) =>
        {
            held = held && !script.EndsWith(" release", StringComparison.Ordinal);
            return Task.FromResult(held && script.StartsWith("for ", StringComparison.Ordinal) ? (0, Health(0, inStep: false), "")
                : Answer(region, script));
        };
        var run = await Succeed(["promote", Replicated, .. _short]);
        Assert.Multiple(async () =>
        {
            Assert.That(run.Text, Does.Contain("us-east-1 refuses writes already, since a promotion that was interrupted"));
            Assert.That(Done.Select(done => done.Split(' ')[2]), Is.EqualTo(new[] { "probe", "release", "hold", "probe" }));
            Assert.That(Changes.Skip(1), Is.EqualTo(new[] { "us-east-1: min-replicas-to-write=0" }));
            Assert.That(await World.WriterAsync(), Is.EqualTo(Away.Member.PrimaryEndpoint));
        });
    }

    [Test]
    public async Task A_promotion_that_was_killed_after_the_name_moved_comes_to_its_end()
    {
        await SetAsync(RRType.CNAME, World.WriterName, Away.Member.PrimaryEndpoint);
        Set(Home, "100");
        var run = await Succeed(["promote", Replicated, .. _short]);
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain("demo.valkey-dr.live leads to ap-southeast-6 already.")
                .And.Contain("us-east-1 refuses writes since a promotion that did not come to its end"));
            Assert.That(Changes.Skip(1), Is.EqualTo(new[] { "us-east-1: min-replicas-to-write=0" }));
            Assert.That(Done, Is.EqualTo(new[] { "us-east-1: SessionStore.Replicator probe" }));
        });
    }

    [Test]
    public async Task A_Region_that_refuses_writes_is_not_promoted()
    {
        Set(Away, "100");
        var run = await Fail(["promote", Replicated, .. _short]);
        var pin = await Succeed("pin", Replicated, "--dry-run");
        Assert.That(run.Text, Does.Contain("session-store-ap-southeast-6 refuses writes (min-replicas-to-write is 100 in ")
            .And.Contain("accept-writes ap-southeast-6 first"));
        Assert.That(pin.Text, Does.Contain("ap-southeast-6 REFUSES WRITES NOW"));
    }

    [Test]
    public async Task A_default_parameter_group_is_named_before_anything_is_changed()
    {
        var own = Home.Member.Parameters;
        Home.Member.Parameters = new("default.valkey8");
        var run = await Fail(["promote", Replicated, .. _short]);
        Home.Member.Parameters = own;
        Assert.That(run.Text, Does.Contain("has default.valkey8, which cannot be modified").And.Contain("--refuse-writes false goes on"));
        Assert.That(Done, Is.Empty);
    }

    [Test]
    public async Task An_old_Regions_instance_that_does_not_answer_is_found_out_before_writes_are_refused()
    {
        World.Ssm.Commands.Run = (region, _, script) => Task.FromResult(script.EndsWith(" probe", StringComparison.Ordinal)
            ? (2, "", "Required command was not provided. Unrecognized command or argument 'probe'.") : Answer(region, script));
        var run = await Fail(["promote", Replicated, .. _short]);
        Assert.Multiple(async () =>
        {
            Assert.That(run.Text, Does.Contain("probe\" ended with 2: Required command was not provided.")
                .And.Contain("Nothing has been changed."));
            Assert.That(Changes, Is.Empty);
            Assert.That(await World.WriterAsync(), Is.EqualTo(Home.Member.PrimaryEndpoint));
        });
    }

    [Test]
    public async Task An_old_writer_that_does_not_answer_can_be_told_nothing()
    {
        Home.Member.Reachable = false;
        var refused = await Fail(["promote", Replicated, .. _short]);
        var accepted = await Succeed(["promote", Replicated, .. _short, "--accept-lag", "--dry-run"]);
        Assert.That(refused.Text, Does.Contain("us-east-1 cannot be told to refuse writes").And.Contain("--refuse-writes false goes on"));
        Assert.That(accepted.Text, Does.Contain("us-east-1 could not be told to refuse writes (ElastiCache in us-east-1 does not answer"));
    }

    private static void Set(LocalRegion region, string value) => region.Member.Parameters.Change(
        new Dictionary<string, string>
        {
            ["ParameterNameValues.ParameterNameValue.1.ParameterName"] = Parameter,
            ["ParameterNameValues.ParameterNameValue.1.ParameterValue"] = value,
        },
        reset: false);
}
