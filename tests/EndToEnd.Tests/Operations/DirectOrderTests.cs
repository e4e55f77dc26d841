using SessionStore.Failover;

namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>The way round SNS and Lambda: the operator's machine changes the records itself, by the function's own decision.</summary>
public sealed class DirectOrderTests : OperatedWorld
{
    private string History => $"_history.{World.WriterName}";

    [Test]
    public async Task A_Region_of_which_only_the_cache_is_left_is_pinned_and_unpinned()
    {
        (Away.Topic.Up, Away.Member.Reachable) = (false, false);
        var pin = await Succeed("pin", "us-east-2", "--direct", "--yes");
        await Tick(Home);
        Assert.Multiple(async () =>
        {
            Assert.That(pin.Text, Does.Contain("Route 53 has accepted the pin").And.Not.Contain("published"));
            Assert.That(await World.PinAsync(), Is.EqualTo(Away.Member.ReplicationGroupId));
            Assert.That(await World.WriterAsync(), Is.EqualTo(Away.Member.PrimaryEndpoint), "the primary's function obeys it");
        });

        Home.Topic.Up = false;
        var unpin = await Succeed("unpin", "--direct", "--yes");
        Assert.Multiple(async () =>
        {
            Assert.That(unpin.Text, Does.Contain("Route 53 has accepted the unpin").And.Not.Contain("published"));
            Assert.That(await World.PinAsync(), Is.Null);
            Assert.That(await World.WriterAsync(), Is.EqualTo(Away.Member.PrimaryEndpoint), "where it leads then is the functions' "
                + "business");
        });
    }

    [Test]
    public async Task An_order_that_was_given_before_and_arrives_later_does_not_undo_it()
    {
        var late = DateTimeOffset.UtcNow - TimeSpan.FromSeconds(30);
        await Succeed("pin", "us-east-2", "--direct", "--yes");
        await Home.Function.InvokeAsync(SnsEvent.At(late, SnsEvent.Pin(Home.Member.ReplicationGroupId)));
        Assert.That(await World.PinAsync(), Is.EqualTo(Away.Member.ReplicationGroupId));
    }

    [Test]
    public async Task It_testifies_to_no_role()
    {
        await Tick(Home);
        var before = await HistoryAsync();
        Away.Member.RoleAsync = () => Task.FromResult<string?>(MemberRoles.Primary);
        await Succeed("pin", "us-east-2", "--direct", "--yes");
        var after = await HistoryAsync();
        Assert.Multiple(() =>
        {
            Assert.That((after.Claim, string.Join(' ', after.Superseded)), Is.EqualTo((before.Claim, string.Join(' ', before.Superseded))));
            Assert.That(after.Order?.Group, Is.EqualTo(Away.Member.ReplicationGroupId));
            Assert.That(after.Changes, Is.EqualTo(before.Changes + 1));
        });
    }

    [Test]
    public async Task Of_two_at_once_one_holds_and_the_record_is_where_the_pin_is()
    {
        await Task.WhenAll(Run("pin", "us-east-2", "--direct", "--yes", "--timeout", "20"),
            Run("pin", "us-east-1", "--direct", "--yes", "--timeout", "20"));
        var pin = await World.PinAsync();
        var pinned = new[] { Home, Away }.Single(region => region.Member.ReplicationGroupId == pin);
        Assert.That(await World.WriterAsync(), Is.EqualTo(pinned.Member.PrimaryEndpoint));
    }

    [Test]
    public async Task A_clock_that_is_behind_the_last_order_changes_nothing()
    {
        var order = new Order(NoticeKind.Unpin, Home.Member.ReplicationGroupId, WriterHistory.Precise(DateTimeOffset.UtcNow.AddMinutes(5)));
        await SetAsync(RRType.TXT, History, DnsText.Quote((WriterHistory.Empty with { Order = order }).Strings()));
        var run = await Fail("pin", "us-east-2", "--direct", "--yes");
        await SetAsync(RRType.TXT, History, null);
        Assert.Multiple(async () =>
        {
            Assert.That(run.Text, Does.Contain("The order is superseded: Unpin of session-store-us-east-1")
                .And.Contain("Is this machine's clock right? Nothing has been changed."));
            Assert.That(await World.PinAsync(), Is.Null);
        });
    }

    private static Task<Invocation> Tick(LocalRegion region) =>
        region.Function.InvokeAsync(SnsEvent.Of(SnsEvent.Reconcile(region.Member.ReplicationGroupId)));

    private async Task<WriterHistory> HistoryAsync() => WriterHistory.Parse(DnsText.Strings(
        (await World.Zone.RecordsAsync())
            .Single(record => record.Type == RRType.TXT && record.Name.TrimEnd('.') == History).ResourceRecords.Single().Value))!;
}
