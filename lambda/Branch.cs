namespace SessionStore.Failover;

/// <summary>What a decision rests on that the Regions share.</summary>
/// <param name="Pinned">The group that is pinned; null without a pin.</param>
/// <param name="History">What has happened to the name.</param>
internal sealed record Known(string? Pinned, WriterHistory History);

/// <summary>Merges a branch into what is known, as <see cref="Branch.Onto"/> does.</summary>
internal delegate Known Merge(Branch branch, Known known, string group, TimeSpan hold);

/// <summary>
/// What this Region's function has decided while Route 53 did not answer: its own branch of the history, kept beside the records as it last
/// read them. It holds what was decided, not what followed from it, so that it can be merged into whatever the history has become
/// meanwhile, by this Region and by others, in any sequence and more than once.
/// </summary>
/// <param name="Order">The last order that was accepted; null for none.</param>
/// <param name="Claim">The last claim of this Region's group; null for none.</param>
/// <param name="WithoutRole">When the group, superseded before, was seen without the role; null when it was not.</param>
/// <param name="OverridingSince">Since when this Region overrides; null while it does not.</param>
internal sealed record Branch(Order? Order, Claim? Claim, DateTimeOffset? WithoutRole, DateTimeOffset? OverridingSince)
{
    /// <summary>Nothing was decided.</summary>
    public static readonly Branch None = new(null, null, null, null);

    /// <summary>
    /// The branch merged into what is known: what the history would say if both had been decided in the sequence of their times. Merging
    /// what was merged before changes nothing.
    /// </summary>
    /// <param name="known">The records as they were read, now or before the silence.</param>
    /// <param name="group">The replication group of this Region.</param>
    /// <param name="hold">For how long after a claim no other Region takes the name by the role alone.</param>
    public Known Onto(Known known, string group, TimeSpan hold)
    {
        var (pinned, history) = (known.Pinned, known.History);
        // As a register: the later order wins, with its pin. It was accepted in its time, so that its age says nothing now.
        if (Order is { } order && !(history.Order is { } last && !last.IsBefore(order)))
        {
            (pinned, history) = (order.Pinned, history with { Order = order });
        }
        if (WithoutRole is { } seen && !(history.Claim?.At > seen))
        {
            history = history with { Superseded = Without(history.Superseded, group) };
        }
        return new Known(pinned, Claim is { } claim && claim != history.Claim ? AfterClaim(history, claim, hold) : history);
    }

    private WriterHistory AfterClaim(WriterHistory history, Claim claim, TimeSpan hold)
    {
        if (history.Claim is not { } latest)
        {
            return history with { Claim = claim };
        }
        var others = Without(history.Superseded, claim.Group);
        var superseded = history.Superseded.Count != others.Count;
        var taken = history with { Claim = claim, Superseded = [.. Without(others, latest.Group), latest.Group] };
        return (claim.At > latest.At, Same(claim.Group, latest.Group)) switch
        {
            (true, true) => history with { Claim = claim },
            (false, true) => history,
            // By the role alone, it would have been held back had it known of the other; and the other likewise.
            (true, _) => IsHeld(claim, latest, hold) || (superseded && claim.Basis != ClaimBasis.Notice) ? history : taken,
            (false, _) when latest.At > claim.At && IsHeld(latest, claim, hold) => history with { Claim = claim, Superseded = others },
            // The later claim superseded this one without knowing of it.
            _ => superseded || WithoutRole >= latest.At ? history : history with { Superseded = [.. others, claim.Group] },
        };
    }

    private static bool IsHeld(Claim later, Claim earlier, TimeSpan hold) =>
        later.Basis != ClaimBasis.Notice && earlier.Basis != ClaimBasis.Founding && later.At - earlier.At < hold;

    /// <summary>The branch with a decision that was made on top of it.</summary>
    /// <param name="before">What the decision rested on.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="group">The replication group of this Region.</param>
    /// <param name="now">The time.</param>
    public Branch And(Known before, Decision decision, string group, DateTimeOffset now)
    {
        var (was, history) = (before.History, decision.History);
        var abdicated = history.Claim == was.Claim
            && was.Superseded.Any(one => Same(one, group)) && !history.Superseded.Any(one => Same(one, group));
        return this with
        {
            Order = history.Order == was.Order ? Order : history.Order,
            Claim = history.Claim == was.Claim ? Claim : history.Claim,
            WithoutRole = abdicated ? WriterHistory.Precise(now) : WithoutRole,
        };
    }

    /// <summary>
    /// All that either of two branches of this Region holds: two processes may decide at once, and a parameter has no compare-and-set.
    /// </summary>
    public Branch With(Branch other) => new(
        Order is null || (other.Order is { } order && Order.IsBefore(order)) ? other.Order : Order,
        Claim is null || Claim.At < other.Claim?.At ? other.Claim : Claim,
        WithoutRole is null || WithoutRole < other.WithoutRole ? other.WithoutRole : WithoutRole,
        OverridingSince is null || OverridingSince > other.OverridingSince ? other.OverridingSince : OverridingSince);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<string> Without(IReadOnlyList<string> groups, string group) =>
        groups.Any(one => Same(one, group)) ? [.. groups.Where(one => !Same(one, group))] : groups;
}
