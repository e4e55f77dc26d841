using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests;

/// <summary>The tables of docs/architecture.md, row by row: who is entitled, whose the name is, and which orders are carried out.</summary>
internal sealed class DecisionTests
{
    private const string Own = World.Group, Other = World.OtherGroup;

    private static readonly DateTimeOffset _now = new(2026, 11, 21, 4, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan _hold = TimeSpan.FromMinutes(5), _young = TimeSpan.FromMinutes(4), _old = TimeSpan.FromMinutes(6);

    public enum Claimed
    {
        Nobody,
        ThisLongAgo,
        OtherLongAgo,
        OtherJustNow,
        OtherFounding,
    }

    [TestCase(Claimed.Nobody, false, ExpectedResult = "Founding")]
    [TestCase(Claimed.ThisLongAgo, false, ExpectedResult = "unchanged")]
    [TestCase(Claimed.OtherLongAgo, false, ExpectedResult = "Role, superseded other")]
    [TestCase(Claimed.OtherLongAgo, true, ExpectedResult = "unchanged")]
    [TestCase(Claimed.OtherJustNow, false, ExpectedResult = "unchanged")]
    [TestCase(Claimed.OtherJustNow, true, ExpectedResult = "unchanged")]
    [TestCase(Claimed.OtherFounding, false, ExpectedResult = "Role, superseded other")]
    public string By_the_role_alone_a_primary_is_entitled_to(Claimed claimed, bool superseded) =>
        Change(Situation(NoticeKind.Reconcile, MemberRole.Primary, claimed, superseded));

    [TestCase(Claimed.Nobody, false, ExpectedResult = "Notice")]
    [TestCase(Claimed.ThisLongAgo, false, ExpectedResult = "Notice")]
    [TestCase(Claimed.OtherLongAgo, true, ExpectedResult = "Notice, superseded other")]
    [TestCase(Claimed.OtherJustNow, true, ExpectedResult = "Notice, superseded other")]
    [TestCase(Claimed.OtherFounding, false, ExpectedResult = "Notice, superseded other")]
    public string By_a_promotion_notice_that_is_newer_than_the_claim_a_primary_is_entitled_to(Claimed claimed, bool superseded) =>
        Change(Situation(NoticeKind.Promoted, MemberRole.Primary, claimed, superseded) with { Published = _now });

    [TestCase(Claimed.ThisLongAgo, ExpectedResult = "unchanged")]
    [TestCase(Claimed.OtherJustNow, ExpectedResult = "unchanged")]
    public string A_promotion_notice_that_is_older_than_the_claim_says_no_more_than_a_look(Claimed claimed)
    {
        var situation = Situation(NoticeKind.Promoted, MemberRole.Primary, claimed, superseded: false);
        return Change(
            situation with { Published = situation.History.Claim!.At, Now = situation.History.Claim.At + TimeSpan.FromMinutes(1) });
    }

    [Test]
    public void A_promotion_notice_from_too_long_ago_or_without_a_time_says_no_more_than_a_look()
    {
        var situation = Situation(NoticeKind.Promoted, MemberRole.Primary, Claimed.OtherJustNow, superseded: false);
        Assert.That(Change(situation with { Published = _now - Decision.OldestNotice - TimeSpan.FromMilliseconds(1) }),
            Is.EqualTo("unchanged"));
        Assert.That(Change(situation with { Published = null }), Is.EqualTo("unchanged"));
    }

    [Test]
    public void A_promotion_notice_from_the_future_counts_as_one_of_now()
    {
        var situation = Situation(NoticeKind.Promoted, MemberRole.Primary, Claimed.OtherJustNow, superseded: false);
        Assert.That(Decision.Of(situation with { Published = _now + TimeSpan.FromHours(1) }).History.Claim,
            Is.EqualTo(new Claim(Own, ClaimBasis.Notice, _now)));
    }

    [TestCase(Claimed.OtherJustNow, true, ExpectedResult = "unchanged, superseded nobody")]
    [TestCase(Claimed.OtherLongAgo, true, ExpectedResult = "unchanged, superseded nobody")]
    [TestCase(Claimed.OtherLongAgo, false, ExpectedResult = "unchanged")]
    [TestCase(Claimed.Nobody, false, ExpectedResult = "unchanged")]
    public string Seen_without_the_role_a_group_may_take_the_name_again_later(Claimed claimed, bool superseded) =>
        Change(Situation(NoticeKind.Reconcile, MemberRole.Secondary, claimed, superseded));

    [Test]
    public void Seen_without_the_role_long_after_its_promotion_the_entitled_group_no_longer_stands_against_the_others()
    {
        var history = new WriterHistory(7, new Claim(Own, ClaimBasis.Notice, _now - _old), null, [Other]);
        var situation = Situation(NoticeKind.Reconcile, MemberRole.Secondary, Claimed.Nobody, false) with { History = history };
        Assert.That(Decision.Of(situation).History.Superseded, Is.Empty);
        var recent = situation with { History = history with { Claim = history.Claim! with { At = _now - _young } } };
        Assert.That(Decision.Of(recent).History.Superseded, Is.EqualTo(new[] { Other }));
    }

    [TestCase(null, MemberRole.Primary, Claimed.ThisLongAgo, ExpectedResult = Standing.Here)]
    [TestCase(null, MemberRole.Primary, Claimed.OtherLongAgo, ExpectedResult = Standing.Here)]
    [TestCase(null, MemberRole.Primary, Claimed.OtherJustNow, ExpectedResult = Standing.Held)]
    [TestCase(null, MemberRole.Secondary, Claimed.ThisLongAgo, ExpectedResult = Standing.Elsewhere)]
    [TestCase(null, MemberRole.StandAlone, Claimed.ThisLongAgo, ExpectedResult = Standing.Elsewhere)]
    [TestCase(null, MemberRole.Secondary, Claimed.OtherJustNow, ExpectedResult = Standing.Elsewhere)]
    [TestCase(Own, MemberRole.Primary, Claimed.OtherJustNow, ExpectedResult = Standing.Here)]
    [TestCase(Own, MemberRole.Secondary, Claimed.OtherJustNow, ExpectedResult = Standing.Here)]
    [TestCase(Own, MemberRole.StandAlone, Claimed.Nobody, ExpectedResult = Standing.Here)]
    [TestCase("SESSION-STORE-secondary", MemberRole.Secondary, Claimed.Nobody, ExpectedResult = Standing.Here)]
    [TestCase(Other, MemberRole.Primary, Claimed.ThisLongAgo, ExpectedResult = Standing.PinnedElsewhere)]
    [TestCase(Other, MemberRole.Secondary, Claimed.Nobody, ExpectedResult = Standing.PinnedElsewhere)]
    [TestCase("", MemberRole.Primary, Claimed.ThisLongAgo, ExpectedResult = Standing.PinnedElsewhere)]
    public Standing A_pin_beats_the_role_and_the_role_the_rest(string? pinned, MemberRole role, Claimed claimed) =>
        Decision.Of(Situation(NoticeKind.Reconcile, role, claimed, superseded: false) with { Pinned = pinned }).Standing;

    [TestCase(NoticeKind.Pin, null, 0, ExpectedResult = "None, pinned " + Own)]
    [TestCase(NoticeKind.Pin, Other, 0, ExpectedResult = "None, pinned " + Own)]
    [TestCase(NoticeKind.Unpin, Own, 0, ExpectedResult = "None, pinned ")]
    [TestCase(NoticeKind.Unpin, Other, 0, ExpectedResult = "None, pinned ")]
    [TestCase(NoticeKind.Unpin, null, 0, ExpectedResult = "None, pinned ")]
    [TestCase(NoticeKind.Pin, Other, 61, ExpectedResult = "Superseded, pinned " + Other)]
    [TestCase(NoticeKind.Unpin, Other, 61, ExpectedResult = "Superseded, pinned " + Other)]
    [TestCase(NoticeKind.Pin, Other, 901, ExpectedResult = "Expired, pinned " + Other)]
    public string The_last_order_holds(NoticeKind kind, string? pinned, int ageSeconds)
    {
        var situation = Situation(kind, MemberRole.Secondary, Claimed.Nobody, superseded: false);
        var last = new Order(NoticeKind.Pin, Other, _now - TimeSpan.FromSeconds(60));
        var decision = Decision.Of(situation with
        {
            Pinned = pinned,
            Published = _now - TimeSpan.FromSeconds(ageSeconds),
            History = situation.History with { Order = last },
        });
        Assert.That(decision.History.Order == last, Is.EqualTo(decision.Refusal != OrderRefusal.None));
        return $"{decision.Refusal}, pinned {decision.Pinned}";
    }

    [TestCase(null, 0, ExpectedResult = "None, PinnedElsewhere " + Other)]
    [TestCase(Own, 0, ExpectedResult = "None, PinnedElsewhere " + Other)]
    [TestCase(Own, 61, ExpectedResult = "Superseded, Here " + Own)]
    [TestCase(Own, 901, ExpectedResult = "Expired, Here " + Own)]
    public string A_pin_elsewhere_is_an_order_like_a_pin(string? pinned, int ageSeconds)
    {
        var situation = Situation(NoticeKind.PinElsewhere, MemberRole.Primary, Claimed.ThisLongAgo, superseded: false);
        var decision = Decision.Of(situation with
        {
            PinnedElsewhere = Other,
            Pinned = pinned,
            Published = _now - TimeSpan.FromSeconds(ageSeconds),
            History = situation.History with { Order = new Order(NoticeKind.Pin, Own, _now - TimeSpan.FromSeconds(60)) },
        });
        if (decision.Refusal == OrderRefusal.None)
        {
            Assert.That(decision.History.Order, Is.EqualTo(new Order(NoticeKind.Pin, Other, _now)));
        }
        return $"{decision.Refusal}, {decision.Standing} {decision.Pinned}";
    }

    [Test]
    public void The_same_order_again_is_carried_out_again_and_changes_nothing()
    {
        var situation = Situation(NoticeKind.Pin, MemberRole.Secondary, Claimed.Nobody, superseded: false) with { Published = _now };
        var once = Decision.Of(situation);
        var again = Decision.Of(situation with { Pinned = once.Pinned, History = once.History });
        Assert.That((again.Refusal, again.Pinned), Is.EqualTo((OrderRefusal.None, Own)));
        Assert.That(again.History.SaysTheSameAs(once.History));
    }

    [Test]
    public void Orders_of_one_instant_have_one_sequence()
    {
        var pin = new Order(NoticeKind.Pin, Own, _now);
        Order[] orders = [pin, pin with { Kind = NoticeKind.Unpin }, pin with { Group = Other },
            pin with { Published = _now.AddMilliseconds(1) }];
        foreach (var (one, other) in orders.SelectMany(_ => orders, (one, other) => (one, other)))
        {
            Assert.That((one.IsBefore(other) ? 1 : 0) + (other.IsBefore(one) ? 1 : 0), Is.EqualTo(one == other ? 0 : 1), $"{one} {other}");
        }
    }

    [TestCase(MemberRole.Secondary, Claimed.OtherLongAgo, null, ExpectedResult = true)]
    [TestCase(MemberRole.Secondary, Claimed.Nobody, null, ExpectedResult = true)]
    [TestCase(MemberRole.Primary, Claimed.OtherLongAgo, null, ExpectedResult = false)]
    [TestCase(MemberRole.Secondary, Claimed.OtherLongAgo, Other, ExpectedResult = false)]
    [TestCase(MemberRole.Secondary, Claimed.OtherLongAgo, Own, ExpectedResult = false)]
    public bool A_role_is_waited_for_while_a_promotion_may_still_show(MemberRole role, Claimed claimed, string? pinned) =>
        Decision.Of(Situation(NoticeKind.Promoted, role, claimed, superseded: false) with { Published = _now, Pinned = pinned }).AwaitsRole;

    [Test]
    public void A_role_is_not_waited_for_when_another_Region_was_promoted_since_or_the_notice_is_late()
    {
        var situation = Situation(NoticeKind.Promoted, MemberRole.Secondary, Claimed.OtherJustNow, superseded: false);
        Assert.That(Decision.Of(situation with { Published = _now - _young }).AwaitsRole, Is.False);
        Assert.That(Decision.Of(situation with { Published = _now - _old }).AwaitsRole, Is.False);
        Assert.That(Decision.Of(situation with { Kind = NoticeKind.Reconcile }).AwaitsRole, Is.False);
    }

    private static Situation Situation(NoticeKind kind, MemberRole role, Claimed claimed, bool superseded)
    {
        Claim? claim = claimed switch
        {
            Claimed.Nobody => null,
            Claimed.ThisLongAgo => new(Own, ClaimBasis.Role, _now - _old),
            Claimed.OtherLongAgo => new(Other, ClaimBasis.Notice, _now - _old),
            Claimed.OtherJustNow => new(Other, ClaimBasis.Notice, _now - _young),
            _ => new(Other, ClaimBasis.Founding, _now - _young),
        };
        return new(kind, null, Own, role, null, new WriterHistory(7, claim, null, superseded ? [Own] : []), _now, _hold);
    }

    private static string Change(Situation situation)
    {
        var (before, after) = (situation.History, Decision.Of(situation).History);
        var superseded = after.Superseded.SequenceEqual(before.Superseded) ? string.Empty
            : after.Superseded.Count == 0 ? ", superseded nobody"
                : $", superseded {(after.Superseded.Single() == Other ? "other" : "this")}";
        if (after.Claim == before.Claim)
        {
            return "unchanged" + superseded;
        }
        Assert.That((after.Claim!.Group, after.Claim.At), Is.EqualTo((Own, _now)));
        return after.Claim.Basis + superseded;
    }
}
