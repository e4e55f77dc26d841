namespace SessionStore.Failover;

/// <summary>Whose the writer name is, seen from this Region.</summary>
internal enum Standing
{
    /// <summary>This group is not the primary and no pin names it: the name is another Region's business.</summary>
    Elsewhere,

    /// <summary>A pin names another group, and a pin beats every role.</summary>
    PinnedElsewhere,

    /// <summary>
    /// ElastiCache shows this group as the primary, and another Region has taken the name from it or has only just taken it: what
    /// ElastiCache shows may be out of date, so the name stays where it is.
    /// </summary>
    Held,

    /// <summary>The name must lead to this group's endpoint.</summary>
    Here,
}

/// <summary>Why an operator's order is not carried out.</summary>
internal enum OrderRefusal
{
    /// <summary>It is carried out, or there is none.</summary>
    None,

    /// <summary>A later order has been carried out already.</summary>
    Superseded,

    /// <summary>It took longer than <see cref="Decision.OldestOrder"/> to arrive; who gave it no longer expects it.</summary>
    Expired,
}

/// <summary>Everything that a decision rests on.</summary>
/// <param name="Kind">What the notice asks for.</param>
/// <param name="Published">When it was published; null when that is not known.</param>
/// <param name="Group">The replication group of this Region.</param>
/// <param name="Role">The role that ElastiCache shows; may be minutes old.</param>
/// <param name="Pinned">The group that the pin names; null without a pin.</param>
/// <param name="History">What has happened to the name.</param>
/// <param name="Now">The time.</param>
/// <param name="Hold">For how long after a claim no other Region takes the name by what ElastiCache shows alone.</param>
/// <param name="PinnedElsewhere">The group that a <see cref="NoticeKind.PinElsewhere"/> pins.</param>
internal sealed record Situation(
    NoticeKind Kind, DateTimeOffset? Published, string Group, MemberRole Role, string? Pinned, WriterHistory History, DateTimeOffset Now,
        TimeSpan Hold, string? PinnedElsewhere = null)
{
    /// <summary>Whether an ID is that of this Region's group.</summary>
    public bool IsOwn(string? group) => string.Equals(group, Group, StringComparison.OrdinalIgnoreCase);

    /// <summary>When the promotion was announced; null when it was not, or too long ago to say anything of the present.</summary>
    public DateTimeOffset? Promotion =>
        Kind == NoticeKind.Promoted && Published is { } at && Now - at <= Decision.OldestNotice
            ? WriterHistory.Precise(at < Now ? at : Now) : null;
}

/// <summary>
/// What a notice comes to. Making one looks at nothing but the situation and changes nothing. docs/architecture.md has the table, and says
/// why no history of stale roles, late notices and lost races can lead the name back.
/// </summary>
/// <param name="Standing">Whose the name is once the decision is carried out.</param>
/// <param name="Pinned">The group that the pin names then; null without a pin.</param>
/// <param name="History">What has happened to the name then, the decision included.</param>
/// <param name="Refusal">Why the order is not carried out.</param>
/// <param name="AwaitsRole">Whether the promotion that was announced is not to be seen yet: it is worth looking again.</param>
internal sealed record Decision(Standing Standing, string? Pinned, WriterHistory History, OrderRefusal Refusal, bool AwaitsRole)
{
    /// <summary>
    /// The oldest order that is carried out: as long as Lambda keeps an event (MaximumEventAgeInSeconds of the function).
    /// </summary>
    public static readonly TimeSpan OldestOrder = TimeSpan.FromMinutes(15);

    /// <summary>The oldest promotion notice that says more than a look does.</summary>
    public static readonly TimeSpan OldestNotice = TimeSpan.FromMinutes(5);

    /// <summary>Decides.</summary>
    public static Decision Of(Situation situation)
    {
        var (refusal, order, pinned) = AfterOrder(situation);
        var (claim, superseded) = AfterClaim(situation);
        var before = situation.History;
        var after = before with { Claim = claim, Order = order, Superseded = superseded };
        var standing = (pinned, situation.Role) switch
        {
            ({ } group, _) => situation.IsOwn(group) ? Standing.Here : Standing.PinnedElsewhere,
            (null, MemberRole.Primary) => situation.IsOwn(claim?.Group) ? Standing.Here : Standing.Held,
            _ => Standing.Elsewhere,
        };
        var awaitsRole = standing == Standing.Elsewhere && situation.Promotion is { } promotion && !(promotion <= claim?.At);
        return new Decision(standing, pinned, after, refusal, awaitsRole);
    }

    // The pin is a register that the last order writes: whichever Region an order reaches, however late, all end with the same pin.
    private static (OrderRefusal Refusal, Order? Order, string? Pinned) AfterOrder(Situation situation)
    {
        var last = situation.History.Order;
        if (situation.Kind is not (NoticeKind.Pin or NoticeKind.Unpin or NoticeKind.PinElsewhere))
        {
            return (OrderRefusal.None, last, situation.Pinned);
        }
        var (kind, group) = situation.Kind == NoticeKind.PinElsewhere
            ? (NoticeKind.Pin, situation.PinnedElsewhere ?? throw new ArgumentException("A pin of no group.", nameof(situation)))
            : (situation.Kind, situation.Group);
        var published = situation.Published is { } at && at < situation.Now ? at : situation.Now;
        var order = new Order(kind, group, WriterHistory.Precise(published));
        if (situation.Now - published > OldestOrder)
        {
            return (OrderRefusal.Expired, last, situation.Pinned);
        }
        return last is not null && order.IsBefore(last)
            ? (OrderRefusal.Superseded, last, situation.Pinned)
            : (OrderRefusal.None, order, order.Pinned);
    }

    private static (Claim? Claim, IReadOnlyList<string> Superseded) AfterClaim(Situation situation)
    {
        var (claim, superseded) = (situation.History.Claim, situation.History.Superseded);
        if (situation.Role != MemberRole.Primary)
        {
            // Seen without the role, a group that lost the name may take it again once it is shown with the role once more. And once the
            // group that has the name is seen without the role, long after its own promotion, there is nobody left whom the others would
            // have to believe.
            return (claim, claim is not null && situation.IsOwn(claim.Group) && !IsRecent(claim, situation) ? []
                : Without(superseded, situation));
        }
        return NewClaim(situation, claim) is { } taken
            ? (taken, claim is null || situation.IsOwn(claim.Group) ? superseded : [.. Without(superseded, situation), claim.Group])
            : (claim, superseded);
    }

    private static Claim? NewClaim(Situation situation, Claim? last)
    {
        if (situation.Promotion is { } promotion && !(promotion <= last?.At))
        {
            return new Claim(situation.Group, ClaimBasis.Notice, promotion);
        }
        if (last is null)
        {
            return new Claim(situation.Group, ClaimBasis.Founding, WriterHistory.Precise(situation.Now));
        }
        // By the role alone, which may be old: never against a Region that took the name from this one, unless the role was seen to go and
        // come again, and not soon after a claim, because an old role can come and go for a while.
        var heldBack = situation.IsOwn(last.Group)
            || situation.History.Superseded.Any(situation.IsOwn)
            || IsRecent(last, situation);
        return heldBack ? null : new Claim(situation.Group, ClaimBasis.Role, WriterHistory.Precise(situation.Now));
    }

    private static bool IsRecent(Claim claim, Situation situation) =>
        claim.Basis != ClaimBasis.Founding && situation.Now - claim.At < situation.Hold;

    private static IReadOnlyList<string> Without(IReadOnlyList<string> groups, Situation situation) =>
        groups.Any(situation.IsOwn) ? [.. groups.Where(group => !situation.IsOwn(group))] : groups;
}
