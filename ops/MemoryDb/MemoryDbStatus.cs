using SessionStore.Ops.Status;

namespace SessionStore.Ops.MemoryDb;

/// <summary>What the whole store shows.</summary>
/// <param name="Names">What the writer name leads to in each Region.</param>
internal sealed record MemoryDbStatus(MemoryDbStore Store, IReadOnlyList<MemoryDbRegionStatus> Regions, NearestRecords Names)
{
    /// <summary>The Multi-Region cluster as the first Region that answers shows it; null when it is gone, or nobody answers.</summary>
    public MultiRegionStatus? MultiRegionCluster => Views.FirstOrDefault();

    /// <summary>The Regions that have a cluster of it, by any view: one that is late may not know of the last one.</summary>
    public IReadOnlyList<Member> Members => [.. Views.SelectMany(view => view.Members).DistinctBy(member => member.Region)];

    /// <summary>Why something could not be learned, each cause once; empty when everything is known.</summary>
    public IReadOnlyList<UnknownCause> Unknown => UnknownCause.Among([.. Names.Unknown, .. Regions.SelectMany(region => region.Unknown)]);

    /// <summary>Every view of the Multi-Region cluster, the primary Region's first.</summary>
    public IEnumerable<MultiRegionStatus> Views => Regions.Select(region => region.MultiRegionCluster).OfType<MultiRegionStatus>();

    /// <summary>Whether a Region could not say what the Multi-Region cluster is.</summary>
    public static bool HidesMultiRegionCluster(MemoryDbRegionStatus region) =>
        region.IsUnknown(nameof(MemoryDbRegionStatus.MultiRegionCluster));
}
