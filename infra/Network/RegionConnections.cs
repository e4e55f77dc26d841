using Pulumi;

namespace SessionStore.Infra.Network;

/// <summary>What connects a stage's Region with those that exist already: peerings of the VPCs, or the transit gateways.</summary>
internal sealed class RegionConnections(RegionConnectionsArgs args, ComponentResourceOptions options)
{
    /// <summary>Connects with a Region, on both sides.</summary>
    /// <param name="suffix">What tells the component from the others.</param>
    public ComponentResource To(DeployedRegion region, string suffix = "") => args.Gateway is null
        ? new Peering($"peering{suffix}", new()
        {
            Context = args.Context,
            Here = args.Here,
            There = ConnectedRegion.Of(region),
            ExistingId = region.PeeringConnectionId,
        }, options)
        : new TransitGatewayConnection($"transit{suffix}", new()
        {
            Here = args.Here,
            There = ConnectedRegion.Of(region),
            Gateways = args.Gateway.Gateways.To(region.Region),
            Attachment = args.Gateway.Created,
        }, ComponentResourceOptions.Merge(options, new()
        {
            // What a peering was there before: AWS has its routes and rules only once, so that they have to change and cannot be made anew.
            Aliases = { new Alias { Name = $"peering{suffix}", Type = Peering.Type } },
        }));
}

internal sealed record RegionConnectionsArgs
{
    public required RegionContext Context { get; init; }

    /// <summary>The Region of the stack that is being deployed.</summary>
    public required ConnectedRegion Here { get; init; }

    /// <summary>The transit gateway; null where VPCs are peered.</summary>
    public required AttachedTransitGateway? Gateway { get; init; }
}
