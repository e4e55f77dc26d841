using SessionStore.Failover;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Status;

/// <summary>The records as the functions last knew them, all Regions that answer taken together.</summary>
/// <param name="Target">Where the record led; null when it led nowhere.</param>
/// <param name="Pin">The group that the last order known anywhere pins; null for none.</param>
/// <param name="By">Who knew the record last.</param>
internal sealed record LastKnownRecords(string? Target, string? Pin, OverrideStatus By)
{
    /// <summary>Puts together what the Regions know.</summary>
    /// <param name="regions">What each Region's function keeps.</param>
    /// <returns>Null when none of them has ever read the records.</returns>
    public static LastKnownRecords? Of(IEnumerable<OverrideStatus> regions)
    {
        var all = regions.ToArray();
        // Every change counts itself in the history: the highest number is the latest.
        var latest = all.Where(region => region.Kept.Records is not null)
            .OrderByDescending(region => region.Kept.Records!.History.Changes).ThenByDescending(region => region.Written).FirstOrDefault();
        if (latest is null)
        {
            return null;
        }
        var ordered = all.Select(region => region.Known.History.Order).OfType<Order>()
            .Aggregate((Order?)null, (last, order) => last?.IsBefore(order) is false ? last : order);
        return new(latest.Target, ordered is null ? latest.Known.Pinned : ordered.Pinned, latest);
    }

    /// <summary>The records, for a person.</summary>
    public string Words(DeployedStore store) =>
        $"as the function of {By.Region.Name} last knew it (written {OverrideStatus.Time(By.Written)}), the record leads to "
        + $"{store.AtEndpoint(Target)?.Name ?? Target ?? "nothing"}, pinned to {Pin ?? "none"}";
}
