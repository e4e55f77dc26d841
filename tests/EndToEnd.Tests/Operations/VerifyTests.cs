namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>Proof limit: what AWS answers to a new store nobody here knows; docs/first-deployment.md says why each is expected.</summary>
public sealed class VerifyTests : OperatedWorld
{
    [SetUp]
    public async Task SeemDeployed()
    {
        await Home.Function.InvokeAsync(SnsEvent.Of(SnsEvent.Reconcile(Home.Member.ReplicationGroupId)));
        foreach (var region in new[] { Home, Away })
        {
            World.CloudWatch.Measured.Put(region.Name, "AWS/Events", "Invocations", "RuleName", "session-store-reconcile", 60);
            World.CloudWatch.Measured.SetAlarm(region.Name, "session-store-replication-lag",
                region == Home ? "INSUFFICIENT_DATA" : "OK");
        }
    }

    [Test]
    public async Task A_store_that_answers_as_expected_is_a_report_to_paste()
    {
        World.Route53.Requests.Clear();
        var run = await Succeed("verify");
        Assert.Multiple(() =>
        {
            Assert.That(run.Lines[0], Is.EqualTo("### What `ops verify` was answered"));
            Assert.That(run.Text, Does.Match(@"Store session-store in us-east-1 and us-east-2, \d{4}-\d\d-\d\d \d\d:\d\d UTC: 14 as "
                + "expected, 0 different, 0 unknown"));
            Assert.That(run.Lines, Has.Some.Match(@"^\| 1 \| .* \| us-east-2 \| .* \| SECONDARY, available, available \| as expected \|$"));
            Assert.That(run.Lines, Has.Some.Match(@"^\| 2 \| .* \| us-east-1 \| .* \| \d+0 `Invocations`, 0 `FailedInvocations` \| as "));
            Assert.That(run.Lines, Has.Some.Match(@"^\| 4 \| .* \| us-east-1 \| .* \| none \| as expected \|$"));
            Assert.That(run.Lines, Has.Some.Match(@"^\| 4 \| .* \| us-east-2 \| .* \| ReplicationGroupId=session-store-us-east-2 \| as "));
            Assert.That(run.Lines, Has.Some.Match(
                $@"^\| 5 \| .* \| - \| {Home.Member.PrimaryEndpoint} \| {Home.Member.PrimaryEndpoint} \|"));
            Assert.That(run.Lines, Has.Some.Match(@"^\| 7 \| .* \| changes=\d+; claim=\w+ session-store-us-east-1 "));
            Assert.That(
                run.Lines.Where(line => line.StartsWith('|')).Select(line => line.Count(letter => letter == '|')), Is.All.EqualTo(7));
            Assert.That(World.Route53.Requests.Where(request => request.By == "operator").Count(), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Every_answer_that_is_different_is_said()
    {
        await SetAsync(RRType.CNAME, World.WriterName, "somewhere.else");
        await SetAsync(RRType.TXT, $"_history.{World.WriterName}", null);
        Away.Member.TopicStatus = "inactive";
        Home.Member.Status = "modifying";
        World.CloudWatch.Measured.SetAlarm("us-east-2", "session-store-replication-lag", "INSUFFICIENT_DATA");
        World.CloudWatch.Measured.Put("us-east-2", "AWS/Events", "FailedInvocations", "RuleName", "session-store-reconcile", 3);
        var run = await Fail("verify");
        // Later tests see none of it.
        World.CloudWatch.Measured.Forget("AWS/Events");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain("8 as expected, 6 different, 0 unknown"));
            Assert.That(run.Lines, Has.Some.Match(@"us-east-1 .* \| PRIMARY, modifying, available \| different \|$"));
            Assert.That(run.Lines, Has.Some.Match(@"us-east-2 .* 3 `FailedInvocations` \| different \|$"));
            Assert.That(run.Lines, Has.Some.Match(@"us-east-2 \| active \| inactive \| different \|$"));
            Assert.That(run.Lines, Has.Some.Match(@"us-east-2 \| OK \| INSUFFICIENT_DATA \| different \|$"));
            Assert.That(run.Lines, Has.Some.Match(@"\| somewhere.else \| different \|$"));
            Assert.That(run.Lines, Has.Some.Match(@"\| no record \| different \|$"));
        });
    }

    [Test]
    public async Task A_rule_that_calls_nothing_and_an_alarm_that_is_not_there_are_different()
    {
        World.CloudWatch.Measured.Forget("AWS/Events");
        await using var fresh = await World.StartAsync();
        var run = await fresh.Operator.RunAsync(CancellationToken.None, "verify");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.Lines, Has.Some.Match(@"us-east-2 .* \| 0 `Invocations`, 0 `FailedInvocations` \| different \|$"));
            Assert.That(run.Lines, Has.Some.Match(@"us-east-2 \| OK \| no alarm session-store-replication-lag \| different \|$"));
            Assert.That(run.Lines, Has.Some.Match(@"\| 4 \| .* \| us-east-2 \| one at least \| none \| different \|$"));
        });
    }

    [Test]
    public async Task What_could_not_be_asked_is_unknown()
    {
        Away.Member.Reachable = false;
        World.Route53.Down = true;
        var run = await Fail("verify");
        World.Route53.Down = false;
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Match(@"\d+ as expected, 0 different, [1-9]\d* unknown"));
            Assert.That(run.Lines, Has.Some.Match(
                @"^\| 1 \| .* \| us-east-2 \| .* \| .*ElastiCache.* in us-east-2 do(es)? not answer.* \| unknown"));
            Assert.That(run.Lines, Has.Some.Match(@"^\| 5 \| .* \| Route 53 does not answer.* \| unknown \|$"));
            Assert.That(run.Lines, Has.Some.Match(@"^\| 7 \| .* \| Route 53 does not answer.* \| unknown \|$"));
        });
    }
}
