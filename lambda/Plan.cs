using Amazon.Route53;
using Amazon.Route53.Model;
using SessionStore.Contract;

namespace SessionStore.Failover;

/// <summary>A decision as the one transaction that carries it out.</summary>
/// <param name="Decision">What was decided.</param>
/// <param name="MovesRecord">Whether the writer record changes.</param>
/// <param name="Changes">The transaction; empty when all is as it should be.</param>
internal sealed record Plan(Decision Decision, bool MovesRecord, IReadOnlyList<Change> Changes)
{
    /// <summary>Makes the transaction.</summary>
    /// <param name="decision">What was decided.</param>
    /// <param name="group">The replication group of this Region.</param>
    /// <param name="records">The records that the decision was made from.</param>
    /// <param name="settings">The names and the time to live.</param>
    /// <param name="renewal">How a record comes back that the same transaction has deleted: by CREATE or by UPSERT.</param>
    /// <exception cref="FailoverException">
    /// The record must name this group, but the group has no endpoint yet or the name holds a foreign record.
    /// </exception>
    public static Plan For(Decision decision, ReplicationGroup group, WriterRecords records, FailoverSettings settings,
        ChangeAction renewal)
    {
        var ofRecord = decision.Standing == Standing.Here ? ChangesOfRecord(group, records, settings, renewal) : [];
        IReadOnlyList<Change> changes = [.. ofRecord, .. ChangesOfPin(decision.Pinned, records, settings, renewal)];
        var before = records.HistoryOrEmpty;
        if (changes.Count > 0 || !decision.History.SaysTheSameAs(before))
        {
            // Also where only the history changes: two that were made from the same one must not both be accepted.
            var successor = decision.History with { Changes = before.Changes + 1 };
            changes = [.. changes,
                .. Replace(records.HistoryRecord, settings.HistoryName, RRType.TXT, DnsText.Quote(successor.Strings()), settings, renewal)];
        }
        return new Plan(decision, ofRecord.Count > 0, changes);
    }

    /// <summary>Whether a decision moves the writer record as it was last read, while Route 53 does not answer.</summary>
    /// <param name="decision">What was decided.</param>
    /// <param name="group">The replication group of this Region.</param>
    /// <param name="records">The records as they were last read; null when they never were.</param>
    /// <param name="settings">The names.</param>
    /// <exception cref="FailoverException">
    /// The record must name this group, but the group has no endpoint yet or the name held a foreign record.
    /// </exception>
    public static bool Moves(Decision decision, ReplicationGroup group, KeptRecords? records, FailoverSettings settings)
    {
        if (decision.Standing != Standing.Here)
        {
            return false;
        }
        var endpoint = EndpointOf(group, settings);
        return records?.Foreign is { } foreign ? throw new FailoverException(foreign) : !DnsText.SameName(records?.Target, endpoint);
    }

    private static string EndpointOf(ReplicationGroup group, FailoverSettings settings) =>
        group.Endpoint ?? throw new FailoverException(
            $"Replication group {group.Id} ({group.Role}) has no endpoint; expected the one that {settings.WriterName} must name.");

    private static IReadOnlyList<Change> ChangesOfRecord(
        ReplicationGroup group, WriterRecords records, FailoverSettings settings, ChangeAction renewal)
    {
        var endpoint = EndpointOf(group, settings);
        var writer = records.Writer(settings.WriterName);
        return writer is null ? [new Change(ChangeAction.CREATE, FromNothing(endpoint, records, settings))]
            : WriterRecords.Names(writer, endpoint) ? []
            : Replace(writer, settings.WriterName, RRType.CNAME, endpoint, settings, renewal);
    }

    // A simple record cannot stand beside weighted ones, and all weighted records of a name have one time to live: Route 53 changes the
    // others' to that of the last (Developer Guide, "Values specific for weighted records").
    private static ResourceRecordSet FromNothing(string endpoint, WriterRecords records, FailoverSettings settings)
    {
        var beside = records.Overrides.FirstOrDefault();
        var weighted = beside is not null || settings.RecordsParameter is not null;
        return new ResourceRecordSet(settings.WriterName, RRType.CNAME)
        {
            TTL = beside?.TTL ?? settings.RecordTtlSeconds,
            SetIdentifier = weighted ? WriterSets.Current : null,
            Weight = weighted ? WriterSets.CurrentWeight : null,
            ResourceRecords = [new ResourceRecord(endpoint)],
        };
    }

    private static IReadOnlyList<Change> ChangesOfPin(string? pinned, WriterRecords records, FailoverSettings settings,
        ChangeAction renewal) =>
        (pinned, records.Pin) switch
        {
            (null, { } pin) => [new Change(ChangeAction.DELETE, pin)],
            ({ } group, _) when !string.Equals(group, records.PinnedGroup, StringComparison.OrdinalIgnoreCase) =>
                Replace(records.Pin, settings.PinName, RRType.TXT, DnsText.Quote([group]), settings, renewal),
            _ => [],
        };

    // Deleting the record exactly as it was read makes the batch a compare-and-set: it fails when somebody changed it meanwhile.
    private static IReadOnlyList<Change> Replace(
        ResourceRecordSet? old, string name, RRType type, string value, FailoverSettings settings, ChangeAction renewal)
    {
        var created = new Change(old is null ? ChangeAction.CREATE : renewal, new ResourceRecordSet(name, type)
        {
            TTL = old?.TTL ?? settings.RecordTtlSeconds,
            SetIdentifier = old?.SetIdentifier,
            Weight = old?.Weight,
            ResourceRecords = [new ResourceRecord(value)],
        });
        return old is null ? [created] : [new Change(ChangeAction.DELETE, old), created];
    }
}
