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

    /// <summary>Carries every order out, however old.</summary>
    public static Decision WithoutOrder(Situation situation)
    {
        var recent = situation.Published is null ? situation : situation with { Published = situation.Now };
        var isOrder = situation.Kind is NoticeKind.Pin or NoticeKind.Unpin;
        return Decision.Of(isOrder ? recent with { History = situation.History with { Order = null } } : situation);
    }
}
