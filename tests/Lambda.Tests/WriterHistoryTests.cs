using SessionStore.Failover;

namespace SessionStore.Lambda.Tests;

internal sealed class WriterHistoryTests
{
    private static readonly DateTimeOffset _at = new(2026, 11, 21, 4, 0, 0, 123, TimeSpan.Zero);

    public static IEnumerable<WriterHistory> Histories()
    {
        var claim = new Claim("session-store-us-east-2", ClaimBasis.Notice, _at);
        var order = new Order(NoticeKind.Unpin, "session-store-us-east-1", _at);
        yield return WriterHistory.Empty;
        yield return new(1, claim with { Basis = ClaimBasis.Founding }, null, []);
        yield return new(long.MaxValue, claim, order, ["session-store-us-east-1", "session-store-eu-west-1"]);
        yield return new(2, null, order with { Kind = NoticeKind.Pin }, ["session-store-us-east-1"]);
    }

    [TestCaseSource(nameof(Histories))]
    public void What_is_written_is_read_again(WriterHistory history)
    {
        var read = WriterHistory.Parse(DnsText.Strings(DnsText.Quote(history.Strings())))!;
        Assert.That((read.Changes, read.Claim, read.Order), Is.EqualTo((history.Changes, history.Claim, history.Order)));
        Assert.That(read.Superseded, Is.EqualTo(history.Superseded));
        Assert.That(read.SaysTheSameAs(history with { Changes = 0 }));
    }

    [Test]
    public void A_person_can_read_it() =>
        Assert.That(DnsText.Quote(Histories().ElementAt(2).Strings()), Is.EqualTo(
            "\"changes=9223372036854775807\" \"claim=Notice session-store-us-east-2 2026-11-21T04:00:00.123Z\" "
            + "\"order=Unpin session-store-us-east-1 2026-11-21T04:00:00.123Z\" "
            + "\"superseded=session-store-us-east-1 session-store-eu-west-1\""));

    [Test]
    public void The_longest_one_fits_into_a_record()
    {
        var group = new string('g', 40);
        var longest = new WriterHistory(long.MaxValue, new(group, ClaimBasis.Founding, _at), new(NoticeKind.Unpin, group, _at),
            [group, group, group]);
        // A string of a TXT record has at most 255 characters and its value at most 4,000 (Route 53 Developer Guide, "TXT record type").
        Assert.That(longest.Strings(), Has.All.Length.LessThanOrEqualTo(255));
        Assert.That(DnsText.Quote(longest.Strings()), Has.Length.LessThanOrEqualTo(4000));
    }

    [Test]
    public void What_a_newer_version_adds_is_left_out() =>
        Assert.That(WriterHistory.Parse(["changes=3", "override=us-east-2", "claim=Role g 2026-11-21T04:00:00.123Z"]), Is.EqualTo(
            new WriterHistory(3, new("g", ClaimBasis.Role, _at), null, WriterHistory.Empty.Superseded)).Using<WriterHistory>((one, other) =>
                one.Changes == other.Changes && one.SaysTheSameAs(other)));

    [TestCase("")]
    [TestCase("anything")]
    [TestCase("changes=-1")]
    [TestCase("claim=Role g 2026-11-21T04:00:00.123Z")]
    [TestCase("changes=1", "claim=Role g")]
    [TestCase("changes=1", "claim=7 g 2026-11-21T04:00:00.123Z")]
    [TestCase("changes=1", "order=Sing g 2026-11-21T04:00:00.123Z")]
    [TestCase("changes=1", "order=Pin g yesterday")]
    public void What_says_something_else_is_no_history(params string[] strings) => Assert.That(WriterHistory.Parse(strings), Is.Null);
}
