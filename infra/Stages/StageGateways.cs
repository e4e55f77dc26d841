using Pulumi;
using SessionStore.Components;
using SessionStore.Configuration;

namespace SessionStore.Stages;

/// <summary>The transit gateways of a stage.</summary>
public static class StageGateways
{
    private static readonly string _gatewayId = OutputsReader.OutputName(nameof(IDeployedRegion.TransitGatewayId));

    /// <summary>Looks up the stage's gateway and its peerings; null where the VPCs are peered instead.</summary>
    /// <param name="stage">The stage's settings.</param>
    /// <param name="others">The other Regions, which have gateways, too.</param>
    /// <param name="options">The options of the stage's components, with the provider.</param>
    /// <exception cref="RunException">A gateway or a peering is not there, or does not fit.</exception>
    public static async Task<Gateways?> LookUpAsync(
        StageSettings stage, IReadOnlyList<KnownRegion> others, ComponentResourceOptions options) =>
        stage.Connectivity.TransitGatewayId is not { } id ? null : await ExistingGateways.LookUpAsync(
            new(stage.Region, id, ConnectivitySettings.GatewayKey),
            [.. others.Select(other => new GatewayName(other.Outputs.Region, other.Outputs.TransitGatewayId!, $"output {_gatewayId} of stack {other.Stack}"))],
            new() { Provider = options.Provider });

    /// <summary>Adds what the next stage and people have to know.</summary>
    /// <param name="gateways">The gateways; null where there are none.</param>
    /// <param name="attachment">The attachment of the VPC; null likewise.</param>
    /// <param name="outputs">The stack's outputs.</param>
    public static void AddTo(IDictionary<string, object?> outputs, Gateways? gateways, GatewayAttachment? attachment)
    {
        if (gateways is not null && attachment is not null)
        {
            outputs[_gatewayId] = gateways.Here.Name.Id;
            outputs["transitGatewayAttachmentId"] = attachment.AttachmentId;
        }
    }
}
