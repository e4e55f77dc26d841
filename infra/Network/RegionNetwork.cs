using System.Net;
using Pulumi;

namespace SessionStore.Infra.Network;

/// <summary>What the rest of a Region has to know of its VPC, wherever the VPC comes from.</summary>
internal sealed record RegionNetwork
{
    public required Output<string> VpcId { get; init; }

    /// <summary>The VPC's primary CIDR block.</summary>
    public required IPNetwork VpcCidr { get; init; }

    /// <summary>All its CIDR blocks.</summary>
    public required IReadOnlyList<IPNetwork> CidrBlocks { get; init; }

    /// <summary>Subnets with a way to the internet; empty where nobody needs one.</summary>
    public required IReadOnlyList<Output<string>> PublicSubnetIds { get; init; }

    /// <summary>One public subnet in each of their Availability Zones: a load balancer takes no second one.</summary>
    public required IReadOnlyList<Output<string>> PublicZoneSubnetIds { get; init; }

    /// <summary>The subnets of the cache nodes, in at least two Availability Zones.</summary>
    public required IReadOnlyList<Output<string>> PrivateSubnetIds { get; init; }

    /// <summary>One private subnet in each of their Availability Zones.</summary>
    public required IReadOnlyList<Output<string>> ZoneSubnetIds { get; init; }

    /// <summary>The route tables that get routes to the other Regions.</summary>
    public required IReadOnlyList<Output<string>> RouteTableIds { get; init; }

    /// <summary>What the stack has created of it, which others may have to wait for; empty for a VPC that was there.</summary>
    public required IReadOnlyList<Resource> Created { get; init; }
}
