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
