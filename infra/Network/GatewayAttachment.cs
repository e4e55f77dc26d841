using Pulumi;
using Pulumi.Aws.Ec2TransitGateway;

namespace SessionStore.Infra.Network;

/// <summary>The attachment of a Region's VPC to the Region's transit gateway.</summary>
public sealed class GatewayAttachment : ComponentResource
{
    /// <summary>The attachment.</summary>
    public Output<string> AttachmentId { get; }

    /// <summary>Attaches a VPC.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="gatewayId">The transit gateway.</param>
    /// <param name="network">The VPC.</param>
    /// <param name="naming">The physical names.</param>
    /// <param name="options">The component's options.</param>
    public GatewayAttachment(string name, string gatewayId, RegionNetwork network, Naming naming, ComponentResourceOptions? options = null)
        : base("session-store:network:GatewayAttachment", name, options)
    {
        var attachment = new VpcAttachment($"{name}-vpc", new()
        {
            TransitGatewayId = gatewayId,
            VpcId = network.VpcId,
            SubnetIds = network.ZoneSubnetIds.Select(id => (Input<string>)id).ToArray(),
            DnsSupport = "enable",
            // The association decides which table gets the routes to the other Regions, the propagation brings their answers back.
            TransitGatewayDefaultRouteTableAssociation = true,
            TransitGatewayDefaultRouteTablePropagation = true,
            Tags = { ["Name"] = naming.Tag("gateway-attachment") },
        }, new() { Parent = this });

        AttachmentId = attachment.Id;
        RegisterOutputs();
    }
}
