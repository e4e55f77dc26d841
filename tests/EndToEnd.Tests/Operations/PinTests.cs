namespace SessionStore.EndToEnd.Tests.Operations;

public sealed class PinTests : OperatedWorld
{
    private string Pin => World.PinName;

    [Test]
    public async Task A_pin_moves_the_name_and_unpin_gives_it_back()
    {
        var pin = await Succeed("pin", "us-east-2", "--yes");
        Assert.Multiple(async () =>
        {
            Assert.That(pin.Lines[0], Is.EqualTo("session-store-us-east-2 is SECONDARY, available; demo.valkey-dr.live leads to us-east-1, "
                + "pinned to none"));
            Assert.That(pin.Text, Does.Contain("whatever its role is").And.Contain("us-east-2 IS SECONDARY NOW: WRITES WILL FAIL"));
            Assert.That(pin.Text, Does.Contain("us-east-1 is a primary and accepts writes"));
            Assert.That(pin.Lines[^1], Does.EndWith($"leads to {Away.Member.PrimaryEndpoint} (us-east-2)"));
            Assert.That(await World.PinAsync(), Is.EqualTo(Away.Member.ReplicationGroupId));
        });

        var unpin = await Succeed("unpin", "--yes");
        Assert.Multiple(async () =>
        {
            Assert.That(unpin.Text, Does.Contain("will lead to us-east-1, the primary."));
            Assert.That(unpin.Lines[^1], Does.EndWith("the pin is gone"));
            Assert.That(await World.PinAsync(), Is.Null);
        });
        await Succeed("reconcile");
        Assert.That(await World.WriterAsync(), Is.EqualTo(Home.Member.PrimaryEndpoint));
    }

    [TestCase("pin us-east-2 --dry-run", "Dry run: would pin demo.valkey-dr.live to us-east-2. Nothing has been changed.", 0)]
    [TestCase("pin us-east-2", "confirm with --yes", 1)]
    [TestCase("pin us-east-9 --yes", "\"us-east-9\" is no Region of the store", 1)]
    [TestCase("unpin --dry-run", "Dry run: would unpin demo.valkey-dr.live. Nothing has been changed.", 0)]
    public async Task Nothing_is_changed(string arguments, string expected, int exitCode)
    {
        var run = await Run(arguments.Split(' '));
        Assert.Multiple(async () =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Text);
            Assert.That(run.Text, Does.Contain(expected));
            Assert.That(await World.PinAsync(), Is.Null);
            Assert.That(await World.WriterAsync(), Is.EqualTo(Home.Member.PrimaryEndpoint));
        });
    }

    [Test]
    public async Task A_pin_that_is_there_is_given_again_so_that_no_unpin_on_its_way_undoes_it()
    {
        await Succeed("pin", "us-east-1", "--yes");
        var late = SnsEvent.At(DateTimeOffset.UtcNow, SnsEvent.Unpin(Home.Member.ReplicationGroupId));
        var again = await Succeed("pin", "us-east-1", "--yes");
        await Home.Function.InvokeAsync(late);
        Assert.Multiple(async () =>
        {
            Assert.That(again.Text, Does.Contain("is pinned to us-east-1 already. The order is given again").And.Contain("published"));
            Assert.That(await World.PinAsync(), Is.EqualTo(Home.Member.ReplicationGroupId));
        });
    }

    [Test]
    public async Task An_unpin_without_a_pin_holds_against_a_pin_that_is_on_its_way()
    {
        var late = SnsEvent.At(DateTimeOffset.UtcNow, SnsEvent.Pin(Away.Member.ReplicationGroupId));
        var unpin = await Succeed("unpin", "--yes");
        await Away.Function.InvokeAsync(late);
        Assert.Multiple(async () =>
        {
            Assert.That(unpin.Text, Does.Contain("is not pinned. The order is given all the same"));
            Assert.That(await World.PinAsync(), Is.Null);
        });
    }

    [TestCase("--yes")]
    [TestCase("--dry-run")]
    public async Task What_the_function_could_not_carry_out_is_refused_all_at_once(string how)
    {
        Away.Member.Status = null;
        await SetAsync(RRType.CNAME, World.WriterName, null);
        await SetAsync(RRType.A, World.WriterName, "10.0.0.1");
        var run = await Fail("pin", "us-east-2", how);
        await SetAsync(RRType.A, World.WriterName, null);
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain("session-store-us-east-2 does not exist: there is no endpoint to lead writers to"));
            Assert.That(run.Text, Does.Contain("demo.valkey-dr.live holds a record of type A (10.0.0.1); expected one CNAME"));
            Assert.That(run.Text, Does.Contain("--force goes on all the same").And.Not.Contain("published"));
        });
    }

    [Test]
    public async Task A_Region_that_does_not_answer_is_pinned_only_by_force()
    {
        Away.Member.Reachable = false;
        var refused = await Fail("pin", "us-east-2", "--yes");
        var forced = await Fail("pin", "us-east-2", "--yes", "--force", "--timeout", "1");
        Away.Member.Reachable = true;
        await Away.Topic.DrainAsync();
        Assert.Multiple(() =>
        {
            Assert.That(refused.Text, Does.Contain("ElastiCache in us-east-2 does not answer").And.Not.Contain("published"));
            Assert.That(forced.Text, Does.Contain("published"));
        });
    }

    [Test]
    public async Task A_pin_of_a_group_that_is_nobodys_is_taken_away_too()
    {
        await SetAsync(RRType.TXT, Pin, "\"another-store\"");
        Assert.That((await Succeed("unpin", "--yes")).Text, Does.Contain("the pin is gone"));
        Assert.That(await World.PinAsync(), Is.Null);
    }

    [Test]
    public async Task The_pin_of_a_lost_Region_is_taken_away_by_another()
    {
        await SetAsync(RRType.TXT, Pin, $"\"{Away.Member.ReplicationGroupId}\"");
        (Away.Member.Reachable, Away.Topic.Up) = (false, false);
        var run = await Succeed("unpin", "--yes");
        Assert.Multiple(async () =>
        {
            Assert.That(run.Text, Does.Contain("published {\"session-store:Unpin\":\"session-store-us-east-1\"}"));
            Assert.That(await World.PinAsync(), Is.Null);
        });
    }

    [Test]
    public async Task A_dry_run_of_unpin_keeps_the_pin()
    {
        await SetAsync(RRType.TXT, Pin, $"\"{Home.Member.ReplicationGroupId}\"");
        Assert.That((await Succeed("unpin", "--dry-run")).Text, Does.Contain("Dry run: would unpin demo.valkey-dr.live from us-east-1"));
        Assert.That(await World.PinAsync(), Is.EqualTo(Home.Member.ReplicationGroupId));
    }
}
