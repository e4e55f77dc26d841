using System.Net;
using Pulumi;

namespace SessionStore.Infra.Network;

/// <summary>What the rest of a Region has to know of its VPC, wherever the VPC comes from.</summary>
/// <param name="VpcId">The VPC.</param>
/// <param name="VpcCidr">The VPC's range.</param>
/// <param name="PublicSubnetIds">Subnets with a way to the internet; empty where nobody needs one.</param>
/// <param name="PrivateSubnetIds">The subnets of the cache nodes, in at least two Availability Zones.</param>
/// <param name="ZoneSubnetIds">One private subnet in each of their Availability Zones.</param>
/// <param name="RouteTableIds">The route tables that get routes to the other Regions.</param>
/// <param name="Created">What the stack has created of it, which others may have to wait for; empty for a VPC that was there.</param>
public sealed record RegionNetwork(
    Output<string> VpcId,
    IPNetwork VpcCidr,
    IReadOnlyList<Output<string>> PublicSubnetIds,
    IReadOnlyList<Output<string>> PrivateSubnetIds,
    IReadOnlyList<Output<string>> ZoneSubnetIds,
    IReadOnlyList<Output<string>> RouteTableIds,
    IReadOnlyList<Resource> Created);
