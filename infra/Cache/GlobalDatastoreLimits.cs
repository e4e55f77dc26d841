using System.Text.RegularExpressions;

namespace SessionStore.Infra.Cache;

/// <summary>
/// What a Global Datastore accepts. Source: "Prerequisites and limitations" in the ElastiCache user guide
/// (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastores-Getting-Started.html), read in 2026. The
/// lists grow, so that settings can add to them.
/// </summary>
internal static partial class GlobalDatastoreLimits
{
    /// <summary>The longest replication group ID. Source: CreateReplicationGroup in the ElastiCache API reference.</summary>
    public const int ReplicationGroupIdLength = 40;

    /// <summary>The most shards. Source: NumNodeGroups of CreateReplicationGroup in the ElastiCache API reference.</summary>
    public const int Shards = 500;

    /// <summary>
    /// The most nodes of a replication group in cluster mode. Source: likewise; an account may have to ask for its quota to be raised.
    /// </summary>
    public const int NodesInClusterMode = 500;

    /// <summary>How many members may follow the primary.</summary>
    public const int Secondaries = 2;

    /// <summary>The Valkey versions that ElastiCache offers.</summary>
    public static IReadOnlyList<string> EngineVersions { get; } = ["7.2", "8.0", "8.1", "8.2", "9.0", "9.1"];

    /// <summary>The node families, each from the size <c>large</c> on.</summary>
    public static IReadOnlyList<string> NodeFamilies { get; } =
        ["m5", "m6g", "m7g", "m8g", "r5", "r6g", "r6gd", "r7g", "r8g", "c7gn", "c8gn"];

    public static IReadOnlyList<string> Regions { get; } =
    [
        "af-south-1",
        "ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
        "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-7",
        "ca-central-1", "ca-west-1",
        "cn-north-1", "cn-northwest-1",
        "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3",
        "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1",
        "us-east-1", "us-east-2", "us-gov-east-1", "us-gov-west-1", "us-west-1", "us-west-2",
    ];

    /// <summary>
    /// Whether a node type belongs to one of the families and is at least <c>large</c>, or <c>xlarge</c>, where <c>r6gd</c> begins
    /// (CacheNodeType of CreateReplicationGroup in the ElastiCache API reference).
    /// </summary>
    /// <param name="nodeType">Such as <c>cache.r7g.large</c>.</param>
    /// <param name="families">Such as <c>r7g</c>.</param>
    public static bool IsNodeType(string nodeType, IEnumerable<string> families) =>
        NodeType().Match(nodeType) is { Success: true } match
        && families.Contains(match.Groups["family"].Value)
        && !(TiersData(nodeType) && match.Groups["size"].Value == "large");

    /// <summary>
    /// Whether a node type keeps part of the data on solid state drives, which has to be said when a replication group is created. Source:
    /// DataTieringEnabled of CreateReplicationGroup in the ElastiCache API reference.
    /// </summary>
    /// <param name="nodeType">Such as <c>cache.r6gd.xlarge</c>.</param>
    public static bool TiersData(string nodeType) => NodeType().Match(nodeType).Groups["family"].Value == "r6gd";

    /// <summary>Whether a text has the form of a Valkey version.</summary>
    /// <param name="version">Such as <c>8.1</c>.</param>
    public static bool IsEngineVersion(string version) => EngineVersion().IsMatch(version);

    /// <summary>The parameter group family of an engine version: <c>valkey8</c> for 8.1.</summary>
    /// <param name="engineVersion">Such as <c>8.1</c>.</param>
    public static string ParameterGroupFamily(string engineVersion) => $"valkey{engineVersion.Split('.')[0]}";

    // "large" and everything that ends in it: xlarge, 2xlarge … 24xlarge. Smaller sizes are called medium, small and micro.
    [GeneratedRegex(@"^cache\.(?<family>[a-z0-9]+)\.(?<size>(\d*x)?large)$")]
    private static partial Regex NodeType();

    [GeneratedRegex(@"^\d+\.\d+$")]
    private static partial Regex EngineVersion();
}
