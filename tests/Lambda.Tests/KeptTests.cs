using Amazon.Route53;
using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests;

/// <summary>What the parameter holds.</summary>
internal sealed class KeptTests
{
    private static readonly DateTimeOffset _at = new(2026, 11, 21, 4, 0, 1, 123, TimeSpan.Zero);

    private static readonly WriterHistory _history =
        new(17, new(World.Group, ClaimBasis.Notice, _at), new(NoticeKind.Unpin, World.OtherGroup, _at), [World.OtherGroup]);

    [Test]
    public void A_person_can_read_it() =>
        Assert.That(
            new Kept(new(World.Endpoint, null, World.Group, _history), new(new(NoticeKind.Pin, World.Group, _at), null, _at, _at)).Text(),
            Is.EqualTo(
                """
                {"records":{"target":"master.secondary.abc.use2.cache.amazonaws.com","pinned":"session-store-secondary",
                "history":["changes=17","claim=Notice session-store-secondary 2026-11-21T04:00:01.123Z",
                "order=Unpin session-store-primary 2026-11-21T04:00:01.123Z","superseded=session-store-primary"]},
                "branch":{"history":["changes=0","order=Pin session-store-secondary 2026-11-21T04:00:01.123Z"],
                "withoutRole":"2026-11-21T04:00:01.123+00:00","overridingSince":"2026-11-21T04:00:01.123+00:00"}}
                """.ReplaceLineEndings(string.Empty)));

    public static IEnumerable<Kept> Everything()
    {
        yield return Kept.Nothing;
        yield return new(new(null, null, null, WriterHistory.Empty), Branch.None);
        yield return new(new(null, "foreign", null, _history), Branch.None);
        yield return new(null, new(_history.Order, _history.Claim, _at, _at));
        yield return new(new(World.Endpoint, null, World.Group, _history), new(null, _history.Claim, null, null));
        yield return new(new(World.Endpoint, null, World.Group, _history), new(null, null, _at, null));
    }

    [TestCaseSource(nameof(Everything))]
    public void What_is_written_is_read(Kept kept)
    {
        var read = Kept.Parse(kept.Text())!;
        Assert.That((read.Text(), read.Branch), Is.EqualTo((kept.Text(), kept.Branch)));
        Assert.That(kept.Text(), Does.Not.Contain("{{"), "a value of Parameter Store refers to no other parameter");
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("what is this?")]
    [TestCase("""{"records":{"target":7}}""")]
    [TestCase("""{"records":{"target":"a.b"}}""")]
    [TestCase("""{"records":{"target":"a.b","history":["claim=Notice"]}}""")]
    [TestCase("""{"branch":{"history":["changes=0","order=Pin a"]}}""")]
    public void Anything_else_is_nothing_that_is_known(string value) => Assert.That(Kept.Parse(value), Is.Null);

    [Test]
    public void What_a_newer_version_has_added_is_left_out() =>
        Assert.That(Kept.Parse("""{"records":{"target":"a.b","history":["changes=1"],"new":[]},"other":1}""")!.Records!.Target,
            Is.EqualTo("a.b"));

    [Test]
    public void The_longest_that_there_can_be_fits_into_a_parameter()
    {
        var group = new string('g', 40);
        var history = new WriterHistory(long.MaxValue, new(group, ClaimBasis.Founding, _at), new(NoticeKind.Unpin, group, _at),
            [group, group]);
        var foreign = Enumerable.Range(0, 400).Select(number => FakeRoute53.Record(World.Writer, RRType.A, $"10.0.1.{number}")).ToList();
        var records = KeptRecords.Of(new(foreign, null, null), new string('w', 200)) with { Target = new('t', 253), History = history };
        var kept = new Kept(records with { Pinned = new('p', 255) }, new(history.Order, history.Claim, _at, _at));
        Assert.That(kept.Text(), Has.Length.LessThan(4096));
    }
}
