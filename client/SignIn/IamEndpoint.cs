using System.Text.RegularExpressions;

namespace SessionStore.Client.SignIn;

/// <summary>What an endpoint belongs to, and its Region: what a token is signed for.</summary>
/// <param name="Group">The ElastiCache replication group's ID or the MemoryDB cluster's name, in lower case.</param>
/// <param name="Region">The Region.</param>
/// <param name="Service">The service's name in a signature, <c>elasticache</c> or <c>memorydb</c>.</param>
internal sealed partial record IamEndpoint(string Group, string Region, string Service = IamEndpoint.ElastiCache)
{
    private const string ElastiCache = "elasticache", MemoryDb = "memorydb", ClusterPrefix = "clustercfg";
    private static readonly string[] _prefixes = ["master", "replica", ClusterPrefix];

    /// <summary>
    /// Reads an endpoint's name. ElastiCache's is such as master.session-store-us-east-2.abc123.use2.cache.amazonaws.com: the second label
    /// is the group, and what ends it the Region. MemoryDB's is such as
    /// clustercfg.session-store.abc123.memorydb.us-east-2.amazonaws.com: the second label is the cluster, and the Region has its own.
    /// </summary>
    /// <param name="host">The endpoint's name.</param>
    /// <param name="region">The Region where an ElastiCache group's name does not end in one; null for none.</param>
    /// <exception cref="InvalidOperationException">The name is not an endpoint's, or nothing tells the Region.</exception>
    public static IamEndpoint Of(string host, string? region)
    {
        var labels = Labels(host);
        if (IsMemoryDb(labels))
        {
            return new(labels[1], labels[4], MemoryDb);
        }
        if (!IsElastiCache(labels))
        {
            throw new InvalidOperationException(
                $"{host}: no token can be signed for it, expected an endpoint such as "
                + $"master.<replication group>.<…>.cache.amazonaws.com, with one of {string.Join(", ", _prefixes)} in front, "
                + "or clustercfg.<cluster>.<…>.memorydb.<Region>.amazonaws.com");
        }
        return new(labels[1], RegionIn(host) ?? region
            ?? throw new InvalidOperationException(
                $"{host}: replication group {labels[1]} does not end in a Region, so that AwsRegion has to be set"));
    }

    /// <summary>The Region that an endpoint's name tells; null for any other name.</summary>
    public static string? RegionIn(string host)
    {
        var labels = Labels(host);
        return IsMemoryDb(labels) ? labels[4]
            : IsElastiCache(labels) && RegionAtEnd().Match(labels[1]) is { Success: true } named ? named.Groups["region"].Value
            : null;
    }

    /// <summary>Whether a text has the form of a Region's name.</summary>
    public static bool IsRegion(string text) =>
        RegionAtEnd().Match($"-{text}") is { Success: true, Length: var length } && length == text.Length + 1;

    private static string[] Labels(string host) => host.ToLowerInvariant().Split('.');

    private static bool IsMemoryDb(string[] labels) =>
        labels.Length >= 7 && labels[0] == ClusterPrefix && labels[3] == MemoryDb && IsRegion(labels[4]);

    private static bool IsElastiCache(string[] labels) => labels.Length >= 5 && _prefixes.Contains(labels[0]) && labels[3] != MemoryDb;

    [GeneratedRegex(
        "-(?<region>[a-z]{2}(-(gov|iso[a-z]?))?-(north|south|east|west|central|northeast|northwest|southeast|southwest)-[0-9]+)$")]
    private static partial Regex RegionAtEnd();
}
