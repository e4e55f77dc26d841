using Pulumi;
using Pulumi.Aws.Ec2TransitGateway;

namespace SessionStore.Infra.Network;

/// <summary>The attachment of a Region's VPC to the Region's transit gateway.</summary>
internal sealed class TransitGatewayAttachment : ComponentResource
{
    public Output<string> AttachmentId { get; }

    public TransitGatewayAttachment(string name, TransitGatewayAttachmentArgs args, ComponentResourceOptions? options = null)
        : base("session-store:network:GatewayAttachment", name, options)
    {
        var attachment = new VpcAttachment($"{name}-vpc", new()
        {
            TransitGatewayId = args.TransitGatewayId,
            VpcId = args.Network.VpcId,
            SubnetIds = args.Network.ZoneSubnetIds.Select(id => (Input<string>)id).ToArray(),
            DnsSupport = "enable",
            // The association decides which table gets the routes to the other Regions, the propagation brings their answers back.
            TransitGatewayDefaultRouteTableAssociation = true,
            TransitGatewayDefaultRouteTablePropagation = true,
            Tags = { ["Name"] = args.Context.Naming.Tag("gateway-attachment") },
        }, new() { Parent = this });

        AttachmentId = attachment.Id;
        RegisterOutputs();
    }
}

internal sealed record TransitGatewayAttachmentArgs
{
    public required RegionContext Context { get; init; }

    public required string TransitGatewayId { get; init; }

    /// <summary>The VPC.</summary>
    public required RegionNetwork Network { get; init; }
}
