namespace SessionStore.Replicator.Following;

/// <summary>What tells of changes that no notification does.</summary>
/// <param name="Run">Which run of which nodes, with which slots: another one has not told everything.</param>
/// <param name="Flushes">How often databases were emptied or swapped: that sends no notification. Null where INFO is forbidden.</param>
/// <param name="Changes">Changes since the last save, of all nodes: grows with every write, and begins anew with a save.</param>
internal sealed record SourceFacts(string Run, long? Flushes, long? Changes)
{
    private static readonly string[] _flushes = ["cmdstat_flushall", "cmdstat_flushdb", "cmdstat_swapdb"];

    /// <summary>Reads one node's answer to INFO.</summary>
    public static SourceFacts Of(string info)
    {
        var lines = info.Split('\n').Select(line => line.Trim().Split(':', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0]).ToDictionary(group => group.Key, group => group.First()[1]);
        return new(
            lines.GetValueOrDefault("run_id", ""),
            _flushes.Sum(name => lines.TryGetValue(name, out var stat) ? Calls(stat) : 0),
            lines.TryGetValue("rdb_changes_since_last_save", out var changes) && long.TryParse(changes, out var number) ? number : null);
    }

    /// <summary>Several nodes together.</summary>
    public static SourceFacts Of(IEnumerable<SourceFacts> nodes, string topology)
    {
        var all = nodes.ToArray();
        return new(
            string.Join(' ', all.Select(node => node.Run).Order().Append(topology)),
            all.Any(node => node.Flushes is null) ? null : all.Sum(node => node.Flushes),
            all.Any(node => node.Changes is null) ? null : all.Sum(node => node.Changes));
    }

    // Such as calls=1,usec=25,…
    private static long Calls(string stat) => long.TryParse(stat.Split(',')[0].Split('=')[^1], out var calls) ? calls : 0;
}
