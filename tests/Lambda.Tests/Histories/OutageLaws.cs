using SessionStore.Failover;

namespace SessionStore.Lambda.Tests.Histories;

/// <summary>What holds in every history in which Route 53's control plane is away for a while.</summary>
internal static class OutageLaws
{
    /// <summary>How long an invocation may take from its last look to its last line in the log.</summary>
    private static readonly TimeSpan _invocation = TimeSpan.FromSeconds(120);

    /// <summary>The laws that a history has broken.</summary>
    public static IEnumerable<string> Broken(Simulation simulation, Conditions conditions)
    {
        foreach (var (at, group) in simulation.DataPlane.Values)
        {
            var since = at - conditions.Staleness - _invocation;
            var wasPrimary = simulation.Datastore.Primaries.Contains(group) || simulation.Datastore.IsPrimary(group, since)
                || simulation.Datastore.Promotions.Any(promotion =>
                    promotion.From >= since && promotion.From <= at && promotion.Primaries.Contains(group));
            var wasPinned = simulation.Given.Any(order => order.Pinned == group && order.Published <= at + conditions.ClockSkew);
            if (!wasPrimary && !wasPinned)
            {
                yield return $"no Region without role or pin overrides: {group} at {at:HH:mm:ss}";
            }
            // What it was told, and had time to take in; another order that it may know of is later.
            var told = simulation.Told.Where(told => told.Group == group && told.At + _invocation < at).Select(told => told.Order)
                .Aggregate((Order?)null, (latest, order) => latest?.IsBefore(order) is false ? latest : order);
            if (told?.Pinned is { } pinned && pinned != group && !simulation.Given.Any(told.IsBefore))
            {
                yield return $"a Region that was told that another is pinned does not override: {group} at {at:HH:mm:ss}";
            }
        }
    }

    /// <summary>What is wrong where a history has ended, once Route 53 has answered for a while.</summary>
    public static IEnumerable<string> BrokenAtTheEnd(Simulation simulation, TimeSpan answered)
    {
        var end = simulation.Time.GetUtcNow();
        foreach (var (at, group) in simulation.DataPlane.Values.Where(value => value.At > end - (answered / 2)))
        {
            yield return $"in the end nobody overrides: {group} at {at:HH:mm:ss}";
        }
        foreach (var (group, parameter) in simulation.Parameters)
        {
            var kept = Kept.Parse(parameter.Value);
            if (kept?.Branch != Branch.None)
            {
                yield return $"in the end every branch is merged: {group} has {parameter.Value}";
            }
            if (kept?.Records?.Target?.TrimEnd('.') != simulation.Target || kept?.Records?.Pinned != simulation.Batches[^1].Pinned)
            {
                yield return $"in the end every Region knows the records: {group} has {parameter.Value}";
            }
        }
    }
}
