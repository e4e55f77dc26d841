using System.Text.Json;
using SessionStore.Failover;

namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>
/// Every command while Route 53's API does not answer, in a store whose Regions can override the writer record. Proof limit: how soon a
/// health check follows its alarm on AWS.
/// </summary>
public sealed class SilentRoute53Tests : OperatedWorld
{
    private string HomeGroup => Home.Member.ReplicationGroupId;

    private string AwayGroup => Away.Member.ReplicationGroupId;

    [SetUp]
    public async Task LoseTheApi()
    {
        foreach (var region in World.Regions)
        {
            // What a process knows from the test before would be merged into what this one begins with.
            await region.Invocations.RecycleAsync();
            Look(region);
            await region.Topic.DrainAsync();
        }
        // Whether Route 53 answers is told of each minute, and these looks are of the same one.
        World.CloudWatch.Measured.Forget(FunctionMetrics.Namespace);
        World.Route53.Down = true;
    }

    [TearDown]
    public async Task BringTheApiBack()
    {
        World.Route53.Down = false;
        (Home.Member.Reachable, Away.Member.Reachable, Home.Topic.Up, Away.Topic.Up) = (true, true, true, true);
        await Task.WhenAll(World.Regions.Select(region => region.Topic.DrainAsync()));
    }

    [Test]
    public async Task A_pin_is_told_to_every_Region_and_followed_until_its_Region_overrides()
    {
        var pin = await Succeed("pin", "us-east-2", "--yes");
        var (home, away) = (Kept(Home), Kept(Away));
        var status = await Fail("status");
        Assert.Multiple(() =>
        {
            Assert.That(pin.Lines[0], Does.Contain("whether it is pinned is unknown; as the function of us-east-")
                .And.Contain("the record leads to us-east-1, pinned to none"));
            Assert.That(pin.Text, Does.Contain("us-east-2 will override the record"));
            Assert.That(pin.Text, Does.Contain($$"""published {"session-store:Pin":"{{AwayGroup}}"}"""));
            Assert.That(pin.Text, Does.Contain($$"""published {"session-store:PinElsewhere":"{{AwayGroup}}"}"""));
            Assert.That(pin.Lines[^1], Does.Contain("us-east-2 overrides demo.valkey-dr.live since"));
            Assert.That(away.Branch.OverridingSince, Is.Not.Null);
            Assert.That((home.Branch.Order?.Pinned, home.Branch.OverridingSince), Is.EqualTo((AwayGroup, (DateTimeOffset?)null)));
            Assert.That(status.Text, Does.Match(@"overriding +no +since \d{4}-\d\d-\d\d"));
            Assert.That(status.Text, Does.Match(@"Route 53's API +does not answer +does not answer"));
            Assert.That(status.Lines, Has.Some.EqualTo($"overridden: the name leads to {Away.Member.PrimaryEndpoint} (us-east-2)"));
            Assert.That(status.Lines, Has.Some.StartsWith("! us-east-2 overrides demo.valkey-dr.live since"));
            Assert.That(status.Lines, Has.Some.StartsWith("last known: as the function of")
                .And.EndsWith($"the record leads to us-east-1, pinned to {AwayGroup}"));
        });

        await HandOverAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(await World.WriterAsync(), Is.EqualTo(Away.Member.PrimaryEndpoint));
            Assert.That(await World.PinAsync(), Is.EqualTo(AwayGroup));
            Assert.That(Kept(Away).Branch.OverridingSince, Is.Null);
        });
    }

    [Test]
    public async Task A_Region_that_cannot_be_told_of_a_pin_is_named_with_what_that_means()
    {
        (Home.Member.Reachable, Home.Topic.Up) = (false, false);
        Away.Member.RoleAsync = () => Task.FromResult<string?>(null);
        var pin = await Succeed("pin", "us-east-2", "--yes");
        Assert.That(pin.Text, Does.Contain("us-east-1 could not be told:").And.Contain("then the name leads to both Regions in turn")
            .And.Contain("us-east-2 overrides demo.valkey-dr.live since"));
    }

    [Test]
    public async Task A_pin_to_where_the_record_leads_needs_no_override()
    {
        var pin = await Succeed("pin", "us-east-1", "--yes");
        Assert.Multiple(() =>
        {
            Assert.That(pin.Lines[^1], Does.EndWith("as its function last read the record: there is nothing to override"));
            Assert.That(Kept(Home).Branch.OverridingSince, Is.Null);
        });
    }

    [Test]
    public async Task A_promotion_goes_on_and_is_followed_until_the_Region_overrides()
    {
        var run = await Succeed("promote", "us-east-2", "--yes");
        var again = await Succeed("promote", "us-east-2", "--yes");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain("us-east-2 will override the record").And.Contain("Now, as the function of"));
            Assert.That(run.Lines[^1], Does.Contain("us-east-2 overrides demo.valkey-dr.live since"));
            Assert.That(Kept(Away).Branch.Claim?.Group, Is.EqualTo(AwayGroup));
            Assert.That(again.Text, Does.Contain("is the primary already").And.Contain("It overrides demo.valkey-dr.live since"));
        });
        await HandOverAsync();
        Assert.That(await World.WriterAsync(), Is.EqualTo(Away.Member.PrimaryEndpoint));
    }

    [Test]
    public async Task An_unpin_is_told_to_every_Region_and_ends_the_override()
    {
        await Succeed("pin", "us-east-2", "--yes");
        var blocked = await Fail("promote", "us-east-2", "--yes", "--dry-run", "--max-lag", "0");
        var unpin = await Succeed("unpin", "--yes");
        Assert.Multiple(() =>
        {
            Assert.That(blocked.Text, Does.Not.Contain("is pinned to"), "the Region itself is pinned");
            Assert.That(unpin.Text, Does.Contain("The functions are told one by one"));
            Assert.That(unpin.Text, Does.Contain($$"""{"session-store:Unpin":"{{HomeGroup}}"}""")
                .And.Contain($$"""{"session-store:Unpin":"{{AwayGroup}}"}"""));
            Assert.That(unpin.Lines[^1], Does.EndWith("the pin is gone"));
            Assert.That(Kept(Away).Branch, Has.Property(nameof(Branch.OverridingSince)).Null);
            Assert.That(Kept(Home).Branch.Order?.Kind, Is.EqualTo(NoticeKind.Unpin));
        });
        await HandOverAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(await World.WriterAsync(), Is.EqualTo(Home.Member.PrimaryEndpoint));
            Assert.That(await World.PinAsync(), Is.Null);
        });
    }

    [Test]
    public async Task A_promotion_against_a_pin_that_a_function_knows_is_refused()
    {
        await Succeed("pin", "us-east-1", "--yes");
        var run = await Fail("promote", "us-east-2", "--yes");
        Assert.That(run.Text, Does.Contain($"is pinned to {HomeGroup}, as last known, and would stay there: unpin first"));
    }

    [TestCase("pin us-east-2 --direct --yes")]
    [TestCase("unpin --direct --yes")]
    public async Task What_needs_Route_53_says_the_way_out(string arguments)
    {
        var run = await Fail(arguments.Split(' '));
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain("Route 53 does not answer").And.Contain("Nothing has been changed"));
            Assert.That(run.Text, Does.Contain("Without --direct the order goes to the Region's function, which overrides the record"));
        });
    }

    [Test]
    public async Task A_reconcile_follows_until_the_primary_overrides()
    {
        // Its notice was lost.
        World.Promoted = Away;
        var run = await Succeed("reconcile");
        Assert.That(run.Lines[^1], Does.Contain("us-east-2 overrides demo.valkey-dr.live since"));
    }

    [Test]
    public async Task A_teardown_waits_for_Route_53_and_for_the_override()
    {
        await Succeed("pin", "us-east-2", "--yes");
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
        await Succeed("pin", "us-east-2", "--yes");
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
        await Succeed("pin", "us-east-2", "--yes");
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

    [TestCase("pin us-east-2 --yes", "Route 53 does not answer")]
    [TestCase("unpin --yes", "Route 53 does not answer")]
    [TestCase("reconcile", "the functions could change nothing. Nobody has been asked.")]
    [TestCase("promote us-east-2 --dry-run", "until then writers need the output primaryEndpoint of stack secondary", 0)]
    public async Task A_store_without_overrides_is_as_it_was(string arguments, string expected, int exitCode = 1)
    {
        var run = await World.Operator.Without(OutputNames.RecordsParameterName, OutputNames.OverrideHealthCheckId)
            .RunAsync(CancellationToken.None, arguments.Split(' '));
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Text);
            Assert.That(run.Text, Does.Contain(expected).And.Not.Contain("published").And.Not.Contain("overrid"));
        });
    }

    private static void Look(LocalRegion region) => region.Topic.Publish(SnsEvent.Reconcile(region.Member.ReplicationGroupId));

    private Kept Kept(LocalRegion region) => Failover.Kept.Parse(World.Ssm.Parameters.Value(region.Name, RecordsParameter)!)!;

    // The first look makes the record true, the second ends the override.
    private async Task HandOverAsync()
    {
        await Task.WhenAll(World.Regions.Select(region => region.Topic.DrainAsync()));
        World.Route53.Down = false;
        for (var look = 0; look < 2; look++)
        {
            foreach (var region in World.Regions)
            {
                Look(region);
                await region.Topic.DrainAsync();
            }
        }
    }
}
