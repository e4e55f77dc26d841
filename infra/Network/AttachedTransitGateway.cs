using Pulumi;

namespace SessionStore.Infra.Network;

/// <summary>The transit gateway of a stage, with the stage's VPC attached.</summary>
/// <param name="Gateways">The gateway and those that it is peered with.</param>
/// <param name="AttachmentId">The attachment of the VPC.</param>
/// <param name="Created">The attachment as the stack has made it; null for one that was there.</param>
internal sealed record AttachedTransitGateway(TransitGateways Gateways, Output<string> AttachmentId, TransitGatewayAttachment? Created)
{
    /// <summary>Attaches the VPC, unless it is; null where there is no gateway.</summary>
    /// <param name="gateways">The gateways; null where VPCs are peered.</param>
    public static AttachedTransitGateway? Attach(
        string name, TransitGateways? gateways, RegionNetwork network, RegionContext context, ComponentResourceOptions options)
    {
        if (gateways is null)
        {
            return null;
        }
        if (gateways.AttachmentId is { } existing)
        {
            return new(gateways, Output.Create(existing), Created: null);
        }
        var attachment = new TransitGatewayAttachment(name, new()
        {
            Context = context,
            TransitGatewayId = gateways.Here.Name.Id,
            Network = network,
        }, options);
        return new(gateways, attachment.AttachmentId, attachment);
    }
}
