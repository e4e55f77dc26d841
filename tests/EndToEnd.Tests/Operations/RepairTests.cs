namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>reconcile, revive-notifications and redrive.</summary>
public sealed class RepairTests : OperatedWorld
{
    private string Failed => (string)Away.Stage.Output(OutputNames.FailedQueueUrl);

    [TearDown]
    public async Task EmptyTheQueues() => await Run("redrive", "--orders");

    [Test]
    public async Task Reconcile_brings_the_name_back_at_once()
    {
        await SetAsync(RRType.CNAME, World.WriterName, Away.Member.PrimaryEndpoint);
        var dry = await Succeed("reconcile", "--dry-run");
        Assert.That(dry.Text, Does.Contain("Dry run: would ask the functions of us-east-1 and us-east-2 to look, and follow "
            + "demo.valkey-dr.live to us-east-1"));
        Assert.That(await World.WriterAsync(), Is.EqualTo(Away.Member.PrimaryEndpoint));

        var run = await Succeed("reconcile");
        Assert.Multiple(async () =>
        {
            Assert.That(run.Lines[^1], Does.EndWith($"leads to {Home.Member.PrimaryEndpoint} (us-east-1)"));
            Assert.That(await World.WriterAsync(), Is.EqualTo(Home.Member.PrimaryEndpoint));
        });
    }

    [Test]
    public async Task Reconcile_asks_the_Region_that_is_left()
    {
        World.Promoted = Away;
        Home.Topic.Up = Home.Member.Reachable = false;
        var run = await Fail("reconcile");
        Assert.Multiple(async () =>
        {
            Assert.That(run.Text, Does.Contain("us-east-1 could not be asked"));
            Assert.That(await World.WriterAsync(), Is.EqualTo(Away.Member.PrimaryEndpoint));
        });
    }

    [Test]
    public async Task Reconcile_does_not_guess_between_two_primaries()
    {
        Away.Member.RoleAsync = () => Task.FromResult<string?>(MemberRoles.Primary);
        foreach (var arguments in new[] { new[] { "reconcile" }, ["reconcile", "--dry-run"] })
        {
            Assert.That((await Fail(arguments)).Text,
                Does.Contain("2 Regions are the primary and nothing is pinned: nobody knows where demo.valkey-dr.live belongs"));
        }
    }

    [Test]
    public async Task Notifications_are_switched_on_where_they_have_stopped()
    {
        Away.Member.TopicStatus = "inactive";
        Assert.That((await Succeed("revive-notifications", "--dry-run")).Text,
            Does.Contain("Dry run: would switch the notification of session-store-us-east-2 in us-east-2 on (inactive now)"));
        Assert.That(Away.Member.TopicStatus, Is.EqualTo("inactive"));

        var run = await Succeed("revive-notifications");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain("us-east-1: the notification is active"));
            Assert.That(run.Text, Does.Contain("us-east-2: the notification is active again"));
            Assert.That(Away.Member.TopicStatus, Is.EqualTo("active"));
        });
    }

    [Test]
    public async Task A_Region_whose_notification_is_unknown_is_told()
    {
        Home.Member.Reachable = false;
        Assert.That((await Fail("revive-notifications")).Text, Does.Contain("us-east-1: ElastiCache in us-east-1 does not answer"));
    }

    [Test]
    public async Task What_the_function_gave_up_is_looked_at_again_and_deleted()
    {
        // A record that is not the function's to delete: it fails three times, and Lambda gives the event up.
        await SetAsync(RRType.CNAME, World.WriterName, null);
        await SetAsync(RRType.A, World.WriterName, "10.0.0.1");
        Home.Topic.Publish(SnsEvent.Reconcile(Home.Member.ReplicationGroupId));
        await Home.Topic.DrainAsync();
        await SetAsync(RRType.A, World.WriterName, null);

        Assert.That((await Fail("status")).Text, Does.Contain("us-east-1: 1 dead letter(s) in the queue failed"));
        var run = await Succeed("redrive");
        await Home.Topic.DrainAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(run.Text, Does.Contain("us-east-1: 1 dead letter(s) in the queue failed"));
            Assert.That(run.Lines, Has.Some.Match(
                @"of \d{4}-\d\d-\d\d \d\d:\d\d UTC: \{""session-store:Reconcile"":""session-store-us-east-1""\}"));
            Assert.That(await World.WriterAsync(), Is.EqualTo(Home.Member.PrimaryEndpoint));
        });
        await Succeed("status");
    }

    [Test]
    public async Task What_SNS_could_not_deliver_is_read_as_SNS_writes_it()
    {
        var message = SnsEvent.Promoted(Away.Member.ReplicationGroupId);
        await Away.Queues.SendAsync(
            (string)Away.Stage.Output(OutputNames.UndeliveredQueueUrl),
                System.Text.Json.JsonSerializer.Serialize(new { Type = "Notification", Message = message }));
        var run = await Succeed("redrive");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain($"UTC: {message}"));
            Assert.That(run.Text, Does.Contain("""published {"session-store:Reconcile":"session-store-us-east-2"}"""));
        });
    }

    [Test]
    public async Task An_order_is_repeated_only_when_the_operator_says_so()
    {
        await Away.Queues.SendAsync(Failed, SnsEvent.Failure(SnsEvent.Of(SnsEvent.Pin(Away.Member.ReplicationGroupId)), "{}"));
        var kept = await Fail("redrive");
        Assert.Multiple(async () =>
        {
            Assert.That(kept.Text, Does.Contain("an order is not repeated by itself, it may be out of date: redrive --orders repeats it"));
            Assert.That(await World.PinAsync(), Is.Null);
        });
        await Succeed("redrive", "--orders");
        await Away.Topic.DrainAsync();
        Assert.That(await World.PinAsync(), Is.EqualTo(Away.Member.ReplicationGroupId));
    }

    [Test]
    public async Task A_dry_run_of_redrive_publishes_and_deletes_nothing()
    {
        await Away.Queues.SendAsync(Failed, "not even JSON");
        var run = await Succeed("redrive", "--dry-run");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain("UTC: not even JSON"));
            Assert.That(run.Text, Does.Contain("Dry run: would ask the function of us-east-2 to look and delete the letter"));
            Assert.That(run.Text, Does.Not.Contain("published"));
        });
        Assert.That((await Succeed("redrive")).Text, Does.Contain("UTC: not even JSON"), "the letter is still there");
    }
}
