using Pulumi;
using SessionStore.Infra.Settings;
using SessionStore.Infra.Stages;

namespace SessionStore.Infra.Network;

/// <summary>
/// What was there before a stage: its VPC and gateways, where they are not the stage's own, and what is between it and the Regions that
/// exist. All of it is looked up and checked before anything is registered that depends on it.
/// </summary>
/// <param name="Gateways">The transit gateways; null where VPCs are peered.</param>
/// <param name="Network">The VPC; null where the stage creates it.</param>
public sealed record StageSurroundings(Gateways? Gateways, RegionNetwork? Network)
{
    private static readonly string _vpcId = OutputsReader.OutputName(nameof(IDeployedRegion.VpcId)),
        _tables = OutputsReader.OutputName(nameof(IDeployedRegion.RouteTableIds));

    /// <summary>Looks everything up.</summary>
    /// <param name="stage">The stage's settings.</param>
    /// <param name="others">The Regions that exist already.</param>
    /// <param name="naming">The physical names.</param>
    /// <param name="options">The options of the stage's components, with the provider.</param>
    /// <exception cref="RunException">Something is not there or does not fit; the message numbers all of it.</exception>
    public static async Task<StageSurroundings> LookUpAsync(
        StageSettings stage, IReadOnlyList<KnownRegion> others, Naming naming, ComponentResourceOptions options)
    {
        var problems = new Problems();
        var ask = new InvokeOptions { Provider = options.Provider };
        var gateways = await StageGateways.LookUpAsync(stage, others, problems, ask);
        var existing = stage.Network is ExistingVpcSettings vpc
            ? await ExistingNetwork.LookUpAsync(vpc, stage.Region, problems, ask)
            : null;
        if (Here(stage, existing) is { } here)
        {
            var peerings = new ExistingPeerings(here, problems, ask);
            foreach (var other in others)
            {
                await CheckAsync(stage, here, other, naming, peerings, problems);
            }
        }
        problems.ThrowIfAny($"the network of stack {Deployment.Instance.StackName}");
        return new(gateways, existing?.Network);
    }

    /// <summary>The network of the stage: what was there, or a new one.</summary>
    /// <param name="name">The name of the component of a new one.</param>
    /// <param name="stage">The stage's settings.</param>
    /// <param name="naming">The physical names.</param>
    /// <param name="options">The component's options.</param>
    public RegionNetwork NetworkOf(string name, StageSettings stage, Naming naming, ComponentResourceOptions options) =>
        Network ?? new NewVpc(name, (NewVpcSettings)stage.Network, naming, options).Region;

    private static async Task CheckAsync(
        StageSettings stage, UnpeeredSide here, KnownRegion other, Naming naming, ExistingPeerings peerings, Problems problems)
    {
        if (stage.Connectivity.TransitGatewayId is not null)
        {
            // Gateways connect VPCs whose further blocks overlap: nothing is routed to those.
            foreach (var block in here.Blocks.Where(block => here.VpcId is not null
                && NetworkSettings.Overlap(block, other.Outputs.VpcCidr)))
            {
                problems.Add(here.VpcKey, here.VpcId, $"a VPC whose CIDR blocks do not overlap {other.Who}'s {other.Outputs.VpcCidr}, "
                    + $"as {block} does");
            }
            return;
        }
        var there = new NeighbourSide(
            other.Who,
            other.Outputs.Region,
            other.Outputs.VpcId,
            other.Outputs.VpcCidr,
            other.Outputs.RouteTableIds,
            $"output {_vpcId} of stack {other.Stack}",
            $"output {_tables} of stack {other.Stack}");
        var name = Peering.NameOf(naming, stage.Region, there.Region);
        if (other.PeeringConnectionId is { } id)
        {
            await peerings.CheckExistingAsync(there, name, other.PeeringConnectionKey, id);
        }
        else
        {
            await peerings.CheckNewAsync(there, name, other.PeeringConnectionKey);
        }
    }

    private static UnpeeredSide? Here(StageSettings stage, (RegionNetwork Network, IReadOnlyList<System.Net.IPNetwork> Blocks)? existing) =>
        (stage.Network, existing) switch
        {
            (NewVpcSettings settings, _) => new(stage.Region, null, settings.Cidr, [settings.Cidr], [], SettingsReader.Key("vpcCidr"), ""),
            (ExistingVpcSettings settings, { } found) => new(
                stage.Region,
                settings.VpcId,
                found.Network.VpcCidr,
                found.Blocks,
                settings.RouteTableIds,
                SettingsReader.Key("vpcId"),
                SettingsReader.Key("routeTableIds")),
            // A VPC that is not there has been noted.
            _ => null,
        };
}
