namespace SessionStore.EndToEnd.Tests.Operations;

public sealed class ReplicatedPromotionTests : ReplicatedWorld
{
    private const string Replicated = "ap-southeast-6";

    private const string Hold = "SessionStore.Replicator hold --minutes 20", Probe = "SessionStore.Replicator probe";

    // What is refused for a minute and ten seconds otherwise.
    private static readonly string[] _short = ["--yes", "--refuse-for", "0"];

    // Quicker, for what has nothing to do with refusing writes.
    private static readonly string[] _unrefused = ["promote", Replicated, "--yes", "--refuse-writes", "false"];

    [Test]
    public async Task The_old_writer_refuses_writes_and_the_store_is_closed_to_its_replicator_before_the_name_moves()
    {
        var seen = new List<(string?, string?, string)>();
        World.Ssm.Commands.Run = async (region, _, script) =>
        {
            seen.Add((await World.WriterAsync(), await World.PinAsync(), Home.Member.Parameters[Parameter]));
            return Answer(region, script);
        };
        var promotion = await Succeed(["promote", Replicated, .. _short]);
        Assert.Multiple(async () =>
        {
            Assert.That(Done, Is.EqualTo(new[] { $"us-east-1: {Probe}", Done[0], $"{Replicated}: {Hold}", Done[0] }));
            Assert.That(seen[..2], Has.All.EqualTo((Home.Member.PrimaryEndpoint, (string?)null, "0")));
            Assert.That(seen[2..5], Has.All.EqualTo((Home.Member.PrimaryEndpoint, (string?)null, "100")));
            Assert.That(Changes, Is.EqualTo(new[] { "us-east-1: min-replicas-to-write=100", "us-east-1: min-replicas-to-write=0" }));
            Assert.That(promotion.Text, Does.Contain("session-store-us-east-1 refuses writes: NOREPLICAS Not enough good replicas")
                .And.Contain("session-store-ap-southeast-6 has everything that was written before")
                .And.Contain("nothing of the replicator's lands at session-store-ap-southeast-6 any more")
                .And.Contain("session-store-us-east-1 takes writes"));
            Assert.That(promotion.Text, Does.Contain("us-east-1 will refuse writes (min-replicas-to-write), until 0 s after"));
            Assert.That(await World.WriterAsync(), Is.EqualTo(Away.Member.PrimaryEndpoint));
            Assert.That(await World.PinAsync(), Is.EqualTo(Away.Member.ReplicationGroupId));
        });
    }

    [Test]
    public async Task The_way_back_closes_the_primarys_store_and_takes_the_pin_away()
    {
        await LeadAwayAsync();
        var run = await Succeed("promote", "us-east-1", "--yes", "--refuse-writes", "false");
        Assert.Multiple(async () =>
        {
            Assert.That(run.Text, Does.Contain("The pin goes: demo.valkey-dr.live will lead to us-east-1, the primary"));
            Assert.That(Done, Is.EqualTo(new[] { $"us-east-1: {Hold}" }));
            Assert.That(await World.PinAsync(), Is.Null);
            Assert.That(await World.WriterAsync(), Is.EqualTo(Home.Member.PrimaryEndpoint));
        });
    }

    [Test]
    public async Task Nothing_is_refused_where_a_person_does_not_want_it()
    {
        var run = await Succeed(_unrefused);
        Assert.Multiple(() =>
        {
            Assert.That(Done, Is.EqualTo(new[] { $"{Replicated}: {Hold}" }));
            Assert.That(Changes, Is.Empty);
            Assert.That(run.Text, Does.Contain("us-east-1 could not be told to refuse writes (--refuse-writes false leaves that out), and "
                + "goes on accepting them").And.Contain("is lost"));
        });
    }

    [Test]
    public async Task The_way_back_leads_to_the_primary_alone()
    {
        await LeadAwayAsync();
        Home.Member.RoleAsync = () => Task.FromResult<string?>(MemberRoles.Secondary);
        Assert.That((await Fail("promote", "us-east-1", "--yes")).Text, Does.Contain("us-east-1 is SECONDARY: expected PRIMARY"));
        Assert.That(Done, Is.Empty);
    }

    [TestCase(40, false, "the replicator of ap-southeast-6 is not in step: expected in step")]
    [TestCase(7000, true, "the replication lag is 7 s: expected at most 5 s (--max-lag)")]
    public async Task A_replicator_that_is_behind_is_refused_unless_the_loss_is_accepted(double lag, bool inStep, string expected)
    {
        Forget();
        IsInStep(Away, lag, inStep);
        var refused = await Fail("promote", Replicated, "--yes");
        Assert.Multiple(async () =>
        {
            Assert.That(refused.Text, Does.Contain(expected).And.Contain("--accept-lag loses what has not been replicated"));
            Assert.That(Done, Is.Empty);
            Assert.That(await World.WriterAsync(), Is.EqualTo(Home.Member.PrimaryEndpoint));
        });
        await Succeed([.. _unrefused, "--accept-lag"]);
        Assert.That(await World.WriterAsync(), Is.EqualTo(Away.Member.PrimaryEndpoint));
    }

    [Test]
    public async Task A_replicator_that_tells_nothing_is_unknown_and_refused()
    {
        Forget();
        var run = await Fail("promote", Replicated, "--yes");
        Assert.That(run.Text, Does.Contain("the replicator of ap-southeast-6 is in an unknown state (CloudWatch in "
            + "ap-southeast-6: no value of ReplicatorResting")
            .And.Contain("the replication lag is unknown"));
    }

    [Test]
    public async Task A_store_that_could_not_be_closed_is_not_promoted_unless_it_is_forced()
    {
        World.Ssm.Commands.Run = (region, _, script) => Task.FromResult(script.Contains("hold", StringComparison.Ordinal)
            ? (3, "", "no connection to master.session-store") : Answer(region, script));
        var refused = await Fail(["promote", Replicated, .. _short]);
        var (led, set) = (await World.WriterAsync(), Home.Member.Parameters[Parameter]);
        var forced = await Succeed([.. _unrefused, "--force"]);
        Assert.Multiple(async () =>
        {
            Assert.That(refused.Text, Does.Contain("\"/opt/session-replicator/SessionStore.Replicator hold --minutes 20\" ended with 3: no "
                + "connection to master.session-store").And.Contain("The writer name has not been moved"));
            Assert.That((led, set), Is.EqualTo((Home.Member.PrimaryEndpoint, "0")));
            Assert.That(refused.Text, Does.Contain("session-store-us-east-1 takes writes"));
            Assert.That(forced.Text, Does.Contain("Ignored by --force").And.Contain("may still overwrite what new writers write"));
            Assert.That(await World.WriterAsync(), Is.EqualTo(Away.Member.PrimaryEndpoint));
        });
    }

    [Test]
    public async Task A_command_that_no_instance_takes_is_cancelled_and_the_name_stays()
    {
        World.Ssm.Commands.Run = (_, _, _) => null;
        var run = await Fail(_unrefused);
        Assert.Multiple(async () =>
        {
            Assert.That(run.Text, Does.Contain("has been cancelled: no instance of the group has been found"));
            Assert.That(World.Ssm.Commands.Cancelled, Has.Count.EqualTo(1));
            Assert.That(await World.WriterAsync(), Is.EqualTo(Home.Member.PrimaryEndpoint));
        });
    }

    [Test]
    public async Task A_dry_run_closes_nothing()
    {
        var run = await Succeed("promote", Replicated, "--dry-run");
        Assert.That(run.Text, Does.Contain("would promote ap-southeast-6 (replicator in step, lag 0.04 s). Nothing has been changed."));
        Assert.That(World.Ssm.Commands.Scripts, Is.Empty);
        Assert.That(Changes, Is.Empty);
    }

    [Test]
    public async Task An_order_that_is_not_carried_out_says_that_the_store_stays_closed()
    {
        // ElastiCache, from which the function learns the endpoint, stops answering in between.
        World.Ssm.Commands.Run = (_, _, _) =>
        {
            Away.Member.Reachable = false;
            return Task.FromResult((0, "", ""));
        };
        var run = await Fail([.. _unrefused, "--timeout", "5"]);
        // Or the next test would wait until the function has given up.
        Away.Member.Reachable = true;
        Assert.That(run.Text, Does.Contain("session-store-ap-southeast-6 stays closed to its replicator until"));
    }

    [Test]
    public async Task Nothing_happens_to_a_Region_that_the_name_leads_to()
    {
        await SetAsync(RRType.CNAME, World.WriterName, Away.Member.PrimaryEndpoint);
        var run = await Succeed("promote", Replicated, "--yes");
        Assert.That(run.Text, Does.Contain("demo.valkey-dr.live leads to ap-southeast-6 already.")
            .And.Contain("Nothing has been changed."));
    }

    [Test]
    public async Task Pin_and_unpin_say_what_they_do_not_check()
    {
        var pin = await Succeed("pin", Replicated, "--dry-run");
        await SetAsync(RRType.TXT, World.PinName, $"\"{Away.Member.ReplicationGroupId}\"");
        var unpin = await Succeed("unpin", "--dry-run");
        Assert.Multiple(() =>
        {
            Assert.That(pin.Text, Does.Contain("A pin does not close session-store-ap-southeast-6 to its replicator first"));
            Assert.That(unpin.Text, Does.Contain("promote us-east-1 asks whether its replicator is in step"));
        });
    }

    private async Task LeadAwayAsync()
    {
        await SetAsync(RRType.CNAME, World.WriterName, Away.Member.PrimaryEndpoint);
        await SetAsync(RRType.TXT, World.PinName, $"\"{Away.Member.ReplicationGroupId}\"");
        Forget();
        Rests(Away);
        IsInStep(Home, lag: 1200);
    }
}
