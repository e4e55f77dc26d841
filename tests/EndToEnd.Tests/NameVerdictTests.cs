using SessionStore.Rehearsal.Live;
using static SessionStore.EndToEnd.Tests.VerdictTests;

namespace SessionStore.EndToEnd.Tests;

/// <summary>What is promised of the writer name can be broken, and says what was seen.</summary>
public sealed class NameVerdictTests
{
    [Test]
    public void An_override_of_a_Region_without_role_and_pin() => Broken(
        3,
        Good with { Overrides = [new(TimeSpan.FromSeconds(3), "us-east-2", MemberRoles.Secondary, Pinned: false)] },
        "us-east-2 overrode it at 3.000 s with the role SECONDARY and no pin");

    [TestCase(MemberRoles.Primary, false)]
    [TestCase(null, true)]
    public void An_override_by_role_or_pin_is_what_it_is_for(string? role, bool pinned) => Assert.That(
        Verdict.On(Good with { Overrides = [new(TimeSpan.FromSeconds(3), "us-east-2", role, pinned)] })[3].Kept, Is.True);

    [Test]
    public void A_function_that_changes_an_override() => Broken(
        3,
        Good with { Trespasses = [("us-east-2", "override-us-east-1")] },
        "the function of us-east-2 tried to change override-us-east-1");

    [Test]
    public void A_name_without_an_answer() => Broken(
        4, Good with { Answers = [.. Good.Answers, new(TimeSpan.FromSeconds(3), null)] }, "it had no answer at 3.000 s");

    [Test]
    public void A_name_that_leads_back() => Broken(
        4,
        Good with { Answers = [.. Good.Answers, new(TimeSpan.FromSeconds(3), "us-east-1")] },
        "name servers answered with us-east-1 again at 3.000 s");

    [Test]
    public void A_record_that_is_changed_back_and_forth() => Broken(
        4,
        Good with
        {
            Changes =
            [
                .. Good.Changes,
                new(TimeSpan.FromSeconds(3), "us-east-1", "us-east-1", MemberRoles.Primary, Pinned: false),
                new(TimeSpan.FromSeconds(4), "us-east-2", "us-east-2", MemberRoles.Primary, Pinned: false),
            ],
        },
        "the record was made to name us-east-1 again at 3.000 s");

    [Test]
    public void A_way_back_that_somebody_wanted_is_none() => Assert.That(
        Verdict.On(Good with
        {
            Events = [.. Good.Events, new(TimeSpan.FromSeconds(2.9), "promote us-east-1", Disturbs: "us-east-1")],
            Answers = [.. Good.Answers, new(TimeSpan.FromSeconds(3), "us-east-1")],
        })[4].Kept, Is.True);

    [Test]
    public void A_name_that_nobody_could_ask_for_is_unknown() =>
        Assert.That(Verdict.On(Good with { Answers = [] })[4].Judgement, Is.EqualTo(Judgement.Unknown));
}
