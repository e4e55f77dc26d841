using SessionStore.Ops.Aws;
using SessionStore.Ops.MemoryDb;
using SessionStore.Ops.Status;

namespace SessionStore.EndToEnd.Tests.Operations.MemoryDb;

/// <summary>Looks at a store on MemoryDB in two Regions that is well, and what can be changed in them.</summary>
internal static class Looks
{
    public const string Whole = "virxk-s";

    public static MemoryDbStore Store { get; } =
        new("s", Whole, "Z1", "w.example", [Deployed("us-east-1", "one"), Deployed("us-east-2", "two")]);

    public static MemoryDbStatus Well { get; } = new(Store, [Region(0), Region(1)],
        new(new Dictionary<string, string> { ["us-east-1"] = "e.us-east-1", ["us-east-2"] = "e.us-east-2" }));

    /// <summary>The same, with something else in one Region.</summary>
    public static MemoryDbStatus With(int index, Func<MemoryDbRegionStatus, MemoryDbRegionStatus> change) => Well with
    {
        Regions = [.. Well.Regions.Select((region, at) => at == index ? change(region) : region)],
    };

    /// <summary>The same, with another Multi-Region cluster in all views.</summary>
    public static MemoryDbStatus WithWhole(Func<MultiRegionStatus, MultiRegionStatus?> change) => Well with
    {
        Regions = [.. Well.Regions.Select(region => region with { MultiRegionCluster = change(region.MultiRegionCluster!) })],
    };

    /// <summary>A Region of which nothing could be learned.</summary>
    public static MemoryDbRegionStatus Lost(MemoryDbRegionStatus region) => new(region.Region)
    {
        Unknown = [Unknown(region, "cluster"), Unknown(region, "multiRegionCluster"), Unknown(region, "lag"), Unknown(region, "alarms")],
    };

    /// <summary>Something that could not be learned in a Region.</summary>
    public static UnknownFact Unknown(MemoryDbRegionStatus region, string name) =>
        new(name, region.Region.Name, "MemoryDB", new ServiceFailure("no answer within 10 s", IsSilence: true));

    public static MultiRegionStatus Members(params string[] regions) => new("available", "db.r7g.xlarge", "7.3", 1,
        [.. regions.Select(region => new Member(region, $"s-{region}", "available"))]);

    private static MemoryDbRegion Deployed(string region, string stack) => new(stack, region, $"s-{region}", $"e.{region}");

    private static MemoryDbRegionStatus Region(int index)
    {
        var (region, other) = (Store.Regions[index], Store.Regions[1 - index].Name);
        return new(region)
        {
            Cluster = new("available", Whole, region.ClusterEndpoint, "db.r7g.xlarge", "7.3", "s", 1,
                [new("n1", "available"), new("n2", "available")]),
            MultiRegionCluster = Members("us-east-1", "us-east-2"),
            Lag = new(300, OfAccount: false, [new($"{region.ClusterName} {other}", other, 300)]),
            Alarms = [],
        };
    }
}
