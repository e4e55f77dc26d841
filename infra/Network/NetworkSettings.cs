using System.Net;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Network;

/// <summary>The network of one Region: addresses of a VPC that the stack creates, or a VPC that is there already.</summary>
internal abstract record NetworkSettings
{
    /// <summary>The keys of a VPC that the stack creates, without their namespace.</summary>
    public static IReadOnlyList<string> AddressKeys { get; } = ["vpcCidr", "availabilityZones", "publicSubnetCidrs", "privateSubnetCidrs"];

    /// <summary>The keys of a VPC that is there already, without their namespace.</summary>
    public static IReadOnlyList<string> IdKeys { get; } = ["vpcId", "publicSubnetIds", "privateSubnetIds", "routeTableIds"];

    /// <summary>The VPC's range; null where only AWS knows it.</summary>
    public abstract IPNetwork? VpcCidr { get; }

    /// <summary>Reads and checks one kind of settings, and refuses those of the other.</summary>
    /// <param name="region">The Region that the zones have to belong to.</param>
    /// <param name="use">What the public subnets are for.</param>
    public static NetworkSettings Read(SettingsReader reader, string region, PublicSubnetUse use)
    {
        var vpcId = SettingsReader.Key("vpcId");
        var isExisting = reader.Raw(vpcId) is not null
            || (reader.Raw(SettingsReader.Key("vpcCidr")) is null && IdKeys.Any(name => reader.Raw(SettingsReader.Key(name)) is not null));
        if (isExisting)
        {
            reader.Refuse(
                $"the addresses of a VPC that exists are looked up; for a VPC that the stack creates, leave out {vpcId} and the IDs",
                AddressKeys);
            return ExistingVpcSettings.Read(reader, use);
        }
        reader.Refuse(
            $"{SettingsReader.Key("vpcCidr")} makes the stack create a VPC; for one that exists, set {vpcId} instead of the addresses",
            IdKeys);
        return NewVpcSettings.Read(reader, region, use);
    }

    /// <summary>Whether two ranges share an address.</summary>
    public static bool Overlap(IPNetwork one, IPNetwork other) => one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);

    /// <summary>Whether an Availability Zone belongs to a Region and may hold a member of a Global Datastore.</summary>
    /// <param name="zone">Such as us-east-1a.</param>
    /// <param name="region">Such as us-east-1.</param>
    public static bool IsZoneOf(string zone, string region) =>
        // A zone is the Region and a letter; Local Zones and Wavelength Zones, which Global Datastore refuses, are longer.
        zone.Length == region.Length + 1 && zone.StartsWith(region, StringComparison.Ordinal) && char.IsAsciiLetterLower(zone[^1]);
}
