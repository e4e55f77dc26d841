using System.Net;

namespace SessionStore.Infra.Network;

/// <summary>
/// Ranges that no VPC can use. Sources: "IPv4 CIDR block association restrictions" in the Amazon VPC user guide for 198.19.0.0/16, RFC
/// 6890 for those that are no addresses of hosts in a network, 169.254.0.0/16 among them, where every instance has AWS's own services.
/// </summary>
internal static class ReservedRanges
{
    /// <summary>The ranges, each with what it is.</summary>
    public static IReadOnlyList<(IPNetwork Range, string Purpose)> All { get; } =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "\"this network\""),
        (IPNetwork.Parse("127.0.0.0/8"), "the loopback"),
        (IPNetwork.Parse("169.254.0.0/16"), "link-local: AWS serves instance metadata, names and time there"),
        (IPNetwork.Parse("198.19.0.0/16"), "reserved by AWS"),
        (IPNetwork.Parse("224.0.0.0/4"), "multicast"),
        (IPNetwork.Parse("240.0.0.0/4"), "reserved for future use"),
    ];
}
