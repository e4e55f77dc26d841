using System.Diagnostics;
using Pulumi;
using SessionStore.Components;
using SessionStore.Configuration;

namespace SessionStore.Stages;

/// <summary>The network of a stage.</summary>
public static class StageNetwork
{
    /// <summary>Creates the VPC, or looks up the one that the settings name.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="stage">The stage's settings.</param>
    /// <param name="others">The other Regions, whose addresses a VPC that is looked up has to leave alone.</param>
    /// <param name="naming">The physical names.</param>
    /// <param name="options">The component's options, with the provider.</param>
    /// <exception cref="RunException">The VPC that the settings name is not there, or does not fit.</exception>
    public static async Task<RegionNetwork> OfAsync(
        string name, StageSettings stage, IReadOnlyList<KnownRegion> others, Naming naming, ComponentResourceOptions options) => stage.Network switch
        {
            NewVpcSettings settings => new Network(name, settings, naming, options).Region,
            ExistingVpcSettings settings => await ExistingNetwork.LookUpAsync(
                settings, stage.Region, [.. others.Select(other => new Neighbour(other.Who, other.Outputs.VpcCidr))], new() { Provider = options.Provider }),
            _ => throw new UnreachableException(),
        };
}
