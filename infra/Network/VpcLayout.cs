using System.Net;

namespace SessionStore.Infra.Network;

/// <summary>
/// Where a VPC's subnets are when only its block is set. For ever: other zones or blocks would replace the subnets of stores that exist,
/// and the nodes in them. That is why the zones are not looked up, either.
/// </summary>
internal static class VpcLayout
{
    // A subnet has /28 at most: "Subnet CIDR blocks" in the Amazon VPC user guide.
    private const int SmallestSubnet = 28, PartBits = 3, Parts = 1 << PartBits;

    // Zones that an account does not get leave gaps in the letters there, and which one differs from account to account.
    private static readonly string[] _withGaps = ["us-west-1", "ap-northeast-1"];

    /// <summary>The first two zones of a Region; null where their letters are not known.</summary>
    /// <param name="region">Such as us-east-1.</param>
    public static IReadOnlyList<string>? Zones(string region) =>
        region.Length > 0 && !_withGaps.Contains(region) ? [$"{region}a", $"{region}b"] : null;

    /// <summary>The first eighths of the VPC's block; null where it has no room, or for more than four zones.</summary>
    /// <param name="vpc">The VPC's block.</param>
    /// <param name="zones">How many zones there are.</param>
    public static IReadOnlyList<IPNetwork>? PublicSubnets(IPNetwork vpc, int zones) => Eighths(vpc, 0, zones);

    /// <summary>The eighths of the second half, likewise.</summary>
    /// <inheritdoc cref="PublicSubnets"/>
    public static IReadOnlyList<IPNetwork>? PrivateSubnets(IPNetwork vpc, int zones) => Eighths(vpc, Parts / 2, zones);

    private static IPNetwork[]? Eighths(IPNetwork vpc, int first, int count)
    {
        var prefix = vpc.PrefixLength + PartBits;
        if (count is 0 or > Parts / 2 || prefix > SmallestSubnet)
        {
            return null;
        }
        var start = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(vpc.BaseAddress.GetAddressBytes());
        return [.. Enumerable.Range(first, count).Select(part => new IPNetwork(Address(start + ((uint)part << (32 - prefix))), prefix))];
    }

    private static IPAddress Address(uint value)
    {
        var bytes = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return new IPAddress(bytes);
    }
}
