using Pulumi;
using SessionStore.Infra.Network;

namespace SessionStore.Infra.Stages;

/// <summary>What every stage stands on: the Region's network, what connects it with the others, and who may reach the store.</summary>
/// <param name="Gateway">The transit gateway; null where VPCs are peered.</param>
internal sealed record RegionGround(RegionNetwork Network, AttachedTransitGateway? Gateway, CacheAccess Access)
{
    /// <summary>Looks up and checks what was there before, and only then registers anything.</summary>
    /// <param name="others">The Regions that exist already.</param>
    /// <exception cref="RunException">What the settings name is not there, or does not fit; the message numbers all of it.</exception>
    public static async Task<RegionGround> LayAsync(
        StageSettings stage, RegionContext context, IReadOnlyList<DeployedRegion> others, ComponentResourceOptions options)
    {
        var found = await NetworkLookup.RunAsync(new()
        {
            Context = context,
            Network = stage.Network,
            Connectivity = stage.Connectivity,
            Others = others,
        }, new() { Provider = options.Provider });
        var network = found.Network ?? new NewVpc("network", new()
        {
            Context = context,
            Settings = (NewVpcSettings)stage.Network,
        }, options).Network;
        return new(
            network,
            AttachedTransitGateway.Attach("gateway-attachment", found.Gateways, network, context, options),
            new CacheAccess("access", new() { Context = context, VpcId = network.VpcId }, options));
    }
}
