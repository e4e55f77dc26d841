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
            Assert.That(away.GetProperty("role").GetString(), Is.EqualTo("SECONDARY"));
            Assert.That(away.GetProperty("lagSeconds").GetDouble(), Is.EqualTo(2));
        });
    }

    [Test]
    public async Task Everything_that_is_off_is_named_at_once_and_makes_the_exit_code_1()
    {
        Away.Member.TopicStatus = "inactive";
        Home.Member.Status = "modifying";
        await SetAsync(RRType.CNAME, World.WriterName, "somewhere.else");
        await Away.Queues.SendAsync((string)Away.Stage.Outputs["failedQueueUrl"], "{}");
        await Ring("us-east-2", "session-store-memory");
        var run = await Fail("status", "--max-lag", "1");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain($"demo.valkey-dr.live leads to somewhere.else: expected {Home.Member.PrimaryEndpoint} of us-east-1"));
            Assert.That(run.Text, Does.Contain("us-east-1: the group is modifying: expected available"));
            Assert.That(run.Text, Does.Contain("us-east-2: the replication lag is 2 s: expected at most 1 s"));
            Assert.That(run.Text, Does.Contain("us-east-2: ElastiCache's notification is inactive: expected active; revive-notifications switches it on"));
            Assert.That(run.Text, Does.Contain("us-east-2: 1 dead letter(s) in the queue failed: redrive reads them"));
            Assert.That(run.Text, Does.Contain("us-east-2: alarm session-store-memory rings"));
        });
        await Call("us-east-2", ("Action", "DeleteAlarms"), ("AlarmNames.member.1", "session-store-memory"));
        await Succeed("redrive");
    }

    [Test]
    public async Task A_Region_that_is_lost_keeps_nothing_else_from_being_seen()
    {
        Home.Member.Reachable = false;
        var run = await Fail("status");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain("us-east-1: ElastiCache does not answer"));
            Assert.That(run.Text, Does.Contain("0 Regions are the primary: expected one"));
            Assert.That(run.Text, Does.Match(@"role +does not answer +SECONDARY"));
        });
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
            Assert.That(run.Lines[0], Is.EqualTo("demo.valkey-dr.live leads to ?"));
            Assert.That(run.Lines[1], Is.EqualTo("pin: ?"));
            Assert.That(run.Lines, Has.Some.StartsWith("! Route 53 does not answer"), "in plain text where nobody reads colours");
            Assert.That(run.Text, Does.Match(@"role +PRIMARY +SECONDARY"));
        });
    }

    [Test]
    public async Task A_pin_two_primaries_and_a_group_on_its_own_are_off()
    {
        await SetAsync(RRType.TXT, $"_pin.{World.WriterName}", $"\"{Away.Member.ReplicationGroupId}\"");
        var follower = await Fail("status");
        Away.Member.RoleAsync = () => Task.FromResult<string?>("PRIMARY");
        var two = await Fail("status");
        Away.Member.RoleAsync = () => Task.FromResult<string?>(null);
        var alone = await Fail("status");
        Assert.Multiple(() =>
        {
            Assert.That(follower.Text, Does.Contain("us-east-2 is SECONDARY, and the pin leads writers there: writes fail; promote it, or unpin"));
            Assert.That(two.Text, Does.Contain("2 Regions are the primary (us-east-1 and us-east-2): expected one"));
            Assert.That(two.Text, Does.Contain("is pinned to session-store-us-east-2"));
            Assert.That(two.Text, Does.Contain($"expected {Away.Member.PrimaryEndpoint} of us-east-2"), "the pinned Region owns the record");
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

    private async Task Ring(string region, string alarm)
    {
        await Call(region, ("Action", "PutMetricAlarm"), ("AlarmName", alarm), ("ComparisonOperator", "GreaterThanThreshold"), ("EvaluationPeriods", "1"),
            ("MetricName", "m"), ("Namespace", "n"), ("Period", "60"), ("Statistic", "Maximum"), ("Threshold", "1"));
        await Call(region, ("Action", "SetAlarmState"), ("AlarmName", alarm), ("StateValue", "ALARM"), ("StateReason", "test"));
    }

    private async Task Call(string region, params (string Name, string Value)[] form)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, World.Emulator)
        {
            Content = new FormUrlEncodedContent(form.Append(("Version", "2010-08-01")).Select(field => KeyValuePair.Create(field.Item1, field.Item2))),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=t/20260101/{region}/monitoring/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await client.SendAsync(request);
        Assert.That(answer.IsSuccessStatusCode, Is.True, await answer.Content.ReadAsStringAsync());
    }
}
