using System.Net;
using Pulumi;
using SessionStore.Infra.Network;

namespace SessionStore.Infra.Stages;

/// <summary>
/// What a secondary stack hands to the secondaries that come after it: the contract between them. The names of the outputs are the
/// names of the properties, beginning in lower case.
/// </summary>
/// <param name="Name">The store that the Region belongs to.</param>
/// <param name="Region">The secondary's Region.</param>
/// <param name="GlobalReplicationGroupId">The global replication group that it has joined.</param>
/// <param name="PeerRegions">The Regions of the secondaries that were there before it.</param>
/// <param name="VpcId">The VPC.</param>
/// <param name="VpcCidr">The VPC's range.</param>
/// <param name="RouteTableIds">All route tables of the VPC.</param>
/// <param name="CacheSecurityGroupId">The security group of the cache nodes.</param>
/// <param name="ClientSecurityGroupId">The security group that applications attach.</param>
/// <param name="TransitGatewayId">The transit gateway that the VPC is attached to; null, and no output, where VPCs are peered.</param>
public sealed record PeerOutputs(
    string Name,
    string Region,
    string GlobalReplicationGroupId,
    IReadOnlyList<string> PeerRegions,
    string VpcId,
    IPNetwork VpcCidr,
    IReadOnlyList<string> RouteTableIds,
    string CacheSecurityGroupId,
    string ClientSecurityGroupId,
    string? TransitGatewayId) : IDeployedRegion
{
    /// <summary>Reads the contract from a deployed secondary stack.</summary>
    /// <param name="reader">What reads from that stack, and notes what is missing.</param>
    public static async Task<PeerOutputs> FromAsync(OutputsReader reader) => new(
        await reader.TextAsync(nameof(Name)),
        await reader.TextAsync(nameof(Region)),
        await reader.TextAsync(nameof(GlobalReplicationGroupId)),
        await reader.ListAsync(nameof(PeerRegions), "a list of Regions", least: 0),
        await reader.TextAsync(nameof(VpcId)),
        await reader.CidrAsync(nameof(VpcCidr)),
        await reader.ListAsync(nameof(RouteTableIds), "a list of IDs"),
        await reader.TextAsync(nameof(CacheSecurityGroupId)),
        await reader.TextAsync(nameof(ClientSecurityGroupId)),
        await reader.OptionalTextAsync(nameof(TransitGatewayId)));
}
