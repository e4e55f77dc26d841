using System.Globalization;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Looking;

/// <summary>What the whole store shows.</summary>
/// <param name="Store">The store.</param>
/// <param name="Regions">Its Regions.</param>
/// <param name="Record">Where the writer name leads and who is pinned.</param>
public sealed record StoreLook(DeployedStore Store, IReadOnlyList<RegionLook> Regions, RecordLook Record)
{
    /// <summary>The Regions that ElastiCache shows as primary: one, unless something is wrong.</summary>
    public IReadOnlyList<RegionLook> Primaries => [.. Regions.Where(region => region.Role == RegionLook.Primary)];

    /// <summary>The look at one Region.</summary>
    public RegionLook At(DeployedRegion region) => Regions.Single(look => look.Region == region);

    /// <summary>Everything that is not as it should be, for a person; empty when all is well.</summary>
    /// <param name="lagLimit">The replication lag, in seconds, above which it is too high.</param>
    public IReadOnlyList<string> Findings(double lagLimit) =>
    [
        .. Record.Unknown is { } unknown ? [unknown] : Array.Empty<string>(),
        .. Primaries.Count == 1 ? [] : new[] { $"{Primaries.Count} Regions are the primary{(Primaries.Count > 1 ? $" ({Names(Primaries)})" : "")}: expected one" },
        .. Record.Unknown is null ? OfRecord() : [],
        .. Regions.SelectMany(region => OfRegion(region, lagLimit)),
    ];

    private IEnumerable<string> OfRecord()
    {
        var pinned = Store.Regions.SingleOrDefault(region => region.ReplicationGroupId == Record.Pin);
        if (Record.Pin is not null)
        {
            yield return $"{Store.WriterName} is pinned to {Record.Pin}: the name does not follow promotions until it is unpinned";
            if (pinned is not null && At(pinned).Role == RegionLook.Secondary)
            {
                yield return $"{pinned.Name} is {RegionLook.Secondary}, and the pin leads writers there: writes fail; promote it, or unpin";
            }
        }
        var owner = pinned ?? (Record.Pin is null && Primaries is [var primary] ? primary.Region : null);
        if (owner is not null && Record.Target != owner.PrimaryEndpoint)
        {
            yield return $"{Store.WriterName} leads to {Record.Target ?? "nothing"}: expected {owner.PrimaryEndpoint} of {owner.Name}";
        }
    }

    private static IEnumerable<string> OfRegion(RegionLook region, double lagLimit)
    {
        var name = region.Region.Name;
        foreach (var unknown in region.Unknown)
        {
            yield return $"{name}: {unknown}";
        }
        if (region is { Answers: true, Role: null })
        {
            yield return $"{name}: {region.Region.ReplicationGroupId} is no member of the datastore";
        }
        if (region.Answers && region.Status != "available")
        {
            yield return $"{name}: the group is {region.Status}: expected available";
        }
        if (region.Role == RegionLook.Secondary && region.LagSeconds is var lag && !(lag <= lagLimit))
        {
            yield return lag is null
                ? $"{name}: the replication lag is unknown"
                : string.Create(CultureInfo.InvariantCulture, $"{name}: the replication lag is {lag} s: expected at most {lagLimit} s");
        }
        if (region.Notification is not null and not "active")
        {
            yield return $"{name}: ElastiCache's notification is {region.Notification}: expected active; revive-notifications switches it on";
        }
        foreach (var (queue, count) in region.DeadLetters.Where(letters => letters.Value > 0))
        {
            yield return $"{name}: {count} dead letter(s) in the queue {queue}: redrive reads them";
        }
        foreach (var alarm in region.Alarms)
        {
            yield return $"{name}: alarm {alarm} rings";
        }
    }

    private static string Names(IEnumerable<RegionLook> regions) => string.Join(" and ", regions.Select(region => region.Region.Name));
}

/// <summary>What the hosted zone shows.</summary>
/// <param name="Target">Where the writer name leads; null where there is no record, or it is unknown.</param>
/// <param name="Pin">The replication group that an operator has pinned; null for none.</param>
/// <param name="Unknown">Why nothing could be learned; null when Route 53 answered.</param>
public sealed record RecordLook(string? Target, string? Pin, string? Unknown = null);
