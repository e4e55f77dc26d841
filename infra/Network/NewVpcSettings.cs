using System.Net;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Network;

/// <summary>The addresses of a VPC that the stack creates.</summary>
/// <param name="Cidr">The VPC's range, such as 10.16.0.0/16.</param>
/// <param name="Zones">The Availability Zones with a subnet of each kind.</param>
internal sealed record NewVpcSettings(IPNetwork Cidr, IReadOnlyList<ZoneSettings> Zones) : NetworkSettings
{
    private const int LargestPrefix = 28, SmallestPrefix = 16;

    private const string PublicName = "publicSubnetCidrs", PrivateName = "privateSubnetCidrs", ZonesName = "availabilityZones";

    /// <inheritdoc/>
    public override IPNetwork? VpcCidr => Cidr;

    /// <param name="region">The Region that the zones have to belong to.</param>
    /// <param name="use">What the public subnets are for.</param>
    public static new NewVpcSettings Read(SettingsReader reader, string region, PublicSubnetUse use)
    {
        var vpc = Network(reader, SettingsReader.Key("vpcCidr"), reader.Raw(SettingsReader.Key("vpcCidr")));
        foreach (var (reserved, purpose) in ReservedRanges.All.Where(range => IsKnown(vpc) && Overlap(vpc, range.Range)))
        {
            reader.Problems.Add(SettingsReader.Key("vpcCidr"), $"{vpc}", $"a CIDR block that leaves {reserved} alone, which is {purpose}");
        }
        var zones = AvailabilityZones(reader, region);
        // Where only one of the two is set, the other's default could overlap with it.
        var isFree = new[] { PublicName, PrivateName }.All(name => reader.Raw(SettingsReader.Key(name)) is null);
        var publicCidrs = Subnets(reader, PublicName, zones.Count, vpc, isFree ? VpcLayout.PublicSubnets : null);
        var privateCidrs = Subnets(reader, PrivateName, zones.Count, vpc, isFree ? VpcLayout.PrivateSubnets : null);
        CheckOverlaps(reader.Problems, [.. publicCidrs, .. privateCidrs]);
        foreach (var (key, cidr) in publicCidrs.Where(subnet =>
            use == PublicSubnetUse.Application && subnet.Cidr.PrefixLength > LoadBalancerSubnet.LongestPrefix))
        {
            reader.Problems.Add(key, $"{cidr}", $"a CIDR block of /{LoadBalancerSubnet.LongestPrefix} or larger, which the application's "
                + "load balancer asks for");
        }
        return new(vpc, [.. zones.Zip(publicCidrs, privateCidrs).Select(
            zone => new ZoneSettings(zone.First, zone.Second.Cidr, zone.Third.Cidr))]);
    }

    private static IReadOnlyList<string> AvailabilityZones(SettingsReader reader, string region) =>
        reader.Raw(SettingsReader.Key(ZonesName)) is null && VpcLayout.Zones(region) is { } usual ? usual : reader.List(
            SettingsReader.Key(ZonesName),
            $"at least two different Availability Zones of {region}, such as [\"{region}a\",\"{region}b\"]",
            zones => zones.Count >= 2 && zones.Distinct().Count() == zones.Count && zones.All(zone => IsZoneOf(zone, region)));

    private static IReadOnlyList<(string Key, IPNetwork Cidr)> Subnets(
        SettingsReader reader, string name, int count, IPNetwork vpc, Func<IPNetwork, int, IReadOnlyList<IPNetwork>?>? layout)
    {
        var key = SettingsReader.Key(name);
        if (layout is not null && IsKnown(vpc) && layout(vpc, count) is { } blocks)
        {
            return [.. blocks.Select(block => (key, block))];
        }
        var expected = count == 0
            ? "a list of CIDR blocks, one for each Availability Zone"
            : $"a list of {count} CIDR blocks, one for each Availability Zone";
        var texts = reader.List(key, expected, list => list.Count > 0 && (count == 0 || list.Count == count));
        var cidrs = texts.Select(text => (key, Network(reader, key, text))).ToArray();
        foreach (var (_, cidr) in cidrs.Where(cidr => IsKnown(cidr.Item2) && IsKnown(vpc)))
        {
            if (!vpc.Contains(cidr.BaseAddress) || cidr.PrefixLength < vpc.PrefixLength)
            {
                reader.Problems.Add(key, cidr.ToString(), $"a CIDR block inside the VPC's {vpc} ({SettingsReader.Key("vpcCidr")})");
            }
        }
        return cidrs;
    }

    private static void CheckOverlaps(Problems problems, IReadOnlyList<(string Key, IPNetwork Cidr)> subnets)
    {
        for (var i = 1; i < subnets.Count; i++)
        {
            foreach (var earlier in subnets.Take(i)
                .Where(earlier => IsKnown(earlier.Cidr) && IsKnown(subnets[i].Cidr) && Overlap(earlier.Cidr, subnets[i].Cidr)))
            {
                problems.Add(subnets[i].Key, subnets[i].Cidr.ToString(),
                    $"a CIDR block that does not overlap {earlier.Cidr} of {earlier.Key}");
            }
        }
    }

    // AWS takes blocks from /16 to /28 for a VPC and for a subnet: "VPC CIDR blocks" in the Amazon VPC user guide.
    private static IPNetwork Network(SettingsReader reader, string key, string? text)
    {
        // TryParse clears host bits; whoever wrote some meant something else.
        if (IPNetwork.TryParse(text, out var network)
            && network.ToString() == text
            && network.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
            && network.PrefixLength is >= SmallestPrefix and <= LargestPrefix)
        {
            return network;
        }
        reader.Problems.Add(key, text,
            $"an IPv4 CIDR block from /{SmallestPrefix} to /{LargestPrefix} without host bits, such as 10.16.0.0/16");
        return default;
    }

    private static bool IsKnown(IPNetwork network) => network.PrefixLength > 0;
}

/// <summary>One Availability Zone of a VPC.</summary>
/// <param name="AvailabilityZone">Such as us-east-1a.</param>
/// <param name="PublicCidr">The range of the subnet that the internet gateway serves.</param>
/// <param name="PrivateCidr">The range of the subnet that holds a cache node.</param>
internal sealed record ZoneSettings(string AvailabilityZone, IPNetwork PublicCidr, IPNetwork PrivateCidr)
{
    /// <summary>The letter that tells the zones of a Region apart.</summary>
    public char Letter => AvailabilityZone[^1];
}
