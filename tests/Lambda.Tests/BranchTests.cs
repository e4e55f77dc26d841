using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests;

/// <summary>The table of docs/architecture.md: what becomes of a branch when it is merged into what is known.</summary>
internal sealed class BranchTests
{
    private const string Own = World.Group, Other = World.OtherGroup, Third = "session-store-third";

    private static readonly DateTimeOffset _then = new(2026, 11, 21, 4, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan _hold = TimeSpan.FromMinutes(5);

    [TestCase(NoticeKind.Pin, null, null, ExpectedResult = Own)]
    [TestCase(NoticeKind.Pin, -1, Other, ExpectedResult = Own)]
    [TestCase(NoticeKind.Pin, +1, Other, ExpectedResult = Other)]
    [TestCase(NoticeKind.Pin, +1, null, ExpectedResult = null)]
    [TestCase(NoticeKind.Unpin, -1, Other, ExpectedResult = null)]
    [TestCase(NoticeKind.Unpin, +1, Other, ExpectedResult = Other)]
    [TestCase(NoticeKind.Unpin, null, Other, ExpectedResult = null)]
    public string? The_later_order_is_the_pin(NoticeKind kind, int? lastMinutesLater, string? pinned)
    {
        Order? last = lastMinutesLater is { } later ? new(NoticeKind.Pin, Other, _then.AddMinutes(later)) : null;
        var order = new Order(kind, Own, _then);
        var merged = (Branch.None with { Order = order }).Onto(new(pinned, WriterHistory.Empty with { Order = last }), Own, _hold);
        Assert.That(merged.History.Order, Is.EqualTo(lastMinutesLater > 0 ? last : order));
        return merged.Pinned;
    }

    [Test]
    public void An_order_that_is_merged_already_leaves_what_a_person_has_done_since()
    {
        var order = new Order(NoticeKind.Pin, Own, _then);
        var merged = (Branch.None with { Order = order }).Onto(new(null, WriterHistory.Empty with { Order = order }), Own, _hold);
        Assert.That(merged.Pinned, Is.Null);
    }

    // Claims are "group basis minutes"; the branch's claim is this group's, at minute 0.
    [TestCase("Notice", null, "", ExpectedResult = "own Notice 0, superseded: ")]
    [TestCase("Notice", "other Notice -60", "", ExpectedResult = "own Notice 0, superseded: other")]
    [TestCase("Role", "other Notice -60", "", ExpectedResult = "own Role 0, superseded: other")]
    [TestCase("Role", "other Founding -1", "", ExpectedResult = "own Role 0, superseded: other")]
    [TestCase("Role", "other Notice -1", "", ExpectedResult = "other Notice -1, superseded: ")]
    [TestCase("Notice", "other Notice -1", "own third", ExpectedResult = "own Notice 0, superseded: third other")]
    [TestCase("Role", "other Notice -60", "own", ExpectedResult = "other Notice -60, superseded: own")]
    [TestCase("Notice", "other Notice 1", "third", ExpectedResult = "other Notice 1, superseded: third own")]
    [TestCase("Role", "other Notice 60", "own", ExpectedResult = "other Notice 60, superseded: own")]
    [TestCase("Notice", "other Role 1", "own third", ExpectedResult = "own Notice 0, superseded: third")]
    [TestCase("Notice", "other Role 60", "", ExpectedResult = "other Role 60, superseded: own")]
    [TestCase("Role", "other Role 1", "", ExpectedResult = "own Role 0, superseded: ")]
    [TestCase("Notice", "own Role -60", "other", ExpectedResult = "own Notice 0, superseded: other")]
    [TestCase("Notice", "own Role 60", "other", ExpectedResult = "own Role 60, superseded: other")]
    [TestCase("Founding", "other Founding -1", "", ExpectedResult = "own Founding 0, superseded: other")]
    [TestCase("Founding", "other Notice -1", "", ExpectedResult = "other Notice -1, superseded: ")]
    public string A_claim_counts_as_if_it_had_been_made_in_its_time(string basis, string? last, string superseded)
    {
        var branch = Branch.None with { Claim = Claim($"own {basis} 0") };
        var merged = Merged(branch, last, superseded, out var again);
        Assert.That(again, Is.EqualTo(merged), "merged twice");
        return merged;
    }

    [TestCase("other Notice -60", 0, "own", ExpectedResult = "other Notice -60, superseded: ")]
    [TestCase("other Notice 60", 0, "own", ExpectedResult = "other Notice 60, superseded: own")]
    [TestCase("other Notice -60", 0, "own third", ExpectedResult = "other Notice -60, superseded: third")]
    public string Seen_without_the_role_counts_against_claims_from_before(string last, int seen, string superseded) =>
        Merged(Branch.None with { WithoutRole = _then.AddMinutes(seen) }, last, superseded, out _);

    [Test]
    public void Seen_without_the_role_and_then_with_it_a_group_is_believed_again() =>
        Assert.That(
            Merged(Branch.None with { WithoutRole = _then.AddMinutes(-1), Claim = Claim("own Role 0") }, "other Notice -60", "own", out _),
            Is.EqualTo("own Role 0, superseded: other"));

    [Test]
    public void Whichever_Region_merges_first_all_end_with_the_same_claim()
    {
        string[] bases = ["Notice", "Role", "Founding"];
        foreach (var (one, other, apart) in
            from one in bases from other in bases from apart in new[] { 1, 4, 6, 60 } select (one, other, apart))
        {
            var (first, second) = (new Claim(Own, Basis(one), _then), new Claim(Other, Basis(other), _then.AddMinutes(apart)));
            var start = new Known(null, WriterHistory.Empty with { Claim = Claim("third Notice -600") });
            var (mine, yours) = (Branch.None with { Claim = first }, Branch.None with { Claim = second });
            var forward = yours.Onto(mine.Onto(start, Own, _hold), Other, _hold);
            var backward = mine.Onto(yours.Onto(start, Other, _hold), Own, _hold);
            Assert.That(backward.History.Claim, Is.EqualTo(forward.History.Claim), $"{one}, {apart} minutes before {other}");
        }

        static ClaimBasis Basis(string name) => Enum.Parse<ClaimBasis>(name);
    }

    [Test]
    public void A_decision_leaves_in_the_branch_what_it_has_changed_and_no_more()
    {
        var before = new Known(null, new WriterHistory(7, Claim("other Notice -60"), null, [Own]));
        var decided = new Decision(Standing.Here, null, before.History, OrderRefusal.None, false);
        Assert.That(Branch.None.And(before, decided, Own, _then), Is.EqualTo(Branch.None));
        var order = new Order(NoticeKind.Pin, Own, _then);
        Assert.That(Branch.None.And(before, decided with { History = before.History with { Order = order } }, Own, _then),
            Is.EqualTo(Branch.None with { Order = order }));
        Assert.That(Branch.None.And(before, decided with { History = before.History with { Superseded = [] } }, Own, _then),
            Is.EqualTo(Branch.None with { WithoutRole = _then }));
        var claim = Claim("own Notice 0");
        Assert.That(
            Branch.None.And(before, decided with { History = before.History with { Claim = claim, Superseded = [Other] } }, Own, _then),
            Is.EqualTo(Branch.None with { Claim = claim }));
    }

    [Test]
    public void Of_two_branches_of_one_Region_nothing_is_lost()
    {
        var (early, late) = (_then, _then.AddMinutes(1));
        var one = new Branch(new(NoticeKind.Pin, Own, early), new(Own, ClaimBasis.Role, late), early, null);
        var other = new Branch(new(NoticeKind.Unpin, Own, late), new(Own, ClaimBasis.Notice, early), late, late);
        var both = new Branch(other.Order, one.Claim, late, late);
        Assert.That((one.With(other), other.With(one)), Is.EqualTo((both, both)));
        Assert.That((one.With(Branch.None), Branch.None.With(one), one.With(one)), Is.EqualTo((one, one, one)));
    }

    private static string Merged(Branch branch, string? last, string superseded, out string again)
    {
        var history = WriterHistory.Empty with
        {
            Claim = last is null ? null : Claim(last),
            Superseded = [.. superseded.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Group)],
        };
        var merged = branch.Onto(new(null, history), Own, _hold);
        again = Text(branch.Onto(merged, Own, _hold).History);
        return Text(merged.History);
    }

    private static Claim Claim(string text) => text.Split(' ') is [var group, var basis, var minutes]
        ? new(Group(group), Enum.Parse<ClaimBasis>(basis), _then.AddMinutes(int.Parse(minutes)))
        : throw new ArgumentException(text);

    private static string Group(string name) => name switch { "own" => Own, "other" => Other, _ => Third };

    private static string Name(string group) => group == Own ? "own" : group == Other ? "other" : "third";

    private static string Text(WriterHistory history) =>
        $"{Name(history.Claim!.Group)} {history.Claim.Basis} {(history.Claim.At - _then).TotalMinutes}, superseded: "
        + string.Join(' ', history.Superseded.Select(Name));
}
