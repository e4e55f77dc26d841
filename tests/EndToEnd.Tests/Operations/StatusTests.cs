using System.Text.Json;

namespace SessionStore.EndToEnd.Tests.Operations;

public sealed class StatusTests : OperatedWorld
{
    [Test]
    public async Task Both_Regions_stand_side_by_side_when_all_is_well()
    {
        var run = await Succeed("status");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain($"demo.valkey-dr.live leads to {Home.Member.PrimaryEndpoint} (us-east-1)"));
            Assert.That(run.Text, Does.Match(@"us-east-1 +us-east-2"));
            Assert.That(run.Text, Does.Match(@"stack +primary +secondary"));
            Assert.That(run.Text, Does.Match(@"role +PRIMARY +SECONDARY"));
            Assert.That(run.Text, Does.Match(@"replication lag +- +2 s"));
            Assert.That(run.Text, Does.Match(@"notification +active +active"));
            Assert.That(run.Text, Does.Match(@"dead letters +0 undelivered, 0 failed +0 undelivered, 0 failed"));
            Assert.That(run.Text, Does.Contain("pin: none"));
            Assert.That(run.Text, Does.Contain("All is well."));
        });
    }

    [Test]
    public async Task Programs_read_the_same_as_JSON()
    {
        using var status = JsonDocument.Parse((await Succeed("status", "--json")).Text);
        var away = status.RootElement.GetProperty("regions")[1];
        Assert.Multiple(() =>
        {
            Assert.That(status.RootElement.GetProperty("writerRegion").GetString(), Is.EqualTo("us-east-1"));
            Assert.That(status.RootElement.GetProperty("pin").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(status.RootElement.GetProperty("findings").GetArrayLength(), Is.Zero);
            Assert.That(away.GetProperty("role").GetString(), Is.EqualTo(MemberRoles.Secondary));
            Assert.That(away.GetProperty("lagSeconds").GetDouble(), Is.EqualTo(2));
        });
    }

    [Test]
    public async Task Everything_that_is_off_is_named_at_once_and_makes_the_exit_code_1()
    {
        Away.Member.TopicStatus = "inactive";
        Home.Member.Status = "modifying";
        await SetAsync(RRType.CNAME, World.WriterName, "somewhere.else");
        await Away.Queues.SendAsync((string)Away.Stage.Output(OutputNames.FailedQueueUrl), "{}");
        World.CloudWatch.Measured.SetAlarm("us-east-2", "session-store-memory", "ALARM");
        var run = await Fail("status", "--max-lag", "1");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain($"demo.valkey-dr.live leads to somewhere.else: expected {Home.Member.PrimaryEndpoint} of "
                + "us-east-1"));
            Assert.That(run.Text, Does.Contain("us-east-1: the group is modifying: expected available"));
            Assert.That(run.Text, Does.Contain("us-east-2: the replication lag is 2 s: expected at most 1 s"));
            Assert.That(run.Text, Does.Contain("us-east-2: ElastiCache's notification is inactive: expected active; revive-notifications "
                + "switches it on"));
            Assert.That(run.Text, Does.Contain("us-east-2: 1 dead letter(s) in the queue failed: redrive reads them"));
            Assert.That(run.Text, Does.Contain("us-east-2: alarm session-store-memory rings"));
        });
        World.CloudWatch.Measured.SetAlarm("us-east-2", "session-store-memory", "OK");
        await Succeed("redrive");
    }

    [Test]
    public async Task A_Region_that_is_lost_keeps_nothing_else_from_being_seen()
    {
        Home.Member.Reachable = false;
        var run = await Fail("status");
        Assert.Multiple(() =>
        {
            Assert.That(run.Lines, Has.One.StartsWith("! ElastiCache in us-east-1 does not answer"));
            Assert.That(run.Text, Does.Contain("no Region that answers is the primary; whether us-east-1 is is unknown"));
            Assert.That(run.Text, Does.Match(@"role +unknown +SECONDARY"));
            Assert.That(run.Text, Does.Match(@"group +unknown +available"));
            Assert.That(run.Text, Does.Match(@"notification +unknown +active"));
        });
    }

    [Test]
    public async Task Services_of_a_lost_Region_are_one_cause()
    {
        (Home.Member.Reachable, Home.Topic.Up) = (false, false);
        var run = await Fail("status");
        Assert.Multiple(() =>
        {
            Assert.That(run.Lines.Where(line => line.Contains("not answer", StringComparison.Ordinal)).Count(), Is.EqualTo(1), run.Text);
            Assert.That(run.Text, Does.Match("! (ElastiCache|CloudWatch|Systems Manager|and| )+ in us-east-1 do not answer: "));
            Assert.That(run.Text, Does.Match(@"overriding +unknown +no"));
            Assert.That(run.Text, Does.Match(@"alarms +unknown +none"));
            Assert.That(run.Text, Does.Match(@"last move here +unknown"));
            Assert.That(run.Text, Does.Match(@"dead letters +0 undelivered, 0 failed"), "SQS answers");
        });
    }

    [Test]
    public async Task Without_credentials_everything_is_unknown_for_one_reason()
    {
        var run = await World.Operator.WithoutCredentials().RunAsync(CancellationToken.None, "status");
        var json = await World.Operator.WithoutCredentials().RunAsync(CancellationToken.None, "status", "--json");
        using var status = JsonDocument.Parse(json.Text);
        var home = status.RootElement.GetProperty("regions")[0];
        Assert.Multiple(() =>
        {
            Assert.That((run.ExitCode, json.ExitCode), Is.EqualTo((1, 1)));
            Assert.That(run.Lines.Where(line => line.StartsWith("! ", StringComparison.Ordinal)).Count(), Is.EqualTo(2), run.Text);
            Assert.That(run.Lines, Has.Some.StartsWith("! no Region that answers is the primary"));
            Assert.That(run.Text, Does.Match(@"dead letters +unknown undelivered, unknown failed"));
            Assert.That(run.Text, Does.Not.Match(@"(?m) (none|0|-)( |$)"));
            foreach (var fact in new[] { "role", "status", "datastoreStatus", "notification", "lagSeconds", "alarms", "lastMove" })
            {
                Assert.That(home.GetProperty(fact).ValueKind, Is.EqualTo(JsonValueKind.Null), fact);
            }
            Assert.That(home.GetProperty("deadLetters").GetProperty("failed").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(status.RootElement.GetProperty("unknown").GetArrayLength(), Is.EqualTo(1));
            Assert.That(
                status.RootElement.GetProperty("unknown")[0].GetProperty("of").EnumerateArray().Select(of => of.GetString()),
                Is.SupersetOf(new[] { "writerTarget", "pin", "us-east-1.role", "us-east-2.alarms", "us-east-2.deadLetters.failed" }));
        });
    }

    [Test]
    public async Task A_lag_that_CloudWatch_does_not_have_is_unknown_and_one_that_nobody_has_is_not()
    {
        await using var fresh = await World.StartAsync();
        var run = await fresh.Operator.RunAsync(CancellationToken.None, "status");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.Text, Does.Match(@"replication lag +- +unknown"));
            Assert.That(run.Text, Does.Contain("CloudWatch in us-east-2: no value of GlobalDatastoreReplicationLag in the last 5 minutes. "
                + "Unknown: us-east-2.lagSeconds"));
        });
    }

    [Test]
    public async Task Who_is_entitled_and_what_was_ordered_last_is_shown_from_the_history()
    {
        await Succeed("pin", "us-east-2", "--yes");
        var run = await Fail("status");
        using var status = JsonDocument.Parse((await Run("status", "--json")).Text);
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Match(@"last order: Pin of session-store-us-east-2 at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"));
            Assert.That(run.Text, Does.Contain("entitled without a pin: nobody yet")
                .Or.Match("entitled without a pin: session-store-us-east-. since"));
            Assert.That(status.RootElement.GetProperty("lastOrder").GetProperty("kind").GetString(), Is.EqualTo("Pin"));
        });
    }

    [Test]
    public async Task A_history_that_was_spoilt_by_hand_is_off()
    {
        await SetAsync(RRType.TXT, $"_history.{World.WriterName}", "\"hello\"");
        Assert.That((await Fail("status")).Text, Does.Contain("_history.demo.valkey-dr.live holds something that is no history"));
    }

    [Test]
    public async Task Route_53_is_asked_once_for_everything()
    {
        World.Route53.Requests.Clear();
        await SetAsync(RRType.TXT, World.PinName, $"\"{Home.Member.ReplicationGroupId}\"");
        var run = await Fail("status");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain("pin: session-store-us-east-1").And.Contain("(us-east-1)"));
            Assert.That(World.Route53.Requests.Where(request => request.By == "operator").Count(), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task A_busy_Route_53_is_asked_again_after_two_seconds()
    {
        World.Route53.Requests.Clear();
        World.Route53.Throttle(2);
        var run = await Succeed("status");
        Assert.That(run.Text, Does.Contain("pin: none"));
        RequestsAreSpaced(3);
    }

    [Test]
    public async Task With_Route_53_down_the_rest_is_seen_and_nothing_is_made_up()
    {
        World.Route53.Down = true;
        var run = await Run("status");
        World.Route53.Down = false;
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.Lines[0], Is.EqualTo("demo.valkey-dr.live leads to unknown"));
            Assert.That(run.Lines[1], Is.EqualTo("pin: unknown"));
            Assert.That(run.Lines, Has.One.StartsWith("! Route 53 does not answer"), "in plain text where nobody reads colours");
            Assert.That(run.Lines, Has.One.EndsWith("Unknown: writerTarget, pin, entitledGroup, lastOrder"));
            Assert.That(run.Text, Does.Contain("entitled without a pin: unknown").And.Contain("last order: unknown"));
            Assert.That(run.Text, Does.Match(@"writer record +unknown +unknown"));
            Assert.That(run.Text, Does.Match(@"role +PRIMARY +SECONDARY"));
        });
    }

    [Test]
    public async Task A_pin_two_primaries_and_a_group_on_its_own_are_off()
    {
        await SetAsync(RRType.TXT, World.PinName, $"\"{Away.Member.ReplicationGroupId}\"");
        var follower = await Fail("status");
        Away.Member.RoleAsync = () => Task.FromResult<string?>(MemberRoles.Primary);
        var two = await Fail("status");
        Away.Member.RoleAsync = () => Task.FromResult<string?>(null);
        var alone = await Fail("status");
        Assert.Multiple(() =>
        {
            Assert.That(follower.Text, Does.Contain("us-east-2 is SECONDARY, and the pin leads writers there: writes fail; promote it, or "
                + "unpin"));
            Assert.That(two.Text, Does.Contain("2 Regions are the primary (us-east-1 and us-east-2): expected one"));
            Assert.That(two.Text, Does.Contain("is pinned to session-store-us-east-2"));
            Assert.That(two.Text, Does.Contain($"expected {Away.Member.PrimaryEndpoint} of us-east-2"), "the pinned Region owns the "
                + "record");
            Assert.That(alone.Text, Does.Contain("us-east-2: session-store-us-east-2 is no member of the datastore"));
        });
    }

    [Test]
    public async Task The_last_move_is_seen_where_the_name_went()
    {
        await Succeed("promote", "us-east-2", "--yes");
        await Away.Topic.DrainAsync();
        using var status = JsonDocument.Parse((await Run("status", "--json")).Text);
        var moved = status.RootElement.GetProperty("regions")[1].GetProperty("lastMove").GetDateTimeOffset();
        Assert.That(moved, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(6)));
    }
}
