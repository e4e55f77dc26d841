using SessionStore.Failover;

namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>
/// Every order while Route 53's API does not answer, in a store whose Regions can override the writer record. Proof limit: how soon a
/// health check follows its alarm on AWS.
/// </summary>
public sealed class SilentRoute53Tests : SilentWorld
{
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

    [Test]
    public async Task A_reconcile_follows_until_the_primary_overrides()
    {
        // Its notice was lost.
        World.Promoted = Away;
        var run = await Succeed("reconcile");
        Assert.That(run.Lines[^1], Does.Contain("us-east-2 overrides demo.valkey-dr.live since"));
    }
}
