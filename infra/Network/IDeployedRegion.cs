using System.Net;

namespace SessionStore.Infra.Network;

/// <summary>A Region that another stack has deployed, as far as the network between the Regions needs it.</summary>
public interface IDeployedRegion
{
    /// <summary>The Region.</summary>
    public string Region { get; }

    /// <summary>The VPC.</summary>
    public string VpcId { get; }

    /// <summary>The VPC's range.</summary>
    public IPNetwork VpcCidr { get; }

    /// <summary>All route tables of the VPC.</summary>
    public IReadOnlyList<string> RouteTableIds { get; }

    /// <summary>The security group of the cache nodes.</summary>
    public string CacheSecurityGroupId { get; }

    /// <summary>The security group that applications attach.</summary>
    public string ClientSecurityGroupId { get; }

    /// <summary>The transit gateway that the VPC is attached to; null where VPCs are peered.</summary>
    public string? TransitGatewayId { get; }
}
