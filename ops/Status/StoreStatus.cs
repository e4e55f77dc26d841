using System.Globalization;
using SessionStore.Contract;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Status;

/// <summary>What the whole store shows.</summary>
/// <param name="Record">Where the writer name leads and who is pinned.</param>
internal sealed record StoreStatus(DeployedStore Store, IReadOnlyList<RegionStatus> Regions, RecordStatus Record)
{
    /// <summary>The Regions that ElastiCache shows as primary: one, unless something is wrong.</summary>
    public IReadOnlyList<RegionStatus> Primaries => [.. Regions.Where(region => region.Role == MemberRoles.Primary)];

    /// <summary>The Regions whose role could not be learned.</summary>
    public IReadOnlyList<RegionStatus> Silent => [.. Regions.Where(region => !region.Answers)];

    /// <summary>The Regions that override the writer record: one at most, unless something is wrong.</summary>
    public IReadOnlyList<RegionStatus> Overriding => [.. Regions.Where(region => region.Overriding?.Since is not null)];

    /// <summary>The records as the functions last knew them; null where none can be asked, or none has ever read them.</summary>
    public LastKnownRecords? LastKnown => LastKnownRecords.Of(Regions.Select(region => region.Overriding).OfType<OverrideStatus>());

    /// <summary>The pin; while Route 53 does not answer, as last known.</summary>
    public string? PinAsKnown => Record.Silence is null ? Record.Pin : LastKnown?.Pin;

    /// <summary>Why something could not be learned, each cause once; empty when everything is known.</summary>
    public IReadOnlyList<UnknownCause> Unknown => UnknownCause.Among([.. Record.Unknown, .. Regions.SelectMany(region => region.Unknown)]);

    /// <summary>The look at one Region.</summary>
    public RegionStatus At(DeployedRegion region) => Regions.Single(status => status.Region == region);

    /// <summary>Everything that is known and not as it should be, for a person.</summary>
    /// <param name="lagLimit">The replication lag, in seconds, above which it is too high.</param>
    public IReadOnlyList<string> Findings(double lagLimit) =>
    [
        .. OfPrimaries(), .. OfOverrides(), .. Record.Silence is null ? OfRecord() : [],
        .. Regions.SelectMany(region => OfRegion(region, lagLimit)),
    ];

    private IEnumerable<string> OfPrimaries()
    {
        if (Primaries.Count > 1)
        {
            yield return $"{Primaries.Count} Regions are the primary ({Names(Primaries)}): expected one";
        }
        if (Primaries.Count == 0)
        {
            yield return Silent.Count == 0
                ? "no Region is the primary: expected one"
                : $"no Region that answers is the primary; whether {Names(Silent)} {(Silent.Count == 1 ? "is" : "are")} is unknown";
        }
    }

    private IEnumerable<string> OfOverrides()
    {
        foreach (var region in Overriding)
        {
            yield return $"{region.Region.Name} overrides {Store.WriterName} since {OverrideStatus.Time(region.Overriding!.Since!.Value)}: "
                + "the name leads there whatever the record says; when Route 53's API answers its function, the record is made to say the "
                + "same and the override ends";
        }
        if (Overriding.Count > 1)
        {
            yield return $"{Overriding.Count} Regions override at once ({Names(Overriding)}): the name leads to each of them in turn; pin "
                + "the one that shall have it";
        }
    }

    private IEnumerable<string> OfRecord()
    {
        var pinned = Store.OfGroup(Record.Pin);
        if (Record.Pin is not null)
        {
            yield return $"{Store.WriterName} is pinned to {Record.Pin}: the name does not follow promotions until it is unpinned";
            if (pinned is not null && At(pinned).Role == MemberRoles.Secondary)
            {
                yield return $"{pinned.Name} is {MemberRoles.Secondary}, and the pin leads writers there: "
                    + "writes fail; promote it, or unpin";
            }
        }
        if (Record.Records is { History: null } records)
        {
            yield return $"{records.HistoryRecord?.Name.TrimEnd('.')} holds something that is no history: the functions begin a new one "
                + "with their next change";
        }
        if (Record.Foreign is { } foreign)
        {
            yield return foreign;
            yield break;
        }
        var owner = pinned ?? (Record.Pin is null && Primaries is [var primary] ? primary.Region : null);
        // While an override is handed over, its own line says what becomes of the record.
        if (owner is not null && Record.Target != owner.PrimaryEndpoint && Overriding.All(region => region.Region != owner))
        {
            yield return $"{Store.WriterName} leads to {Record.Target ?? "nothing"}: expected {owner.PrimaryEndpoint} of {owner.Name}";
        }
    }

    private static IEnumerable<string> OfRegion(RegionStatus region, double lagLimit)
    {
        var name = region.Region.Name;
        if (region is { Answers: true, Status: null })
        {
            yield return $"{name}: {region.Region.ReplicationGroupId} does not exist: " + (region.Region.IsReplicated
                ? $"`pulumi up --refresh --stack {region.Region.Stack}` creates it" : $"rejoin {name} creates it as a member");
        }
        else if (region is { Answers: true, Role: null, Region.IsReplicated: false })
        {
            yield return $"{name}: {region.Region.ReplicationGroupId} is no member of the datastore";
        }
        if (region.Status is not null and not "available")
        {
            yield return $"{name}: the group is {region.Status}: expected available";
        }
        if (region.DatastoreStatus is { } status && !Datastore.IsSettled(status))
        {
            yield return $"{name}: the datastore {region.GlobalReplicationGroupId} is {status}: expected {Datastore.Expected}";
        }
        if (region.Writes is { Refuses: true } writes)
        {
            yield return $"{name}: writes are refused, {writes.Words}: a promotion is under way, or has not come to its end; promote goes "
                + $"on, accept-writes {name} lets it take writes again";
        }
        foreach (var finding in region.Replicator?.Findings() ?? [])
        {
            yield return $"{name}: {finding}";
        }
        if (region.LagSeconds is { } lag && lag > lagLimit)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{name}: the replication lag is {lag} s: expected at most {lagLimit} s");
        }
        if (region.Notification is not null and not "active")
        {
            yield return $"{name}: ElastiCache's notification is {region.Notification}: expected active; revive-notifications switches it "
                + "on";
        }
        foreach (var (queue, count) in region.DeadLetters.Where(letters => letters.Value > 0))
        {
            yield return $"{name}: {count} dead letter(s) in the queue {queue}: redrive reads them";
        }
        foreach (var alarm in region.Alarms ?? [])
        {
            yield return $"{name}: alarm {alarm} rings";
        }
    }

    private static string Names(IEnumerable<RegionStatus> regions) => string.Join(" and ", regions.Select(region => region.Region.Name));
}
