using SessionStore.Rehearsal.Live;

namespace SessionStore.EndToEnd.Tests;

/// <summary>Each promise of sweepers can be broken, and says what was seen.</summary>
public sealed class SweepVerdictTests
{
    private const string Here = "us-east-1";

    private static readonly EndingSession _swept = new("session:1", Here, "port 1")
    {
        From = At(1),
        By = At(1.1),
        PresentAt = At(6.5),
        GoneAt = At(6.7),
    };

    // It was over for its grace when the Regions did not hear of one another, and removed when they did.
    private static readonly EndingSession _waiting = new("session:2", Here, "port 1")
    {
        From = At(5),
        By = At(5.1),
        PresentAt = At(14),
        GoneAt = At(14.1),
    };

    private static readonly SweepFacts _sweep = new(
        At(5), At(40), At(13), [new(Here, At(2), At(0.8))], [new(Here, At(10), At(13))]);

    private static readonly ActiveFacts _good = ActiveFacts.Nothing with { Endings = [_swept, _waiting], Sweep = _sweep };

    [Test]
    public void A_good_run_keeps_all_three() => Assert.That(
        SweepVerdict.On(_good, _sweep), Has.Exactly(3).Items.And.All.Matches<Finding>(finding => finding.Kept));

    [Test]
    public void A_session_that_is_removed_within_its_grace() => Is(0, Judgement.Broken,
        "session:1 ended at 1.000 s at the earliest, and was gone at 5.900 s", [_swept with { GoneAt = At(5.9) }, _waiting]);

    [Test]
    public void A_session_that_is_never_removed() => Is(
        0, Judgement.Broken, "session:1 had ended by 1.100 s, and is still there", [_swept with { GoneAt = null }, _waiting]);

    [Test]
    public void A_session_that_has_not_been_over_for_long_enough_may_be_there() =>
        Is(0, Judgement.Kept, null, [_swept, _waiting, _swept with { From = At(8), By = At(8.1), GoneAt = null }]);

    [Test]
    public void What_went_with_a_server_that_was_killed_was_not_removed()
    {
        var lost = _good with
        {
            Losses = [new(Here, "port 2", At(1))],
            Endings = [.. _good.Endings, _swept with { Node = "port 2", GoneAt = At(2) }],
        };
        Assert.That(SweepVerdict.On(lost, _sweep).First().Kept, NUnit.Framework.Is.True);
    }

    [Test]
    public void A_sweeper_that_nobody_follows() => Is(
        1, Judgement.Broken, "nobody swept us-east-1 from 2.000 s on", _good.Endings,
        _sweep with { TakeOvers = [new(Here, At(2), null)] });

    [Test]
    public void A_sweeper_that_is_followed_too_late() => Is(
        1, Judgement.Broken, "nobody swept us-east-1 from 2.000 s on", _good.Endings,
        _sweep with { TakeOvers = [new(Here, At(2), At(41))] });

    [Test]
    public void A_removal_while_a_Region_is_silent() => Is(
        2, Judgement.Broken, "session:2 was removed in us-east-1 between 11.000 s and 11.200 s",
        [_swept, _waiting with { PresentAt = At(11), GoneAt = At(11.2) }]);

    [Test]
    public void A_removal_that_may_have_been_before_the_silence_breaks_nothing() => Is(
        2, Judgement.Kept, null, [_swept, _waiting, _waiting with { PresentAt = At(9.9), GoneAt = At(10.1) }]);

    [Test]
    public void A_silence_in_which_there_was_nothing_to_remove_shows_nothing() =>
        Is(2, Judgement.Unknown, "there was nothing to remove meanwhile", [_swept]);

    [Test]
    public void A_run_that_did_not_come_so_far_shows_nothing() => Assert.That(
        SweepVerdict.On(_good, new(At(5), At(40), null, [], [])).Select(finding => finding.Judgement),
        Has.Exactly(3).Items.And.All.EqualTo(Judgement.Unknown));

    private static void Is(int promise, Judgement judgement, string? seen, IReadOnlyList<EndingSession> endings, SweepFacts? sweep = null)
    {
        var findings = SweepVerdict.On(_good with { Endings = endings }, sweep ?? _sweep).ToArray();
        Assert.That((findings[promise].Judgement, findings[promise].Seen), NUnit.Framework.Is.EqualTo((judgement, seen)));
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
