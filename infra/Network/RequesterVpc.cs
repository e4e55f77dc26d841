using System.Net;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Network;

/// <summary>
/// The VPC of the stack that is being deployed, which asks for peerings, as far as it is known before anything is registered.
/// </summary>
internal sealed record RequesterVpc
{
    public required string Region { get; init; }

    /// <summary>The VPC; null where the stack creates it.</summary>
    public string? VpcId { get; init; }

    /// <summary>The VPC's primary CIDR block, which the other side gets routes to.</summary>
    public required IPNetwork Cidr { get; init; }

    /// <summary>All CIDR blocks of the VPC.</summary>
    public required IReadOnlyList<IPNetwork> Blocks { get; init; }

    /// <summary>The route tables that were there; empty where the stack creates them.</summary>
    public IReadOnlyList<string> RouteTableIds { get; init; } = [];

    /// <summary>The whole key of the setting that says which VPC.</summary>
    public required string VpcKey { get; init; }

    /// <summary>The whole key of the setting that says which route tables.</summary>
    public string RouteTablesKey { get; } = SettingsReader.Key("routeTableIds");

    /// <summary>The VPC that settings ask for.</summary>
    public static RequesterVpc Of(string region, NewVpcSettings settings) => new()
    {
        Region = region,
        Cidr = settings.Cidr,
        Blocks = [settings.Cidr],
        VpcKey = SettingsReader.Key("vpcCidr"),
    };

    /// <summary>A VPC that was there.</summary>
    public static RequesterVpc Of(string region, ExistingVpcSettings settings, IPNetwork cidr, IReadOnlyList<IPNetwork> blocks) => new()
    {
        Region = region,
        VpcId = settings.VpcId,
        Cidr = cidr,
        Blocks = blocks,
        RouteTableIds = settings.RouteTableIds,
        VpcKey = SettingsReader.Key("vpcId"),
    };
}
