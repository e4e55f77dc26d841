using Pulumi;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Network;

/// <summary>
/// What was there before a stage: its VPC and transit gateways, where they are not the stage's own, and what is between it and the Regions
/// that exist. All of it is looked up and checked before anything is registered that depends on it.
/// </summary>
/// <param name="Gateways">The transit gateways; null where VPCs are peered.</param>
/// <param name="Network">The VPC; null where the stage creates it.</param>
internal sealed record NetworkLookup(TransitGateways? Gateways, RegionNetwork? Network)
{
    /// <exception cref="RunException">Something is not there or does not fit; the message numbers all of it.</exception>
    public static async Task<NetworkLookup> RunAsync(NetworkLookupArgs args, InvokeOptions options)
    {
        var problems = new Problems();
        var gateways = await TransitGatewayLookup.RunAsync(args, problems, options);
        var (network, here) = await VpcAsync(args, problems, options);
        if (here is not null)
        {
            var peerings = new ExistingPeerings(here, problems, options);
            foreach (var there in args.Others)
            {
                await CheckAsync(args, here, there, peerings, problems);
            }
        }
        problems.ThrowIfAny($"the network of stack {Deployment.Instance.StackName}");
        return new(gateways, network);
    }

    private static async Task<(RegionNetwork? Network, RequesterVpc? Here)> VpcAsync(
        NetworkLookupArgs args, Problems problems, InvokeOptions options)
    {
        var region = args.Context.Region;
        if (args.Network is not ExistingVpcSettings settings)
        {
            return (null, RequesterVpc.Of(region, (NewVpcSettings)args.Network));
        }
        // A VPC that is not there has been noted.
        return await ExistingVpc.LookUpAsync(settings, region, problems, options) is { } found
            ? (found.Network, RequesterVpc.Of(region, settings, found.Network.VpcCidr, found.Blocks))
            : default;
    }

    private static async Task CheckAsync(
        NetworkLookupArgs args, RequesterVpc here, DeployedRegion there, ExistingPeerings peerings, Problems problems)
    {
        if (args.Connectivity.TransitGatewayId is not null)
        {
            // Gateways connect VPCs whose further blocks overlap: nothing is routed to those.
            foreach (var block in here.Blocks.Where(block => here.VpcId is not null && NetworkSettings.Overlap(block, there.VpcCidr)))
            {
                problems.Add(
                    here.VpcKey,
                    here.VpcId,
                    $"a VPC whose CIDR blocks do not overlap {there.Who}'s {there.VpcCidr}, as {block} does");
            }
            return;
        }
        var name = Peering.NameOf(args.Context.Naming, there.Region);
        if (there.PeeringConnectionId is { } id)
        {
            await peerings.CheckExistingAsync(there, name, id);
        }
        else
        {
            await peerings.CheckNewAsync(there, name);
        }
    }
}

internal sealed record NetworkLookupArgs
{
    public required RegionContext Context { get; init; }

    /// <summary>The Region's VPC: its addresses, or which one it is.</summary>
    public required NetworkSettings Network { get; init; }

    /// <summary>What connects the Region with the others.</summary>
    public required ConnectivitySettings Connectivity { get; init; }

    /// <summary>The Regions that exist already.</summary>
    public required IReadOnlyList<DeployedRegion> Others { get; init; }
}
