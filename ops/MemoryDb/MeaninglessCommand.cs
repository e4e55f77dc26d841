namespace SessionStore.Ops.MemoryDb;

/// <summary>Why commands that are for a Global Datastore have no meaning for a store on MemoryDB.</summary>
internal static class MeaninglessCommand
{
    private const string NoWriter = "it has no writer Region, every Region takes writes at all times";

    private static readonly Dictionary<string, string> _reasons = new()
    {
        ["promote"] = $"{NoWriter}: nothing is promoted",
        ["pin"] = $"{NoWriter}: the writer name leads each client to its own Region's cluster, and nothing moves it. Lead users away "
            + "from a Region with trafficDial: 0 in its stack",
        ["unpin"] = $"{NoWriter}: nothing is pinned",
        ["disassociate"] = $"{NoWriter}: a lost Region keeps no other from anything. Removing one deletes its copy of the data: teardown "
            + "says how",
        ["rejoin"] = "a Region that was cut off merges by itself when it is back, and one that was removed is added by `pulumi up` of its "
            + "stack",
        ["reconcile"] = "it has no failover function that could look",
        ["revive-notifications"] = "nothing listens to the service's notifications",
        ["redrive"] = "it has no failover function, and so no dead letters",
        ["migrate"] = "the program fills no store on MemoryDB from another one",
        ["accept-writes"] = NoWriter,
    };

    /// <summary>The refusal of a command.</summary>
    /// <param name="command">Its name, with that of the command above it: migrate finish.</param>
    public static OpsException Refusal(MemoryDbStore store, string command) => new(
        $"{command} has no meaning for the store {store.Name}, which is on MemoryDB (memoryDb): "
        + $"{_reasons.GetValueOrDefault(command.Split(' ')[0], NoWriter)}. For it there are status, verify and teardown: "
        + "docs/operations.md, \"MemoryDB\"");
}
