using System.Net;
using SessionStore.Contract;

namespace SessionStore.Infra.Network;

/// <summary>A Region that another stack has deployed, as far as the network between the Regions needs it.</summary>
internal abstract record DeployedRegion
{
    /// <summary>How messages speak of the Region, such as "the primary".</summary>
    public abstract string Who { get; }

    /// <summary>The stack as a stack reference wants it: organization/project/stack.</summary>
    public required string Stack { get; init; }

    public required string Region { get; init; }

    public required string VpcId { get; init; }

    /// <summary>The VPC's primary CIDR block, which the other Regions get routes to.</summary>
    public required IPNetwork VpcCidr { get; init; }

    /// <summary>The route tables that get routes to the other Regions.</summary>
    public required IReadOnlyList<string> RouteTableIds { get; init; }

    public required string CacheSecurityGroupId { get; init; }

    public required string ClientSecurityGroupId { get; init; }

    /// <summary>The transit gateway that the VPC is attached to; null, and no output, where VPCs are peered.</summary>
    public required string? TransitGatewayId { get; init; }

    /// <summary>The peering with the VPC that was there before the stacks; null where the stack peers the VPCs.</summary>
    public required string? PeeringConnectionId { get; init; }

    /// <summary>The whole key of the setting that names such a peering.</summary>
    public abstract string PeeringConnectionKey { get; }

    /// <summary>Where the VPC is named.</summary>
    public string VpcKey => Output(OutputNames.VpcId);

    /// <summary>Where the route tables are named.</summary>
    public string RouteTablesKey => Output(OutputNames.RouteTableIds);

    /// <summary>Where the transit gateway is named.</summary>
    public string TransitGatewayKey => Output(OutputNames.TransitGatewayId);

    private string Output(string name) => $"output {name} of stack {Stack}";
}
