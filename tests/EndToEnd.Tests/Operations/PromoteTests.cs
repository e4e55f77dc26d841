namespace SessionStore.EndToEnd.Tests.Operations;

public sealed class PromoteTests : OperatedWorld
{
    [Test]
    public async Task A_promotion_is_followed_until_the_name_leads_to_the_Region()
    {
        var run = await Succeed("promote", "us-east-2", "--yes");
        Assert.Multiple(async () =>
        {
            Assert.That(run.Lines, Has.Some.Match(@"^ +\d+\.\d{3} s  ElastiCache has accepted the promotion of us-east-2$"));
            Assert.That(run.Lines, Has.Some.Match(@"^ +\d+\.\d{3} s  us-east-2 is the primary$"));
            Assert.That(run.Lines[^1], Does.EndWith($"demo.valkey-dr.live leads to {Away.Member.PrimaryEndpoint} (us-east-2)"));
            Assert.That(await World.WriterAsync(), Is.EqualTo(Away.Member.PrimaryEndpoint));
        });
    }

    [Test]
    public async Task Nothing_happens_to_a_Region_that_is_the_primary()
    {
        var run = await Succeed("promote", "us-east-1", "--yes");
        Assert.That(run.Text, Does.Contain("us-east-1 is the primary already. Nothing has been changed."));
    }

    [Test]
    public async Task A_primary_whose_name_leads_elsewhere_is_told_so()
    {
        await SetAsync(RRType.CNAME, World.WriterName, "somewhere.else");
        Assert.That((await Fail("promote", "us-east-1", "--yes")).Text,
            Does.Contain("leads to somewhere.else, not to us-east-1: ask the functions to look with reconcile"));
    }

    [TestCase("us-east-9", "\"us-east-9\" is no Region of the store: expected us-east-1 or us-east-2")]
    [TestCase("us-east-2 --max-lag 1", "the replication lag is 2 s: expected at most 1 s (--max-lag); --accept-lag loses what has not been "
        + "replicated")]
    [TestCase("us-east-2 --no-confirmation", "Nobody to ask whether to promote us-east-2 (replication lag 2 s): confirm with --yes")]
    public async Task What_does_not_fit_is_refused_and_changes_nothing(string arguments, string expected)
    {
        var yes = arguments.Contains("--no-confirmation", StringComparison.Ordinal) ? [] : new[] { "--yes" };
        var run = await Fail(["promote", .. arguments.Replace(" --no-confirmation", "", StringComparison.Ordinal).Split(' '), .. yes]);
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain(expected));
            Assert.That(World.Promoted, Is.EqualTo(Home));
        });
    }

    [Test]
    public async Task All_reasons_against_it_are_told_at_once()
    {
        Away.Member.RoleAsync = () => Task.FromResult<string?>(null);
        await SetAsync(RRType.TXT, World.PinName, $"\"{Home.Member.ReplicationGroupId}\"");
        var run = await Fail("promote", "us-east-2", "--yes");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain("us-east-2 cannot be promoted. Nothing has been changed."));
            Assert.That(run.Text, Does.Contain("session-store-us-east-2 is no member of a datastore: expected SECONDARY"));
            Assert.That(run.Text, Does.Contain("is pinned to session-store-us-east-1 and would stay there: unpin first"));
        });
    }

    [Test]
    public async Task A_Region_that_does_not_answer_cannot_be_promoted()
    {
        Away.Member.Reachable = false;
        Assert.That((await Fail("promote", "us-east-2", "--yes")).Text, Does.Contain("ElastiCache in us-east-2 does not answer"));
    }

    [TestCase("snapshotting", "available")]
    [TestCase("modifying", "primary-only")]
    public async Task What_the_members_do_is_a_warning(string member, string datastore)
    {
        (Home.Member.Status, Away.Member.DatastoreStatus) = (member, datastore);
        var run = await Succeed("promote", "us-east-2", "--yes");
        Assert.That(run.Text, Does.Contain($"session-store-us-east-1 is {member}, not available: the promotion may take longer"));
    }

    [Test]
    public async Task A_datastore_that_is_being_changed_is_refused_and_ElastiCache_has_the_last_word()
    {
        Away.Member.DatastoreStatus = "modifying";
        var refused = await Fail("promote", "us-east-2", "--dry-run");
        var forced = await Fail("promote", "us-east-2", "--yes", "--force");
        Assert.Multiple(() =>
        {
            Assert.That(refused.Text, Does.Contain("the datastore ldgnf-session-store is modifying: expected available or primary-only"));
            Assert.That(refused.Text, Does.Contain("--force goes on all the same"));
            Assert.That(forced.Text, Does.Contain("Ignored by --force: the datastore ldgnf-session-store is modifying"));
            Assert.That(forced.Lines[^1], Is.EqualTo("The Global datastore is not available or in primary-only state."));
            Assert.That(World.Promoted, Is.EqualTo(Home));
        });
    }

    [Test]
    public async Task Force_does_not_accept_a_lag() =>
        Assert.That((await Fail("promote", "us-east-2", "--max-lag", "1", "--force", "--yes")).Text,
            Does.Contain("--accept-lag loses what has not been replicated"));

    [Test]
    public async Task A_primary_that_is_pinned_elsewhere_is_told_to_unpin()
    {
        await SetAsync(RRType.TXT, World.PinName, $"\"{Away.Member.ReplicationGroupId}\"");
        await SetAsync(RRType.CNAME, World.WriterName, Away.Member.PrimaryEndpoint);
        Assert.That((await Fail("promote", "us-east-1", "--yes")).Text,
            Does.Contain("is pinned to session-store-us-east-2 and stays there: unpin first"));
    }

    [Test]
    public async Task Route_53_is_asked_every_two_seconds_at_most()
    {
        World.Route53.Requests.Clear();
        Away.Topic.Up = false;
        await Fail("promote", "us-east-2", "--accept-lag", "--yes", "--timeout", "5");
        RequestsAreSpaced(3);
    }

    [Test]
    public async Task A_lag_that_is_higher_can_be_accepted()
    {
        await Succeed("promote", "us-east-2", "--max-lag", "1", "--accept-lag", "--yes");
        Assert.That(World.Promoted, Is.EqualTo(Away));
    }

    [Test]
    public async Task A_lag_that_nobody_knows_is_refused()
    {
        await using var fresh = await World.StartAsync();
        var run = await fresh.Operator.RunAsync(CancellationToken.None, "promote", "us-east-2", "--yes");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.Text, Does.Contain("the replication lag is unknown: expected at most 5 s"));
        });
    }

    [Test]
    public async Task A_dry_run_checks_and_changes_nothing()
    {
        var run = await Succeed("promote", "us-east-2", "--dry-run");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain("Dry run: would promote us-east-2 (replication lag 2 s). Nothing has been changed."));
            Assert.That(World.Promoted, Is.EqualTo(Home));
        });
    }

    [Test]
    public async Task A_promotion_that_never_ends_is_given_up_and_says_what_is_missing()
    {
        Away.Member.FailoverAsync = _ => Task.CompletedTask;
        var run = await Fail("promote", "us-east-2", "--yes", "--timeout", "1");
        Assert.That(run.Text, Does.Contain("After 1 s still waiting: us-east-2 is SECONDARY. What was asked for may still happen"));
    }

    [Test]
    public async Task With_Route_53_down_it_warns_and_goes_on()
    {
        World.Route53.Down = true;
        var promotion = Run("promote", "us-east-2", "--yes");
        while (World.Promoted != Away && !promotion.IsCompleted)
        {
            await Task.Delay(50);
        }
        World.Route53.Down = false;
        // No minute rule runs here: the look that makes the record true is asked for.
        await Away.Topic.DrainAsync();
        Away.Rule.Tick();
        var run = await promotion;
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Zero, run.Text);
            Assert.That(run.Text, Does.Contain("Route 53 does not answer"));
            Assert.That(run.Text, Does.Contain("us-east-2 will override the record"));
        });
    }
}
