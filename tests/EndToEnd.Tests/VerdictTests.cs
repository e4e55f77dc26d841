using SessionStore.Rehearsal.Live;

namespace SessionStore.EndToEnd.Tests;

/// <summary>Each promise can be broken, and says what was seen.</summary>
public sealed class VerdictTests
{
    private static readonly TimeSpan _kill = TimeSpan.FromSeconds(2);

    internal static readonly Facts Good = new()
    {
        Scenario = "promote",
        Circumstances = new("planned", DateTimeOffset.UnixEpoch, [], []),
        Regions = ["us-east-1", "us-east-2"],
        Events = [new(_kill, "promote us-east-2", Disturbs: "us-east-2")],
        Changes = [new(TimeSpan.FromSeconds(2.4), "us-east-2", "us-east-2", MemberRoles.Primary, Pinned: false)],
        Answers = [new(TimeSpan.Zero, "us-east-1"), new(TimeSpan.FromSeconds(2.4), "us-east-2")],
        Overrides = [],
        Trespasses = [],
        Writes =
        [
            new("session:1", "us-east-1", "us-east-1", "one-001", TimeSpan.FromSeconds(1)),
            new("session:2", "us-east-1", "us-east-2", "two-001", TimeSpan.FromSeconds(2.5)),
        ],
        Lost = [],
        RecordNames = "us-east-2",
        RecordNode = "two-001",
        AcceptWrites = ["us-east-2"],
        ChangesAtTheEnd = 0,
        FailedTries = [],
        Unacknowledged = [],
        Reads = [],
        DeadLetters = 0,
    };

    [Test]
    public void AGood_run_keeps_all_five_and_recovers()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Verdict.On(Good), Has.Count.EqualTo(5).And.All.Matches<Finding>(finding => finding.Kept));
            Assert.That(Good.Recoveries.Single().Took, Is.EqualTo(TimeSpan.FromSeconds(0.5)));
        });
    }

    [Test]
    public void A_record_that_names_a_server_which_refuses_writes() =>
        Broken(0, Good with { AcceptWrites = ["us-east-1"] }, "the record names us-east-2, and us-east-1 accepts writes");

    [Test]
    public void A_record_that_does_not_stay() => Broken(
        0, Good with { ChangesAtTheEnd = 2 }, "the record changed 2 time(s) in the last three of the rule's minutes");

    [Test]
    public void Writers_that_never_recover() =>
        Broken(0, Good with { Writes = [.. Good.Writes.Take(1)] }, "after \"promote us-east-2\" us-east-2 never acknowledged a write");

    [Test]
    public void Writers_that_only_hear_late_from_the_node_that_died() => Broken(
        0,
        Good with
        {
            Events = [new(_kill, "two-002 is lost", Disturbs: "us-east-2", Gone: "two-002")],
            Writes = [Good.Writes[0], Good.Writes[1] with { Node = "two-002" }],
        },
        "after \"two-002 is lost\" us-east-2 never acknowledged a write");

    [Test]
    public void A_lost_write_of_the_new_primary() =>
        Broken(1, Good with { Lost = [Good.Writes[1]] }, "1 are lost, the first is session:2");

    [Test]
    public void A_lost_write_of_the_old_primary_without_a_kill() =>
        Broken(
            2,
            Good with { Lost = [Good.Writes[0]] },
            "1 are lost that had been replicated, the first is session:1, acknowledged at 1.000 s");

    [Test]
    public void A_lost_write_that_the_replica_had_read() =>
        Broken(
            2,
            Good with { Lost = [Good.Writes[0]], ReplicatedUntil = TimeSpan.FromSeconds(1.5) },
            "1 are lost that had been replicated");

    [Test]
    public void A_lost_write_that_the_replica_had_not_read_is_what_asynchronous_replication_costs() =>
        Assert.That(Verdict.On(Good with { Lost = [Good.Writes[0]], ReplicatedUntil = TimeSpan.FromSeconds(0.9) })[2].Kept, Is.True);

    [Test]
    public void A_lost_write_of_a_node_that_died_in_the_Region_that_the_record_names_is_not_the_new_primarys() => Assert.That(
        Verdict.On(Good with { Lost = [Good.Writes[1] with { Node = "two-002" }], ReplicatedUntil = TimeSpan.FromSeconds(2.4) }),
        Has.All.Matches<Finding>(finding => finding.Kept));

    [Test]
    public void A_change_by_a_Region_without_role_and_pin() => Broken(
        3,
        Good with { Changes = [Good.Changes[0] with { Role = MemberRoles.Secondary }] },
        "us-east-2 made it name us-east-2 at 2.400 s with the role SECONDARY and no pin");

    [Test]
    public void A_change_by_a_pinned_Region_is_the_operators() =>
        Assert.That(Verdict.On(Good with { Changes = [Good.Changes[0] with { Role = null, Pinned = true }] })[3].Kept, Is.True);

    private static readonly VisitFacts _visited = new(
        [new("Ada", TimeSpan.FromSeconds(1), 0), new("Ada", TimeSpan.FromSeconds(1.5), 1), new("Bob", TimeSpan.FromSeconds(1.6), 7)],
        [Page("Ada", 1.1, 0), Page("Ada", 1.55, 1), Page("Ada", 3, 1)],
        []);

    [Test]
    public void Visitors_whose_baskets_are_what_they_were_told_make_a_sixth_promise() =>
        Assert.That(Verdict.On(Good with { Visits = _visited }), Has.Count.EqualTo(6).And.All.Matches<Finding>(finding => finding.Kept));

    [TestCase(0, "showed 0")]
    [TestCase(null, "asked to sign in")]
    public void A_basket_that_is_older_than_an_answer(int? things, string shown) => Broken(
        5,
        Good with { Visits = _visited with { Pages = [.. _visited.Pages, Page("Ada", 3.5, things)] } },
        $"{(things is null ? 2 : 1)} answers were belied: Ada had {(things is null ? 0 : 1)} things in the basket at "
            + $"{(things is null ? "1.000" : "1.500")} s, and the page at 3.510 s, from us-east-2, {shown}");

    [Test]
    public void A_basket_that_was_asked_for_before_the_answer_and_that_of_somebody_else_belie_nothing() => Assert.That(
        Verdict.On(Good with { Visits = _visited with { Pages = [Page("Ada", 1.4, 0), Page("Bob", 2, 8)] } })[5].Kept, Is.True);

    [TestCase(1.45, true, TestName = "A basket that had not been replicated is what asynchronous replication costs")]
    [TestCase(1.7, false, TestName = "A basket that had been replicated is not")]
    public void After_a_kill(double replicatedUntil, bool kept) => Assert.That(
        Verdict.On(Good with
        {
            ReplicatedUntil = TimeSpan.FromSeconds(replicatedUntil),
            Visits = _visited with { Pages = [Page("Ada", 3.5, 0)] },
        })[5].Kept,
        Is.EqualTo(kept));

    private static VisitPage Page(string visitor, double asked, int? things) => new(
        visitor, TimeSpan.FromSeconds(asked), TimeSpan.FromSeconds(asked + 0.01), TimeSpan.FromSeconds(0.01), things, "us-east-2");

    internal static void Broken(int promise, Facts facts, string seen)
    {
        var findings = Verdict.On(facts);
        Assert.Multiple(() =>
        {
            Assert.That(findings[promise].Seen, Does.StartWith(seen));
            Assert.That(findings.Where(finding => !finding.Kept), Has.Exactly(1).Items);
        });
    }
}
