using System.Collections.Immutable;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>A resource record set of a zone, as far as it decides about answers.</summary>
/// <param name="Name">The name in lower case, without a final dot.</param>
/// <param name="SetIdentifier">What tells it from others of its name and type; null for a simple record.</param>
/// <param name="Region">The Region of a latency record; null for others.</param>
/// <param name="Weight">The weight of a weighted record; null for others.</param>
/// <param name="IsHealthy">Whether its health check is healthy now; always true for a record without one.</param>
internal sealed record ZoneRecord(
    string Name, string Type, int TtlSeconds, ImmutableArray<string> Values, string? SetIdentifier = null, string? Region = null,
    int? Weight = null, bool IsHealthy = true);

/// <summary>
/// Which records of a zone answer a question: Route 53's rules ("Choosing a routing policy" in the Route 53 developer guide) as a function
/// of the zone's records and of nothing else.
/// </summary>
internal static class RecordAnswers
{
    // Route 53 refuses loops only within a zone's aliases; a resolver gives up on a chain of names some time.
    private const int LongestChain = 8;

    /// <summary>Answers a question.</summary>
    /// <param name="zone">All records of the zone.</param>
    /// <param name="domain">The zone's domain.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="region">The Region of the VPC that asks.</param>
    /// <param name="chance">From 0 to less than 1: which of several weighted records that can answer does.</param>
    /// <returns>The chain of CNAME records that the question leads through, and the records at its end, as far as the zone knows
    /// them.</returns>
    /// <exception cref="NotSupportedException">Several records have the name and type, and are neither all latency records nor all weighted
    /// ones.</exception>
    public static DnsAnswer Of(IReadOnlyCollection<ZoneRecord> zone, string domain, DnsQuestion question, string region, double chance = 0)
    {
        var chain = new List<DnsRecord>();
        var name = question.Name;
        while (IsIn(domain, name) && chain.Count < LongestChain)
        {
            var there = zone.Where(record => record.Name == name).ToArray();
            // Where a CNAME record is, there is no other data, and it answers for every type (RFC 1034, 3.6.2).
            var alias = question.Type == "CNAME" ? null : Chosen(there, "CNAME", region, chance);
            if (alias is null)
            {
                var found = Chosen(there, question.Type, region, chance);
                chain.AddRange(found is null ? [] : Records(found));
                return chain.Count > 0 ? new(0, chain) : there.Length > 0 || name == domain ? DnsAnswer.NoData : DnsAnswer.NameError;
            }
            chain.AddRange(Records(alias));
            name = alias.Values[0];
        }
        return chain.Count > 0 ? new(0, chain) : DnsAnswer.Refused;
    }

    /// <summary>Whether a name is the domain or lies below it.</summary>
    public static bool IsIn(string domain, string name) => name == domain || name.EndsWith($".{domain}", StringComparison.Ordinal);

    private static ZoneRecord? Chosen(IEnumerable<ZoneRecord> there, string type, string region, double chance) =>
        there.Where(record => record.Type == type).ToArray() switch
        {
            [] => null,
            [{ SetIdentifier: null } simple] => simple,
            // "Latency-based routing": the Region with the least latency, which for who asks from one of them is its own. How far the
            // others are is not known here: the first one by its name.
            var group when group.All(record => record.Region is not null) => group.FirstOrDefault(record => record.Region == region)
                ?? group.OrderBy(record => record.Region, StringComparer.Ordinal).First(),
            var group when group.All(record => record.Weight is not null) => group.Single(record => record.SetIdentifier
                == WeightedRecords.Chosen([.. group.Select(member => new WeightedRecord(
                    member.SetIdentifier!, member.Weight!.Value, member.IsHealthy))], chance).SetIdentifier),
            var group => throw new NotSupportedException(
                $"{group[0].Name} {type} has the records {string.Join(", ", group.Select(record => record.SetIdentifier ?? "(simple)"))}: "
                + "expected one simple record, or latency or weighted records"),
        };

    private static IEnumerable<DnsRecord> Records(ZoneRecord record) =>
        record.Values.Select(value => new DnsRecord(record.Name, record.Type, record.TtlSeconds, value));
}
