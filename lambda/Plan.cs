using Amazon.Route53;
using Amazon.Route53.Model;

namespace SessionStore.Failover;

/// <summary>Whose the writer record is, seen from this Region.</summary>
public enum Claim
{
    /// <summary>This group is not the primary and no pin names it: the record is another Region's business.</summary>
    None,

    /// <summary>A pin names another group, and a pin beats every role.</summary>
    PinnedElsewhere,

    /// <summary>The record must name this group's endpoint.</summary>
    Own,
}

/// <summary>What a notice comes to, given the role, the record and the pin. Making one looks at nothing else and changes nothing.</summary>
/// <param name="Claim">Whose the record is once the plan is carried out.</param>
/// <param name="MovesRecord">Whether the writer record changes.</param>
/// <param name="Changes">The one transaction that is needed; empty when all is as it should be.</param>
public sealed record Plan(Claim Claim, bool MovesRecord, IReadOnlyList<Change> Changes)
{
    /// <summary>Decides.</summary>
    /// <param name="kind">What the notice asks for.</param>
    /// <param name="group">The replication group of this Region.</param>
    /// <param name="records">The records that name the writer.</param>
    /// <param name="settings">The names and the time to live.</param>
    /// <param name="renewal">How a record comes back that the same transaction has deleted: by CREATE or by UPSERT.</param>
    /// <exception cref="FailoverException">
    /// The record must name this group, but the group has no endpoint yet or the name holds a foreign record.
    /// </exception>
    public static Plan For(NoticeKind kind, ReplicationGroup group, WriterRecords records, FailoverSettings settings, ChangeAction renewal)
    {
        var claim = ClaimAfter(kind, group, records);
        var recordChanges = claim == Claim.Own ? ChangesOfRecord(group, records, settings, renewal) : [];
        return new Plan(claim, recordChanges.Count > 0, [.. recordChanges, .. ChangesOfPin(kind, group, records, settings, renewal)]);
    }

    /// <summary>Whose the writer record is once a notice has been carried out.</summary>
    public static Claim ClaimAfter(NoticeKind kind, ReplicationGroup group, WriterRecords records) =>
        (PinnedAfter(kind, group, records), group.Role) switch
        {
            ({ } pinned, _) => IsSameGroup(pinned, group) ? Claim.Own : Claim.PinnedElsewhere,
            (null, MemberRole.Primary) => Claim.Own,
            _ => Claim.None,
        };

    /// <summary>
    /// How a record comes back that the same transaction has deleted. AWS documents neither form; Terraform's provider relies on CREATE,
    /// and other implementations of Route 53 hold a CREATE against what the zone once was. The deletion is what compares, in both, so that
    /// a refusal is answered with the other form.
    /// </summary>
    /// <param name="round">The number of the try, from 1.</param>
    public static ChangeAction Renewal(int round) => round % 2 == 1 ? ChangeAction.UPSERT : ChangeAction.CREATE;

    private static string? PinnedAfter(NoticeKind kind, ReplicationGroup group, WriterRecords records) => kind switch
    {
        NoticeKind.Pin => group.Id,
        NoticeKind.Unpin when IsSameGroup(records.PinnedGroup, group) => null,
        _ => records.PinnedGroup,
    };

    private static bool IsSameGroup(string? id, ReplicationGroup group) =>
        string.Equals(id, group.Id, StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<Change> ChangesOfRecord(
        ReplicationGroup group, WriterRecords records, FailoverSettings settings, ChangeAction renewal)
    {
        var endpoint = group.Endpoint ?? throw new FailoverException(
            $"Replication group {group.Id} ({group.Role}) has no endpoint; expected the one that {settings.WriterName} must name.");
        var writer = records.Writer(settings.WriterName);
        return writer is not null && WriterRecords.Names(writer, endpoint)
            ? []
            : Replace(writer, settings.WriterName, RRType.CNAME, endpoint, settings, renewal);
    }

    private static IReadOnlyList<Change> ChangesOfPin(
        NoticeKind kind, ReplicationGroup group, WriterRecords records, FailoverSettings settings, ChangeAction renewal) =>
        (kind, records.Pin) switch
        {
            (NoticeKind.Pin, _) when !IsSameGroup(records.PinnedGroup, group) =>
                Replace(records.Pin, settings.PinName, RRType.TXT, DnsText.Quote(group.Id), settings, renewal),
            (NoticeKind.Unpin, { } pin) when IsSameGroup(records.PinnedGroup, group) => [new Change(ChangeAction.DELETE, pin)],
            _ => [],
        };

    // Deleting the record exactly as it was read makes the batch a compare-and-set: it fails when somebody changed it meanwhile.
    private static IReadOnlyList<Change> Replace(
        ResourceRecordSet? old, string name, RRType type, string value, FailoverSettings settings, ChangeAction renewal)
    {
        var created = new Change(old is null ? ChangeAction.CREATE : renewal, new ResourceRecordSet(name, type)
        {
            TTL = old?.TTL ?? settings.RecordTtlSeconds,
            ResourceRecords = [new ResourceRecord(value)],
        });
        return old is null ? [created] : [new Change(ChangeAction.DELETE, old), created];
    }
}
