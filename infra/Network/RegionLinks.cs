using Pulumi;

namespace SessionStore.Infra.Network;

/// <summary>What connects a stage's Region with those that exist already: peerings of the VPCs, or the transit gateways.</summary>
/// <param name="here">The side of the stack that is being deployed.</param>
/// <param name="attached">The transit gateways; null where VPCs are peered.</param>
/// <param name="naming">The physical names.</param>
/// <param name="options">The components' options.</param>
public sealed class RegionLinks(PeeringSide here, StageGateways? attached, Naming naming, ComponentResourceOptions options)
{
    /// <summary>The side of the stack that is being deployed.</summary>
    /// <param name="region">The Region.</param>
    /// <param name="network">The VPC.</param>
    /// <param name="access">The security groups.</param>
    public static PeeringSide Side(string region, RegionNetwork network, CacheAccess access) => new(
        region,
        network.VpcId,
        network.VpcCidr.ToString(),
        [.. network.RouteTableIds.Select(id => (Input<string>)id)],
        access.CacheSecurityGroupId,
        access.ClientSecurityGroupId);

    /// <summary>Connects with a Region, on both sides.</summary>
    /// <param name="region">The Region.</param>
    /// <param name="suffix">What tells the component from the others.</param>
    public ComponentResource To(KnownRegion region, string suffix = "") => attached is null
        ? new Peering($"peering{suffix}", here, Side(region.Outputs), region.PeeringConnectionId, naming, options)
        : new GatewayConnection($"transit{suffix}", here, Side(region.Outputs), attached.Gateways.To(region.Outputs.Region),
            attached.Created, ComponentResourceOptions.Merge(options, new()
            {
                // What a peering was there before: AWS has its routes and rules only once, so that they have to change and cannot be made anew.
                Aliases = { new Alias { Name = $"peering{suffix}", Type = Peering.Type } },
            }));

    private static PeeringSide Side(IDeployedRegion region) => new(
        region.Region,
        region.VpcId,
        region.VpcCidr.ToString(),
        [.. region.RouteTableIds.Select(id => (Input<string>)id)],
        region.CacheSecurityGroupId,
        region.ClientSecurityGroupId);
}
