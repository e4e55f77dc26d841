using Pulumi;
using SessionStore.Infra.Settings;
using SessionStore.Infra.Stages;

namespace SessionStore.Infra.Network;

/// <summary>The transit gateway of a stage, with the stage's VPC attached.</summary>
/// <param name="Gateways">The gateway and those that it is peered with.</param>
/// <param name="AttachmentId">The attachment of the VPC.</param>
/// <param name="Created">The attachment as the stack has made it; null for one that was there.</param>
public sealed record StageGateways(Gateways Gateways, Output<string> AttachmentId, GatewayAttachment? Created)
{
    private static readonly string _gatewayId = OutputsReader.OutputName(nameof(IDeployedRegion.TransitGatewayId));

    /// <summary>Looks up the stage's gateway and its peerings; null where the VPCs are peered instead.</summary>
    /// <param name="stage">The stage's settings.</param>
    /// <param name="others">The other Regions, which have gateways, too.</param>
    /// <param name="problems">Where it is noted what is not there, or does not fit.</param>
    /// <param name="options">The options of the functions that are called, with the provider.</param>
    public static async Task<Gateways?> LookUpAsync(
        StageSettings stage, IReadOnlyList<KnownRegion> others, Problems problems, InvokeOptions options) =>
        stage.Connectivity.TransitGatewayId is not { } id ? null : await ExistingGateways.LookUpAsync(
            new(stage.Region, id, ConnectivitySettings.GatewayKey),
            stage is { Connectivity.AttachmentId: { } attachment, Network: ExistingVpcSettings vpc } ? new(attachment, vpc.VpcId, ConnectivitySettings.AttachmentKey) : null,
            [.. others.Select(other => new GatewayName(other.Outputs.Region, other.Outputs.TransitGatewayId!, $"output {_gatewayId} of stack {other.Stack}"))],
            problems,
            options);

    /// <summary>Attaches the VPC, unless it is; null where there is no gateway.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="gateways">The gateways; null where VPCs are peered.</param>
    /// <param name="stage">The stage's settings.</param>
    /// <param name="network">The VPC.</param>
    /// <param name="naming">The physical names.</param>
    /// <param name="options">The component's options.</param>
    public static StageGateways? Attach(
        string name, Gateways? gateways, StageSettings stage, RegionNetwork network, Naming naming, ComponentResourceOptions options)
    {
        if (gateways is null)
        {
            return null;
        }
        if (stage.Connectivity.AttachmentId is { } existing)
        {
            return new(gateways, Output.Create(existing), Created: null);
        }
        var attachment = new GatewayAttachment(name, gateways.Here.Name.Id, network, naming, options);
        return new(gateways, attachment.AttachmentId, attachment);
    }

    /// <summary>Adds what the next stage and people have to know.</summary>
    /// <param name="outputs">The stack's outputs.</param>
    public void AddTo(IDictionary<string, object?> outputs)
    {
        outputs[_gatewayId] = Gateways.Here.Name.Id;
        outputs["transitGatewayAttachmentId"] = AttachmentId;
    }
}
