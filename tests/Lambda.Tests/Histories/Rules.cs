using SessionStore.Failover;

namespace SessionStore.Lambda.Tests.Histories;

/// <summary>Rules with one thing missing: each law of the histories has one that breaks it.</summary>
internal static class Rules
{
    /// <summary>Takes the name by the role alone, whoever took it before, as the function did before it kept a history.</summary>
    public static Decision RoleAlone(Situation situation) =>
        Decision.Of(situation with { History = situation.History with { Claim = null, Superseded = [] } }) is var decision
            ? decision with { History = decision.History with { Claim = situation.History.Claim } }
            : throw new InvalidOperationException();

    /// <summary>Does not hold a role back after a claim.</summary>
    public static Decision WithoutHold(Situation situation) => Decision.Of(situation with { Hold = TimeSpan.Zero });

    /// <summary>Forgets who was superseded.</summary>
    public static Decision WithoutSuperseded(Situation situation) =>
        Decision.Of(situation with { History = situation.History with { Superseded = [] } });

    /// <summary>Does not give up what is claimed when the role is gone.</summary>
    public static Decision WithoutAbdication(Situation situation)
    {
        var decision = Decision.Of(situation);
        var own = situation.History.Claim is { } claim && situation.IsOwn(claim.Group);
        return own && situation.Role != MemberRole.Primary
            ? decision with { History = decision.History with { Superseded = situation.History.Superseded } }
            : decision;
    }

    /// <summary>Takes a look at which Route 53 is silent for a promotion.</summary>
    public static Decision RoleAssumed(Situation situation) => Decision.Of(situation with { Role = MemberRole.Primary });

    /// <summary>Does not listen when another Region is pinned.</summary>
    public static Decision WithoutPinElsewhere(Situation situation) => Decision.Of(
        situation.Kind == NoticeKind.PinElsewhere ? situation with { Kind = NoticeKind.Reconcile } : situation);

    /// <summary>Forgets the orders that were accepted while Route 53 did not answer.</summary>
    public static Known MergeWithoutOrder(Branch branch, Known known, string group, TimeSpan hold) =>
        (branch with { Order = null }).Onto(known, group, hold);

    /// <summary>Takes the order of the branch for the last, whatever others have carried out since.</summary>
    public static Known MergeAnyOrder(Branch branch, Known known, string group, TimeSpan hold) => branch.Onto(
        branch.Order is null ? known : known with { History = known.History with { Order = null } }, group, hold);

    /// <summary>Takes the claim of the branch for the last, whoever was promoted since.</summary>
    public static Known MergeAnyClaim(Branch branch, Known known, string group, TimeSpan hold) => branch.Onto(
        branch.Claim is null ? known : known with { History = known.History with { Claim = null } }, group, hold);

    /// <summary>Finds something to change whenever it merges.</summary>
    public static Known MergeRestlessly(Branch branch, Known known, string group, TimeSpan hold)
    {
        var merged = branch.Onto(known, group, hold);
        return branch.Order is null || merged.History.Order is not { } order ? merged
            : merged with { History = merged.History with { Order = order with { Published = order.Published.AddMilliseconds(1) } } };
    }

    /// <summary>Carries every order out, however old.</summary>
    public static Decision WithoutOrder(Situation situation)
    {
        var recent = situation.Published is null ? situation : situation with { Published = situation.Now };
        var isOrder = situation.Kind is NoticeKind.Pin or NoticeKind.Unpin;
        return Decision.Of(isOrder ? recent with { History = situation.History with { Order = null } } : situation);
    }
}
