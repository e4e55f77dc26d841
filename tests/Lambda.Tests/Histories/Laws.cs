using SessionStore.Failover;

namespace SessionStore.Lambda.Tests.Histories;

/// <summary>What holds in every history, after every batch that Route 53 accepted.</summary>
internal static class Laws
{
    private static readonly TimeSpan _clockSkew = TimeSpan.FromSeconds(1);

    /// <summary>The laws that a history has broken.</summary>
    public static IEnumerable<string> Broken(Simulation simulation)
    {
        var (last, lastPromotion) = (WriterHistory.Empty, -1);
        var (led, lastPinned) = (false, (string?)null);
        foreach (var batch in simulation.Batches)
        {
            var (history, order) = (batch.History, batch.History.Order);
            if (history.Changes != last.Changes + 1)
            {
                yield return $"no two batches are made from the same history: {batch}";
            }
            if (last.Order is { } before && (order is null || order.IsBefore(before)))
            {
                yield return $"an order is never undone by an earlier one: {batch}";
            }
            var pinned = order?.Kind == NoticeKind.Pin ? order.Group : null;
            if (batch.Pinned != pinned)
            {
                yield return $"the pin is what the last order says: {batch}";
            }
            // Another Region that was told of the pin may be the first to write it down; the record is moved by its own.
            led = pinned is not null
                && (batch.Target == Datastore.EndpointOf(pinned) || batch.Group == pinned || (led && pinned == lastPinned));
            lastPinned = pinned;
            if (led && batch.Target != Datastore.EndpointOf(pinned!))
            {
                yield return $"while a group is pinned, the name leads to it: {batch}";
            }
            if (pinned is null && batch.Moved && batch.Target != Datastore.EndpointOf(history.Claim?.Group ?? "nobody"))
            {
                yield return $"the name moves to the group that is entitled: {batch}";
            }
            if (history.Claim is { } claim && simulation.Datastore.Primaries.Count == 1)
            {
                // The promotion that the claim rests on. A promotion whose notice is lost counts from when somebody saw it: nobody can know
                // it sooner.
                var promotion = simulation.Datastore.PromotionOf(claim.Group, claim.At + _clockSkew);
                // One that was made while Route 53 did not answer would have held back a claim by the role alone, had that known of it.
                var heldBack = last.Claim is { Basis: not ClaimBasis.Notice } taken && claim.At < taken.At;
                if (promotion < lastPromotion && !heldBack)
                {
                    yield return $"no group takes the name from one that was promoted later: {batch}";
                }
                lastPromotion = promotion;
            }
            last = history;
        }
    }

    /// <summary>
    /// What is wrong with where a history has ended, once all that was under way has arrived and nothing is out of date any more.
    /// </summary>
    public static IEnumerable<string> BrokenAtTheEnd(Simulation simulation)
    {
        var order = simulation.Batches[^1].History.Order;
        foreach (var later in simulation.Orders.Where(given => order is null || order.IsBefore(given)))
        {
            yield return $"in the end the last order that arrived in time has been carried out: {later}";
        }
        var pinned = order?.Kind == NoticeKind.Pin ? order.Group : null;
        var expected = pinned ?? simulation.Datastore.Primaries.Single();
        if (simulation.Target != Datastore.EndpointOf(expected))
        {
            yield return
                $"in the end the name leads to the pinned group or the primary: it leads to {simulation.Target}, not to {expected}";
        }
    }
}
