using System.Text.Json;
using SessionStore.Failover;

namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>What is said while Route 53's API does not answer and a Region overrides the writer record by a pin.</summary>
public sealed class OverriddenStatusTests : SilentWorld
{
    private string[]? _pinned;

    [SetUp]
    public async Task Pin()
    {
        if (_pinned is null)
        {
            await Succeed("pin", "us-east-2", "--yes");
            _pinned = [.. World.Regions.Select(region => World.Ssm.Parameters.Value(region.Name, RecordsParameter)!)];
            return;
        }
        foreach (var (region, kept) in World.Regions.Zip(_pinned))
        {
            World.Ssm.Parameters.Set(region.Name, RecordsParameter, kept);
        }
    }

    [Test]
    public async Task A_teardown_waits_for_Route_53_and_for_the_override()
    {
        var run = await Fail("teardown");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain("no record and no health check can be deleted before it does"));
            Assert.That(run.Text, Does.Contain("us-east-2 overrides demo.valkey-dr.live, and its stack must not be destroyed"));
            Assert.That(run.Lines, Has.Some.EqualTo("scripts/ops unpin"));
        });
    }

    [Test]
    public async Task Programs_read_what_is_known_and_what_is_not()
    {
        World.Ssm.Parameters.Remove("us-east-1", RecordsParameter);
        using var status = JsonDocument.Parse((await Fail("status", "--json")).Text);
        var (home, away) = (status.RootElement.GetProperty("regions")[0], status.RootElement.GetProperty("regions")[1]);
        Assert.Multiple(() =>
        {
            Assert.That(status.RootElement.GetProperty("route53Answers").GetBoolean(), Is.False);
            Assert.That(status.RootElement.GetProperty("writerTarget").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(status.RootElement.GetProperty("lastKnown").GetProperty("writerRegion").GetString(), Is.EqualTo("us-east-1"));
            Assert.That(status.RootElement.GetProperty("lastKnown").GetProperty("pin").GetString(), Is.EqualTo(AwayGroup));
            Assert.That(away.GetProperty("overriding").GetBoolean(), Is.True);
            Assert.That(away.GetProperty("overridingSince").GetDateTimeOffset(),
                Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(10)));
            Assert.That(home.GetProperty("overriding").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(status.RootElement.GetProperty("unknown").EnumerateArray()
                .SelectMany(cause => cause.GetProperty("of").EnumerateArray()).Select(of => of.GetString()),
                Has.Some.EqualTo("us-east-1.overriding"));
        });
    }

    [Test]
    public async Task Two_Regions_that_override_at_once_are_off()
    {
        var both = new Kept(null, Branch.None with { OverridingSince = DateTimeOffset.UtcNow });
        World.Ssm.Parameters.Set("us-east-1", RecordsParameter, both.Text());
        Assert.That((await Fail("status")).Text, Does.Contain("2 Regions override at once (us-east-1 and us-east-2)"));
    }

    [Test]
    public async Task A_parameter_that_says_nothing_is_unknown()
    {
        World.Ssm.Parameters.Set("us-east-2", RecordsParameter, "hello");
        var run = await Fail("status");
        Assert.That(run.Text, Does.Contain($"the parameter {RecordsParameter} holds something that no function keeps there")
            .And.Match(@"overriding +no +unknown"));
    }
}
