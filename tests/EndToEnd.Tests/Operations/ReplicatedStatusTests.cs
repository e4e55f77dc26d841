using System.Text.Json;

namespace SessionStore.EndToEnd.Tests.Operations;

public sealed class ReplicatedStatusTests : ReplicatedWorld
{
    [Test]
    public async Task Both_kinds_of_replication_stand_in_one_table()
    {
        var run = await Succeed("status");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Match(@"role +PRIMARY +replicated"));
            Assert.That(run.Text, Does.Match(@"replication lag +- +0\.04 s"));
            Assert.That(run.Text, Does.Match(@"replicator +resting +in step"));
            Assert.That(run.Text, Does.Match(@"refused keys +0 +0"));
            Assert.That(run.Text, Does.Match(@"differences +not compared +0"));
            Assert.That(run.Text, Does.Match(@"writes +taken +taken"));
            Assert.That(run.Text, Does.Contain("All is well."));
        });
    }

    [Test]
    public async Task Everything_that_is_off_with_a_replicator_is_named()
    {
        Forget();
        Rests(Home);
        IsInStep(Away, lag: 9000, inStep: false);
        Tell(Away, ReplicatorMetrics.RefusedKeys, 3);
        Tell(Away, ReplicatorMetrics.Differences, 2);
        var run = await Fail("status");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain("ap-southeast-6: the replicator is not in step: sessions are missing here"));
            Assert.That(run.Text, Does.Contain("ap-southeast-6: the store refuses 3 key(s)"));
            Assert.That(run.Text, Does.Contain("ap-southeast-6: the last comparison found 2 key(s) that differ"));
            Assert.That(run.Text, Does.Contain("ap-southeast-6: the replication lag is 9 s: expected at most 5 s"));
        });
    }

    [Test]
    public async Task A_source_that_tells_of_no_changes_is_named()
    {
        IsInStep(Away, lag: 0, inStep: false);
        Tell(Away, ReplicatorMetrics.Deaf, 1);
        Assert.That((await Fail("status")).Text, Does.Contain("the replicator hears nothing: notify-keyspace-events"));
    }

    [Test]
    public async Task A_replicator_that_tells_nothing_is_unknown()
    {
        Forget();
        Rests(Home);
        var run = await Fail("status");
        using var json = JsonDocument.Parse((await Fail("status", "--json")).Text);
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Match(@"replicator +resting +unknown"));
            Assert.That(run.Text, Does.Match(@"replication lag +- +unknown"));
            Assert.That(run.Text, Does.Contain("no value of ReplicatorResting in the last 5 minutes: the replicator tells nothing. "
                + "Unknown: ap-southeast-6.replicator, ap-southeast-6.lagSeconds"));
            Assert.That(json.RootElement.GetProperty("regions")[1].GetProperty("replicator").ValueKind, Is.EqualTo(JsonValueKind.Null));
        });
    }

    [Test]
    public async Task Programs_read_the_replicator_too()
    {
        using var json = JsonDocument.Parse((await Succeed("status", "--json")).Text);
        var replicator = json.RootElement.GetProperty("regions")[1].GetProperty("replicator");
        Assert.Multiple(() =>
        {
            Assert.That(replicator.GetProperty("inStep").GetBoolean(), Is.True);
            Assert.That(replicator.GetProperty("lagMilliseconds").GetDouble(), Is.EqualTo(40));
            Assert.That(replicator.GetProperty("differences").GetInt64(), Is.Zero);
        });
    }
}
