using SessionStore.Contract;
using SessionStore.Ops.Commands;
using Spectre.Console;

namespace SessionStore.Ops.MemoryDb;

/// <summary>How a store on MemoryDB is taken down, as it stands now.</summary>
/// <param name="Reasons">Why it cannot be now, which the stacks' guards would say, too; empty when it can.</param>
/// <param name="Lines">The commands in their order, and what to know before each, as comments of a shell.</param>
internal sealed record MemoryDbTeardown(IReadOnlyList<string> Reasons, IReadOnlyList<string> Lines)
{
    /// <summary>Decides.</summary>
    public static MemoryDbTeardown Of(MemoryDbStatus status) => new([.. ReasonsAgainst(status)], [.. Steps(status.Store)]);

    private static IEnumerable<string> ReasonsAgainst(MemoryDbStatus status)
    {
        var store = status.Store;
        if (status.Names.Silence is { } silence)
        {
            yield return $"{silence}: no record can be deleted before it does. Wait for it, and ask again.";
        }
        foreach (var region in status.Regions.Where(MemoryDbStatus.HidesMultiRegionCluster))
        {
            yield return $"{region.Region.Name} does not say what it is a part of, so that the guard of stack {region.Region.Stack} "
                + "refuses: see \"MemoryDB: a Region is removed, or added\" in docs/runbook.md before you destroy anything.";
        }
        if (status.MultiRegionCluster is { Status: not MultiRegionStatus.Available } busy && status.Members.Count > 1)
        {
            yield return $"{store.MultiRegionClusterName} is {busy.Status}: wait until it is {MultiRegionStatus.Available}.";
        }
        foreach (var member in status.Members.Where(member => store.Regions.All(region => region.Name != member.Region)))
        {
            yield return $"{member.ClusterName} in {member.Region} belongs to {store.MultiRegionClusterName}, and none of the stacks is "
                + $"its: the guard of stack {store.Home.Stack} refuses before that is gone.";
        }
        if (status.Members.Count > 0 && status.Members.All(member => member.Region != store.Home.Name)
            && !status.Regions.Any(MemoryDbStatus.HidesMultiRegionCluster))
        {
            yield return $"{store.Home.Name} has no cluster, so that the guard refuses to delete the last copy of the data in another "
                + $"Region: `pulumi up --refresh --stack {store.Home.Stack}` first.";
        }
        foreach (var reason in status.Members.Count > 1 ? status.Regions.SelectMany(region => OfLag(store, region)) : [])
        {
            yield return reason;
        }
    }

    // What another Region has not heard of yet goes with the Region that is removed.
    private static IEnumerable<string> OfLag(MemoryDbStore store, MemoryDbRegionStatus region)
    {
        var alarm = $"{store.Name}-{PhysicalNames.ReplicationLagAlarm}";
        if (region.IsUnknown(nameof(MemoryDbRegionStatus.Lag)))
        {
            yield return $"How late the writes of other Regions are in {region.Region.Name} is unknown: what has not arrived there is lost "
                + "with the Region that took it, and that Region's guard refuses.";
        }
        else if (region.Alarms?.Contains(alarm) is true)
        {
            yield return $"{alarm} rings in {region.Region.Name}: what has not arrived there is lost with the Region that took it. Wait "
                + "until it is OK.";
        }
    }

    private static IEnumerable<string> Steps(MemoryDbStore store)
    {
        var home = store.Home;
        var regions = store.Regions.Reverse().ToArray();
        yield return "# Each destroy deletes its Region's copy of the data, the last one the data. A copy to keep, beforehand:";
        yield return $"# aws memorydb create-snapshot --region {home.Name} --cluster-name {home.ClusterName} "
            + $"--snapshot-name {store.Name}-last";
        foreach (var region in regions)
        {
            yield return TeardownCommand.Unprotect(region.Stack);
        }
        foreach (var region in regions)
        {
            yield return TeardownCommand.Destroy(region.Stack);
            if (region != home)
            {
                yield return $"# Where the other Regions go on: HDEL sweepers {region.Name} in one of them, with the client's InstanceName "
                    + "before sweepers";
            }
        }
    }
}

/// <summary>Says how a store on MemoryDB is taken down, and does nothing itself.</summary>
internal static class MemoryDbTeardownCommand
{
    /// <summary>Prints the commands in their order.</summary>
    /// <returns>0; 1 when a guard would refuse now.</returns>
    public static async Task<int> RunAsync(MemoryDbContext context, CancellationToken cancellationToken)
    {
        var teardown = MemoryDbTeardown.Of(await context.LookAsync(cancellationToken));
        foreach (var line in teardown.Reasons.Concat(teardown.Lines))
        {
            context.Console.WriteLine(line);
        }
        return teardown.Reasons.Count == 0 ? 0 : 1;
    }
}
