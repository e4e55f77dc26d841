using Pulumi;

namespace SessionStore.Infra.Network;

/// <summary>One of two Regions that are being connected, with whatever gets routes and rules.</summary>
internal sealed record ConnectedRegion
{
    public required string Region { get; init; }

    public required Input<string> VpcId { get; init; }

    /// <summary>The VPC's primary CIDR block.</summary>
    public required string Cidr { get; init; }

    /// <summary>The route tables that get routes to the other Region.</summary>
    public required IReadOnlyList<Input<string>> RouteTableIds { get; init; }

    public required Input<string> CacheSecurityGroupId { get; init; }

    public required Input<string> ClientSecurityGroupId { get; init; }

    /// <summary>The Region of the stack that is being deployed.</summary>
    public static ConnectedRegion Of(string region, RegionNetwork network, CacheAccess access) => new()
    {
        Region = region,
        VpcId = network.VpcId,
        Cidr = network.VpcCidr.ToString(),
        RouteTableIds = [.. network.RouteTableIds.Select(id => (Input<string>)id)],
        CacheSecurityGroupId = access.CacheSecurityGroupId,
        ClientSecurityGroupId = access.ClientSecurityGroupId,
    };

    /// <summary>A Region that exists already.</summary>
    public static ConnectedRegion Of(DeployedRegion region) => new()
    {
        Region = region.Region,
        VpcId = region.VpcId,
        Cidr = region.VpcCidr.ToString(),
        RouteTableIds = [.. region.RouteTableIds.Select(id => (Input<string>)id)],
        CacheSecurityGroupId = region.CacheSecurityGroupId,
        ClientSecurityGroupId = region.ClientSecurityGroupId,
    };
}
