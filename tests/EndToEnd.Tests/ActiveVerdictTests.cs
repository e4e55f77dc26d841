using SessionStore.Rehearsal.Live;

namespace SessionStore.EndToEnd.Tests;

/// <summary>Each promise of a store in which every Region takes writes can be broken, and says what was seen.</summary>
public sealed class ActiveVerdictTests
{
    private const string East = "us-east-1", West = "us-east-2";

    private static readonly ActiveFacts _active = new()
    {
        Names = [new("In us-east-1", East, [new(At(0), East)]), new("In us-east-2", West, [new(At(0), West)])],
        Losses = [new(East, "port 1", At(2))],
        Endings = [new("session:ending:1", West, "port 2") { From = At(1), By = At(1.1), Looks = 3 }],
        Refused = [],
        Strays = [],
        Homes = new Dictionary<string, string> { ["Ada"] = East, ["Bob"] = West },
    };

    // The first Region is lost at 2 s and takes writes again at 5 s; Ada is near it.
    private static readonly Facts _good = VerdictTests.Good with
    {
        Events = [new(At(2), "us-east-1 is lost", Disturbs: East, Gone: "port 1")],
        Writes = [Wrote("1", East, "port 1", 1), Wrote("2", West, "port 2", 1.5), Wrote("3", East, "port 3", 5)],
        Lost = [Wrote("1", East, "port 1", 1)],
        Unacknowledged = [new(East, At(12), Asked: At(4.9))],
        Reads = [new(East, At(12), Answered: false) { Asked = At(4.9) }, new(West, At(3), Answered: true) { Asked = At(2.9) }],
        Visits = new(
            [new("Ada", At(1), 2), new("Bob", At(1), 2)],
            [Page("Ada", 1.1, 2, East), Page("Bob", 1.1, 2, West), Page("Ada", 3, null, West), Page("Bob", 4, 2, West),
                Page("Ada", 6, null, East)],
            [new("Ada", At(2.1), "502")]),
        Active = _active,
    };

    private static readonly VisitFacts _visits = _good.Visits!;

    [Test]
    public void A_good_run_keeps_all_eight_and_says_who_signed_in_again() => Assert.Multiple(() =>
    {
        Assert.That(Verdict.On(_good).Where(finding => !finding.Kept), Is.Empty);
        Assert.That(Verdict.On(_good), Has.Count.EqualTo(8));
        Assert.That(_active.SignedInAgain(_visits), Is.EqualTo(1));
    });

    [Test]
    public void A_write_that_a_healthy_Region_gave_up() => VerdictTests.Broken(
        0, _good with { Unacknowledged = [new(West, At(3), At(2.5))] }, "a write in us-east-2 was given up at 3.000 s");

    [TestCase(1, 1.9, TestName = "An error before its Region was lost")]
    [TestCase(5.1, 9, TestName = "An error of who has asked since its Region is back")]
    public void An_error_that_the_loss_does_not_excuse(double asked, double at) => VerdictTests.Broken(
        0, _good with { Reads = [new(East, At(at), Answered: false) { Asked = At(asked) }] }, "a read in us-east-1 failed at ");

    [Test]
    public void A_lost_write_of_a_server_that_lives() => VerdictTests.Broken(
        1, _good with { Lost = [_good.Writes[1]] }, "2, acknowledged in us-east-2 at 1.500 s, is lost");

    [Test]
    public void A_lost_write_of_the_Region_since_it_is_back() => VerdictTests.Broken(
        1, _good with { Lost = [_good.Writes[2]] }, "3, acknowledged in us-east-1 at 5.000 s, is lost");

    [Test]
    public void A_Region_that_never_takes_writes_again() => VerdictTests.Broken(
        2, _good with { Writes = [.. _good.Writes.Take(2)] }, "us-east-1 never did");

    [Test]
    public void A_session_that_was_returned_after_its_end() => VerdictTests.Broken(
        3,
        _good with { Active = _active with { Endings = [_active.Endings[0] with { ReturnedAt = At(1.2) }] } },
        "session:ending:1 had ended by 1.100 s, and was returned to a client that asked at 1.200 s");

    [Test]
    public void A_command_that_the_service_does_not_have() => VerdictTests.Broken(
        4, _good with { Active = _active with { Refused = [(West, "EXPIRE"), (West, "SET")] } },
        "EXPIRE was sent in us-east-2, and refused; and 1 more");

    [Test]
    public void A_name_that_leads_to_another_Region() => VerdictTests.Broken(
        5, _good with { Active = _active with { Names = [_active.Names[0], new("", West, [new(At(3), East)])] } },
        "in us-east-2 it led to us-east-1 at 3.000 s");

    [Test]
    public void A_session_that_was_written_elsewhere() => VerdictTests.Broken(
        5, _good with { Active = _active with { Strays = [("session:x", West)] } }, "session:x is in the server of us-east-2");

    [TestCase(0, "Bob had 2 things in the basket at 1.000 s, and the page at 4.510 s showed 0")]
    [TestCase(null, "Bob had 2 things in the basket at 1.000 s, and the page at 4.510 s asked to sign in")]
    public void A_session_that_a_healthy_Region_lost(int? things, string seen) => VerdictTests.Broken(
        6, _good with { Visits = _visits with { Pages = [.. _visits.Pages, Page("Bob", 4.5, things, West)] } }, seen);

    [Test]
    public void A_request_that_a_healthy_Region_failed() => VerdictTests.Broken(
        6, _good with { Visits = _visits with { Failures = [new("Bob", At(3), "503")] } }, "a request of Bob failed at 3.000 s: 503");

    [Test]
    public void A_visitor_who_was_led_astray_by_a_late_health_check_says_nothing_about_the_store()
    {
        var finding = Verdict.On(_good with { Visits = _visits with { Pages = [.. _visits.Pages, Page("Bob", 4.5, null, East)] } })[6];
        Assert.That((finding.Judgement, finding.Seen), Is.EqualTo((Judgement.Unknown, "Bob was led to us-east-1 at 4.510 s all the same")));
    }

    [TestCase(2, "Ada got no page from another Region after 2.000 s")]
    [TestCase(4, "Ada was served by us-east-2 to the end")]
    public void A_visitor_of_the_lost_Region_who_was_not_led(int without, string seen) => VerdictTests.Broken(
        7, _good with { Visits = _visits with { Pages = [.. _visits.Pages.Where((_, index) => index != without)] } }, seen);

    [Test]
    public void Of_what_could_not_be_seen_nothing_is_known()
    {
        var nothing = VerdictTests.Good with { Writes = [], Lost = null, Active = ActiveFacts.Nothing };
        Assert.That(Verdict.On(nothing), Has.Exactly(5).Items.And.All.Matches<Finding>(one => one.Judgement == Judgement.Unknown));
    }

    [Test]
    public void What_might_have_come_after_the_end_of_a_spoilt_run_is_unknown() => Assert.That(
        Verdict.On(_good with { Spoilt = "slow", Writes = [.. _good.Writes.Take(2)] })[2].Judgement, Is.EqualTo(Judgement.Unknown));

    private static Write Wrote(string key, string region, string node, double at) => new(key, region, region, node, At(at));

    private static VisitPage Page(string visitor, double asked, int? things, string servedBy) =>
        new(visitor, At(asked), At(asked + 0.01), At(0.01), things, servedBy);

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
