using SessionStore.Client.Tests.Support;
using SessionStore.Replicator.Deciding;
using SessionStore.Replicator.Fencing;

namespace SessionStore.Replicator.Tests.Deciding;

/// <summary>The table of docs/replication.md, row by row, and that it has no hole.</summary>
internal sealed class DecisionTests
{
    private static readonly TimeSpan _settle = TimeSpan.FromMinutes(1), _short = TimeSpan.FromSeconds(59), _long = TimeSpan.FromSeconds(60);

    [TestCase(Lead.Unknown, FenceState.Mine, true, ExpectedResult = Step.Pause)]
    [TestCase(Lead.Unknown, FenceState.Own, false, ExpectedResult = Step.Pause)]
    [TestCase(Lead.Elsewhere, FenceState.Unknown, true, ExpectedResult = Step.Pause)]
    [TestCase(Lead.Own, FenceState.Own, false, ExpectedResult = Step.Rest)]
    [TestCase(Lead.Own, FenceState.Mine, false, ExpectedResult = Step.Close)]
    [TestCase(Lead.Own, FenceState.Open, false, ExpectedResult = Step.Close)]
    [TestCase(Lead.Own, FenceState.Held, false, ExpectedResult = Step.Close)]
    [TestCase(Lead.Own, FenceState.Another, false, ExpectedResult = Step.Close)]
    [TestCase(Lead.Elsewhere, FenceState.Held, false, ExpectedResult = Step.Wait)]
    [TestCase(Lead.Elsewhere, FenceState.Held, true, ExpectedResult = Step.Wait)]
    [TestCase(Lead.Elsewhere, FenceState.Another, true, ExpectedResult = Step.Wait)]
    [TestCase(Lead.Elsewhere, FenceState.Mine, true, ExpectedResult = Step.Renew)]
    [TestCase(Lead.Elsewhere, FenceState.Mine, false, ExpectedResult = Step.Take)]
    [TestCase(Lead.Elsewhere, FenceState.Open, false, ExpectedResult = Step.Take)]
    [TestCase(Lead.Elsewhere, FenceState.Open, true, ExpectedResult = Step.Take)]
    [TestCase(Lead.Elsewhere, FenceState.Own, false, ExpectedResult = Step.Take)]
    public Step The_table(Lead lead, FenceState fence, bool follows) => Decision.Of(new(lead, _long, fence, follows, false), _settle);

    [Test]
    public void A_Region_that_had_the_name_is_written_to_only_when_it_has_settled_elsewhere() => Assert.That(
        Decision.Of(new(Lead.Elsewhere, _short, FenceState.Own, false, false), _settle), Is.EqualTo(Step.Wait));

    [TestCase(FenceState.Open)]
    [TestCase(FenceState.Mine)]
    [TestCase(FenceState.Own)]
    public void After_a_failure_it_waits_a_moment(FenceState fence) => Assert.That(
        Decision.Of(new(Lead.Elsewhere, _long, fence, false, true), _settle), Is.EqualTo(Step.Wait));

    [Test]
    public void Nothing_is_written_without_an_answer_or_into_the_own_Region()
    {
        Lead[] leads = [Lead.Unknown, Lead.Own];
        bool[] either = [true, false];
        foreach (var (lead, fence) in leads.SelectMany(lead => Enum.GetValues<FenceState>().Select(fence => (lead, fence))))
        {
            foreach (var (follows, recovers) in either.SelectMany(follows => either.Select(recovers => (follows, recovers))))
            {
                Assert.That(
                    Decision.Of(new(lead, _long, fence, follows, recovers), _settle),
                    Is.Not.EqualTo(Step.Take).And.Not.EqualTo(Step.Renew));
            }
        }
    }

    [Test]
    public void Steadiness_begins_anew_with_anything_else_and_with_a_gap()
    {
        var time = new ManualTime();
        var steady = new Steadiness<string>(TimeSpan.FromSeconds(5), time);
        Assert.That(steady.See("a"), Is.EqualTo(TimeSpan.Zero));
        time.Pass(TimeSpan.FromSeconds(4));
        Assert.That(steady.See("a"), Is.EqualTo(TimeSpan.FromSeconds(4)));
        time.Pass(TimeSpan.FromSeconds(4));
        Assert.That(steady.See("b"), Is.EqualTo(TimeSpan.Zero));
        time.Pass(TimeSpan.FromSeconds(6));
        Assert.That(steady.See("b"), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void The_fences_of_all_shards_mean_what_forbids_most()
    {
        var (mine, other, own) = (FenceValues.Lease("me"), FenceValues.Lease("other"), FenceValues.Own());
        Assert.Multiple(() =>
        {
            Assert.That(FenceValues.Read([mine, mine], "me"), Is.EqualTo(FenceState.Mine));
            Assert.That(FenceValues.Read([mine, ""], "me"), Is.EqualTo(FenceState.Open));
            Assert.That(FenceValues.Read([mine, other], "me"), Is.EqualTo(FenceState.Another));
            Assert.That(FenceValues.Read([other, own], "me"), Is.EqualTo(FenceState.Own));
            Assert.That(FenceValues.Read([FenceValues.Held, own], "me"), Is.EqualTo(FenceState.Held));
            Assert.That(FenceValues.Read([mine], null), Is.EqualTo(FenceState.Another));
            Assert.That(FenceValues.Own(), Is.Not.EqualTo(own));
        });
    }
}
