namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>A weighted record, as far as it decides which one of its group answers.</summary>
/// <param name="Weight">0 to 255.</param>
/// <param name="IsHealthy">Whether its health check is healthy; always true for a record without one.</param>
internal sealed record WeightedRecord(string SetIdentifier, int Weight, bool IsHealthy);

/// <summary>
/// Which weighted record of a name answers: Route 53's rules as a function of the records and of chance ("Weighted routing" and "How Amazon
/// Route 53 chooses records when health checking is configured" in the Route 53 developer guide).
/// </summary>
internal static class WeightedRecords
{
    /// <summary>The records that can be the answer.</summary>
    /// <param name="group">All weighted records of one name and type, at least one.</param>
    public static IReadOnlyList<WeightedRecord> Considered(IReadOnlyCollection<WeightedRecord> group)
    {
        // "If no record is healthy, all records are healthy", and then the weights count as if there were no health checks.
        IReadOnlyList<WeightedRecord> healthy = group.Any(record => record.IsHealthy) ? [.. group.Where(record => record.IsHealthy)]
            : [.. group];
        // "Route 53 initially considers only the nonzero weighted records, if any"; without a healthy one of these, those of weight zero.
        return healthy.Any(record => record.Weight > 0) ? [.. healthy.Where(record => record.Weight > 0)] : healthy;
    }

    /// <summary>The record that answers.</summary>
    /// <param name="group">All weighted records of one name and type, at least one.</param>
    /// <param name="chance">From 0 to less than 1.</param>
    public static WeightedRecord Chosen(IReadOnlyCollection<WeightedRecord> group, double chance)
    {
        var considered = Considered(group);
        // Where all weights are zero, "traffic is routed to all resources with equal probability" (Values specific for weighted records).
        var weights = considered.Select(record => considered[0].Weight == 0 ? 1 : record.Weight).ToArray();
        var left = chance * weights.Sum();
        for (var at = 0; ; at++)
        {
            left -= weights[at];
            if (left < 0 || at == considered.Count - 1)
            {
                return considered[at];
            }
        }
    }
}
