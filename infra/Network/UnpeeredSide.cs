using System.Net;
using Pulumi.Aws.Ec2.Outputs;

namespace SessionStore.Infra.Network;

/// <summary>The side of two that is being deployed, as far as it is known before anything is registered.</summary>
/// <param name="Region">The Region.</param>
/// <param name="VpcId">The VPC; null where the stack creates it.</param>
/// <param name="Cidr">The VPC's first block, which the other side gets routes to.</param>
/// <param name="Blocks">All blocks of the VPC.</param>
/// <param name="RouteTableIds">The route tables that were there; empty where the stack creates them.</param>
/// <param name="VpcKey">The whole key of the setting that says which VPC.</param>
/// <param name="TablesKey">The whole key of the setting that says which route tables.</param>
public sealed record UnpeeredSide(
    string Region,
    string? VpcId,
    IPNetwork Cidr,
    IReadOnlyList<IPNetwork> Blocks,
    IReadOnlyList<string> RouteTableIds,
    string VpcKey,
    string TablesKey);

/// <summary>The side of two that another stack has deployed.</summary>
/// <param name="Who">Such as "the primary".</param>
/// <param name="Region">The Region.</param>
/// <param name="VpcId">The VPC.</param>
/// <param name="Cidr">The VPC's first block, which the other side gets routes to.</param>
/// <param name="RouteTableIds">The route tables that get routes.</param>
/// <param name="VpcKey">Where the VPC is named, such as "output vpcId of stack primary".</param>
/// <param name="TablesKey">Where the route tables are named, likewise.</param>
public sealed record NeighbourSide(
    string Who, string Region, string VpcId, IPNetwork Cidr, IReadOnlyList<string> RouteTableIds, string VpcKey, string TablesKey);

/// <summary>A route that is there.</summary>
/// <param name="Destination">The range.</param>
/// <param name="Target">The ID of what it leads to.</param>
internal sealed record FoundRoute(IPNetwork Destination, string Target)
{
    /// <summary>A route as the provider reads it; null for one of IPv6 or a prefix list.</summary>
    /// <param name="route">The route.</param>
    public static FoundRoute? Of(GetRouteTableRouteResult route) => IPNetwork.TryParse(route.CidrBlock, out var destination)
        ? new(destination, new[]
        {
            route.VpcPeeringConnectionId, route.TransitGatewayId, route.GatewayId, route.NatGatewayId, route.NetworkInterfaceId,
            route.LocalGatewayId,
            route.VpcEndpointId, route.CarrierGatewayId, route.CoreNetworkArn, route.InstanceId,
        }.FirstOrDefault(target => !string.IsNullOrEmpty(target)) ?? "something else")
        : null;
}
