using System.Globalization;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Status;
using SessionStore.Ops.Verify;

namespace SessionStore.Ops.MemoryDb;

/// <summary>What a look at the store (<see cref="MemoryDbStatusReader"/>) answers of docs/first-deployment.md.</summary>
internal static class MemoryDbAnswers
{
    /// <summary>What the steps are, and what is not asked.</summary>
    public const string Steps = "Steps are those of \"A store on MemoryDB\" in docs/first-deployment.md. Not asked, because it takes a "
        + "hand: 4 to 7.";

    /// <summary>All of them.</summary>
    public static IEnumerable<Answer> Of(MemoryDbStatus status)
    {
        foreach (var region in status.Regions)
        {
            yield return Cluster(status, region);
            yield return Common(status, region);
            yield return Lag(status, region);
            yield return Name(status, region);
        }
    }

    /// <summary>The state of the lag's alarm.</summary>
    /// <param name="state">What CloudWatch says; null where there is no such alarm.</param>
    /// <param name="failure">Why it could not be asked; null where it was.</param>
    public static Answer Alarm(MemoryDbStatus status, MemoryDbRegion region, string? state, ServiceFailure? failure)
    {
        var expected = status.Members.Count > 1 ? "OK" : "not ALARM";
        return failure is not null
            ? new(2, "state of the lag's alarm", region.Name, expected, failure.Message, Verdict.Unknown)
            : new(2, "state of the lag's alarm", region.Name, expected, state ?? "no alarm",
                state == "OK" || (state is not (null or "ALARM") && status.Members.Count <= 1) ? Verdict.AsExpected : Verdict.Different);
    }

    private static Answer Cluster(MemoryDbStatus status, MemoryDbRegionStatus region)
    {
        var member = region.MultiRegionCluster?.Members.Any(member => member.Region == region.Region.Name) is true;
        var said = region.Cluster is not { } cluster ? "does not exist"
            : $"{cluster.Status}, {(member ? "a member" : "no member")}, {Number(cluster.Nodes.Count - cluster.Troubled().Count)} of "
                + $"{Number(cluster.Nodes.Count)} nodes available";
        return Answered(
            region, 1, "the cluster", $"available, a member of {status.Store.MultiRegionClusterName}, all nodes available", said,
            member && region.Cluster is { Status: MultiRegionStatus.Available, Nodes.Count: > 0 } found && found.Troubled().Count == 0,
            nameof(MemoryDbRegionStatus.Cluster), nameof(MemoryDbRegionStatus.MultiRegionCluster));
    }

    private static Answer Common(MemoryDbStatus status, MemoryDbRegionStatus region)
    {
        var expected = status.MultiRegionCluster is { } whole
            ? Words(whole.NodeType, whole.EngineVersion, whole.Shards) : "that of the Multi-Region cluster";
        var said = region.Cluster is { } cluster ? Words(cluster.NodeType, cluster.EngineVersion, cluster.Shards) : "does not exist";
        return Answered(region, 1, "what all Regions have in common", expected, said, expected == said,
            nameof(MemoryDbRegionStatus.Cluster), nameof(MemoryDbRegionStatus.MultiRegionCluster));

        static string Words(string? nodeType, string? version, int shards) => $"{nodeType}, Valkey {version}, {Number(shards)} shard(s)";
    }

    private static Answer Lag(MemoryDbStatus status, MemoryDbRegionStatus region)
    {
        var alone = status.Members.Count <= 1;
        var said = region.Lag switch
        {
            null => "none",
            { OfAccount: true } => "none; there is one of another dimension, or of another store",
            { } lag => string.Join("; ", lag.Series.Select(series => series.Label)),
        };
        return Answered(region, 2, "lines of the lag that carry the cluster's name", alone ? "none" : "one at least", said,
            alone ? region.Lag is null or { OfAccount: true } : region.Lag is { OfAccount: false }, nameof(MemoryDbRegionStatus.Lag));
    }

    private static Answer Name(MemoryDbStatus status, MemoryDbRegionStatus region)
    {
        const string Question = "where the writer name's latency record leads";
        var (name, expected) = (region.Region.Name, region.Region.ClusterEndpoint);
        var target = status.Names.Targets.GetValueOrDefault(name);
        return status.Names.Silence is { } silence
            ? new(3, Question, name, expected, silence, Verdict.Unknown)
            : new(3, Question, name, expected, target ?? "no record", target == expected ? Verdict.AsExpected : Verdict.Different);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Answer Answered(
        MemoryDbRegionStatus region, int step, string question, string expected, string said, bool fits, params string[] properties)
    {
        var unknown = region.Unknown.Where(fact => properties.Any(property => fact.Name == RegionStatus.NameOf(property))).ToArray();
        return unknown.Length > 0
            ? new(step, question, region.Region.Name, expected, UnknownCause.Among(unknown)[0].Reason, Verdict.Unknown)
            : new(step, question, region.Region.Name, expected, said, fits ? Verdict.AsExpected : Verdict.Different);
    }
}
