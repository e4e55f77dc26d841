using SessionStore.Rehearsal.Live;

namespace SessionStore.EndToEnd.Tests;

/// <summary>Each promise of a store with a replicator can be broken, and says what was seen.</summary>
public sealed class ReplicationVerdictTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(40);

    private static readonly ReplicationFacts _replicated = new(
        [new("us-east-2", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3))], _bound, [], new(20, []));

    private static readonly Facts _good = VerdictTests.Good with { Replication = _replicated };

    [Test]
    public void A_good_run_keeps_all_seven() =>
        Assert.That(Verdict.On(_good), Has.Count.EqualTo(7).And.All.Matches<Finding>(finding => finding.Kept));

    [Test]
    public void A_replicator_that_takes_too_long() => VerdictTests.Broken(
        5,
        _good with { Replication = _replicated with { InStep = [_replicated.InStep[0] with { Took = TimeSpan.FromSeconds(41) }] } },
        "that of us-east-2 took 41.0 s from 1.000 s on");

    [Test]
    public void Stores_that_differ_in_the_end() => VerdictTests.Broken(
        6,
        _good with { Replication = _replicated with { Differences = new(20, ["session:1 is missing in the copy", "session:2 ends"]) } },
        "2 keys differ, the first one: session:1 is missing in the copy");

    [Test]
    public void Stores_that_could_not_be_compared_are_unknown() => Assert.That(
        Verdict.On(_good with { Replication = _replicated with { Differences = null } })[6].Judgement, Is.EqualTo(Judgement.Unknown));

    [TestCase(0.5, 2.5, true)]
    [TestCase(1.5, 2.5, false)]
    public void A_write_of_the_old_writer_is_excused_while_its_store_was_closed_off_and_no_longer(double from, double to, bool kept)
    {
        var gap = new Unreplicated("us-east-1", TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to));
        var facts = _good with { Lost = [_good.Writes[0]], Replication = _replicated with { Unreplicated = [gap] } };
        Assert.That(Verdict.On(facts)[2].Kept, Is.EqualTo(kept));
    }

    [TestCase(4.5, 1, true, TestName = "An old page is excused while the old writer refuses writes")]
    [TestCase(6.5, 1, false, TestName = "A session that was overwritten before is not excused")]
    [TestCase(6.5, 2, true, TestName = "A session that is whole is kept")]
    public void What_visitors_see_until_all_have_followed(double asked, int things, bool kept)
    {
        var visits = new VisitFacts(
            [.. Enumerable.Range(0, 3).Select(number => new VisitAnswer("Ada", TimeSpan.FromSeconds(1 + number), number))],
            [Page(3.5, 2), Page(asked, things)], []);
        var refused = new Refused("us-east-1", TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6));
        var facts = _good with { Visits = visits, Replication = _replicated with { Refused = [refused] } };
        Assert.That(Verdict.On(facts)[7].Kept, Is.EqualTo(kept));
    }

    [TestCase(1, true)]
    [TestCase(0, false)]
    public void A_change_that_was_answered_meanwhile_may_be_overwritten_and_no_other(int things, bool kept)
    {
        // One thing before, one while the old writer refuses writes, over which another process saves what it had read before.
        var visits = new VisitFacts(
            [.. new[] { 1, 2, 5 }.Select((second, number) => new VisitAnswer("Ada", TimeSpan.FromSeconds(second), number))],
            [Page(7, things)], []);
        var refused = new Refused("us-east-1", TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6));
        var facts = _good with { Visits = visits, Replication = _replicated with { Refused = [refused] } };
        Assert.That(Verdict.On(facts)[7].Kept, Is.EqualTo(kept));
    }

    private static VisitPage Page(double asked, int things) =>
        new("Ada", TimeSpan.FromSeconds(asked), TimeSpan.FromSeconds(asked), TimeSpan.Zero, things, "us-east-1");

    [Test]
    public void No_gap_excuses_a_loss_of_the_new_writers() => VerdictTests.Broken(
        1,
        _good with
        {
            Lost = [_good.Writes[1]],
            Replication = _replicated with { Unreplicated = [new("us-east-1", TimeSpan.Zero, TimeSpan.FromSeconds(9))] },
        },
        "1 are lost, the first is session:2");
}
