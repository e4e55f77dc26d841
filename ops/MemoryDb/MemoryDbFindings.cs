using System.Globalization;

namespace SessionStore.Ops.MemoryDb;

/// <summary>Everything that is known of a store and not as it should be, for a person. What is unknown is no finding.</summary>
internal static class MemoryDbFindings
{
    // The ACL that every account has, and that lets everybody in without a name ("Authenticating users with Access Control Lists (ACLs)").
    private const string OpenAccess = "open-access";

    /// <summary>The findings: the store's, then those of each Region.</summary>
    /// <param name="lagLimit">The replication lag, in seconds, above which it is too high.</param>
    public static IReadOnlyList<string> Of(MemoryDbStatus status, double lagLimit) =>
    [
        .. OfMultiRegionCluster(status), .. OfMembers(status), .. status.Names.Silence is null ? OfNames(status) : [],
        .. status.Regions.SelectMany(region => OfRegion(region, status.MultiRegionCluster, lagLimit * 1000)),
    ];

    private static IEnumerable<string> OfMultiRegionCluster(MemoryDbStatus status)
    {
        var name = status.Store.MultiRegionClusterName;
        if (status.MultiRegionCluster is null && !status.Regions.Any(MemoryDbStatus.HidesMultiRegionCluster))
        {
            yield return $"the Multi-Region cluster {name} does not exist";
        }
        foreach (var region in status.Regions.Where(region =>
            region.MultiRegionCluster is { Status: not MultiRegionStatus.Available }).GroupBy(region => region.MultiRegionCluster!.Status))
        {
            yield return $"the Multi-Region cluster {name} is {region.Key}, as {Names(region)} {(region.Count() > 1 ? "show" : "shows")} "
                + $"it: expected {MultiRegionStatus.Available}";
        }
        var views = status.Regions.Where(region => region.MultiRegionCluster is not null)
            .GroupBy(region => region.MultiRegionCluster!.Words()).ToArray();
        if (views.Length > 1)
        {
            yield return $"Regions differ in what they show of {name}: " + string.Join("; ", views.Select(view =>
                $"{view.Key}, as {Names(view)} {(view.Count() > 1 ? "show" : "shows")} it"));
        }
    }

    private static IEnumerable<string> OfMembers(MemoryDbStatus status)
    {
        foreach (var member in status.Members.Where(member => status.Store.Regions.All(region => region.Name != member.Region)))
        {
            yield return $"{member.Region} has the cluster {member.ClusterName} of {status.Store.MultiRegionClusterName}, and none of the "
                + "stacks is its: name its stack, too, or find out who added it";
        }
        if (status.Views.Any())
        {
            foreach (var region in status.Regions.Where(region => region.Cluster is not null
                && status.Members.All(member => member.Region != region.Region.Name)))
            {
                yield return $"{region.Region.Name}: {region.Region.ClusterName} is no member of {status.Store.MultiRegionClusterName}: "
                    + $"it belongs to {region.Cluster!.MultiRegionClusterName ?? "none"}";
            }
        }
    }

    private static IEnumerable<string> OfNames(MemoryDbStatus status)
    {
        var (store, names) = (status.Store, status.Names);
        if (names.Foreign is { } foreign)
        {
            yield return $"{store.WriterName} leads to {foreign}, and not by latency: expected one latency record for each Region";
        }
        foreach (var region in store.Regions)
        {
            var target = names.Targets.GetValueOrDefault(region.Name);
            if (target is null)
            {
                yield return $"{region.Name}: {store.WriterName} has no latency record of the Region, whose clients are led elsewhere: "
                    + $"`pulumi up --refresh --stack {region.Stack}`";
            }
            else if (target != region.ClusterEndpoint)
            {
                yield return $"{region.Name}: {store.WriterName} leads to {target}: expected {region.ClusterEndpoint}";
            }
        }
        foreach (var (region, target) in names.Targets.Where(name => store.Regions.All(region => region.Name != name.Key)))
        {
            yield return $"{store.WriterName} leads to {target} near {region}, which none of the stacks deploys to";
        }
    }

    private static IEnumerable<string> OfRegion(MemoryDbRegionStatus region, MultiRegionStatus? whole, double lagLimit)
    {
        var name = region.Region.Name;
        if (region.Cluster is { } cluster)
        {
            foreach (var finding in OfCluster(region.Region, cluster, whole))
            {
                yield return $"{name}: {finding}";
            }
        }
        else if (!region.IsUnknown(nameof(MemoryDbRegionStatus.Cluster)))
        {
            yield return $"{name}: {region.Region.ClusterName} does not exist: `pulumi up --refresh --stack {region.Region.Stack}` creates "
                + "it, and it copies everything from the others";
        }
        if (region.Lag is { } lag && lag.Milliseconds > lagLimit)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{name}: writes of other Regions are {lag.Milliseconds} ms late{(lag.OfAccount ? ", or those of another MemoryDB store of "
                    + "the account" : "")}: expected at most {lagLimit} ms");
        }
        foreach (var alarm in region.Alarms ?? [])
        {
            yield return $"{name}: alarm {alarm} rings";
        }
    }

    private static IEnumerable<string> OfCluster(MemoryDbRegion region, ClusterStatus cluster, MultiRegionStatus? whole)
    {
        if (cluster.Status != MultiRegionStatus.Available)
        {
            yield return $"the cluster is {cluster.Status}: expected {MultiRegionStatus.Available}";
        }
        if (cluster.Troubled() is { Count: > 0 } troubled)
        {
            yield return $"{troubled.Count} of {cluster.Nodes.Count} nodes are not {MultiRegionStatus.Available}: "
                + string.Join(", ", troubled.Select(node => $"{node.Name} is {node.Status ?? "unknown"}"));
        }
        if (cluster.Endpoint is { } endpoint && endpoint != region.ClusterEndpoint)
        {
            yield return $"the cluster's endpoint is {endpoint}: expected {region.ClusterEndpoint}, as in stack {region.Stack}: "
                + $"`pulumi up --refresh --stack {region.Stack}`";
        }
        if (cluster.AclName == OpenAccess)
        {
            yield return $"the cluster's ACL is {OpenAccess}, which lets everybody in: expected the store's";
        }
        // "All Regional clusters have the same number of shards, node type, engine version": Prerequisites and limitations.
        foreach (var (what, value, expected) in whole is null ? [] : new (string, string?, string?)[]
        {
            ("node type", cluster.NodeType, whole.NodeType), ("engine version", cluster.EngineVersion, whole.EngineVersion),
            ("number of shards", $"{cluster.Shards}", $"{whole.Shards}"),
        })
        {
            if (value != expected)
            {
                yield return $"the cluster's {what} is {value}: expected {expected}, that of the Multi-Region cluster";
            }
        }
    }

    private static string Names(IEnumerable<MemoryDbRegionStatus> regions) =>
        string.Join(" and ", regions.Select(region => region.Region.Name));
}
