using Pulumi;
using SessionStore.Components;
using SessionStore.Configuration;

namespace SessionStore.Stages;

/// <summary>The transit gateways of a stage.</summary>
public static class StageGateways
{
    /// <summary>Looks up the stage's gateway and its peerings; null where the VPCs are peered instead.</summary>
    /// <param name="stage">The stage's settings.</param>
    /// <param name="others">The Regions and gateways of the stages before, each with the stack's name for messages.</param>
    /// <param name="options">The options of the stage's components, with the provider.</param>
    /// <exception cref="RunException">A gateway or a peering is not there, or does not fit.</exception>
    public static async Task<Gateways?> LookUpAsync(
        StageSettings stage, IReadOnlyList<(string Stack, string Region, string? GatewayId)> others, ComponentResourceOptions options) =>
        stage.Connectivity.TransitGatewayId is not { } id ? null : await ExistingGateways.LookUpAsync(
            new(stage.Region, id, ConnectivitySettings.GatewayKey),
            [.. others.Select(other => new GatewayName(other.Region, other.GatewayId!, $"output {PrimaryOutputs.OutputName(nameof(PrimaryOutputs.TransitGatewayId))} of stack {other.Stack}"))],
            new() { Provider = options.Provider });

    /// <summary>Adds what the next stage and people have to know.</summary>
    /// <param name="gateways">The gateways; null where there are none.</param>
    /// <param name="attachment">The attachment of the VPC; null likewise.</param>
    /// <param name="outputs">The stack's outputs.</param>
    public static void AddTo(IDictionary<string, object?> outputs, Gateways? gateways, GatewayAttachment? attachment)
    {
        if (gateways is not null && attachment is not null)
        {
            outputs[PrimaryOutputs.OutputName(nameof(PrimaryOutputs.TransitGatewayId))] = gateways.Here.Name.Id;
            outputs["transitGatewayAttachmentId"] = attachment.AttachmentId;
        }
    }
}
