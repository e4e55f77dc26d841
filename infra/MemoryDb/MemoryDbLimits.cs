using System.Text.RegularExpressions;

namespace SessionStore.Infra.MemoryDb;

/// <summary>
/// What MemoryDB Multi-Region accepts. Source: "Prerequisites and limitations" of MemoryDB Multi-Region in the MemoryDB developer guide,
/// read in 2026. The lists grow, so that settings can add to them.
/// </summary>
internal static partial class MemoryDbLimits
{
    /// <summary>The Regions of one store, at most.</summary>
    public const int RegionsOfAStore = 5;

    /// <summary>
    /// The most shards that are worth asking for: an account's quota of nodes, 90 of a type in a cluster at first, is lower ("Quotas" in
    /// the MemoryDB developer guide).
    /// </summary>
    public const int Shards = 500;

    /// <summary>
    /// The longest name of a cluster, an ACL or a user. Source: the provider's own check (internal/service/memorydb of
    /// hashicorp/terraform-provider-aws).
    /// </summary>
    public const int NameLength = 40;

    /// <summary>The only engine.</summary>
    public const string Engine = "valkey";

    /// <summary>The Valkey versions, the default first.</summary>
    public static IReadOnlyList<string> EngineVersions { get; } = ["7.3"];

    /// <summary>The node families, each from the size <c>xlarge</c> on.</summary>
    public static IReadOnlyList<string> NodeFamilies { get; } = ["r7g"];

    public static IReadOnlyList<string> Regions { get; } =
    [
        "ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
        "eu-central-1", "eu-west-1", "eu-west-2",
        "us-east-1", "us-east-2", "us-west-1", "us-west-2",
    ];

    /// <summary>Whether a node type belongs to one of the families and is at least <c>xlarge</c>.</summary>
    /// <param name="nodeType">Such as <c>db.r7g.xlarge</c>.</param>
    /// <param name="families">Such as <c>r7g</c>.</param>
    public static bool IsNodeType(string nodeType, IEnumerable<string> families) =>
        NodeType().Match(nodeType) is { Success: true } match && families.Contains(match.Groups["family"].Value);

    /// <summary>Whether a Valkey version is one that a Multi-Region cluster can have: 7.3 or newer.</summary>
    /// <param name="version">Such as <c>7.3</c>.</param>
    public static bool IsNewEnough(string version) => Version.TryParse(version, out var parsed) && parsed >= new Version(7, 3);

    [GeneratedRegex(@"^db\.(?<family>[a-z0-9]+)\.\d*xlarge$")]
    private static partial Regex NodeType();
}
