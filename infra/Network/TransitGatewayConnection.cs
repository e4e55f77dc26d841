using Pulumi;
using Pulumi.Aws.Ec2;
using GatewayRoute = Pulumi.Aws.Ec2TransitGateway.Route;

namespace SessionStore.Infra.Network;

/// <summary>
/// The way between two Regions through their transit gateways, both sides of it created by the later stack: routes in the VPCs and in the
/// gateways, and the way of each Region's clients to the other Region's cache. The other side never learns of it. Its routes and rules have
/// the names of a <see cref="Peering"/>'s, so that one can become the other.
/// </summary>
internal sealed class TransitGatewayConnection : ComponentResource
{
    public TransitGatewayConnection(string name, TransitGatewayConnectionArgs args, ComponentResourceOptions? options = null)
        : base("session-store:network:GatewayConnection", name, options)
    {
        var (here, there, gateways) = (args.Here, args.There, args.Gateways);
        // A peering of gateways knows static routes only: "Transit gateway peering attachments" in the AWS Transit Gateway guide.
        Resource[] way =
        [
            .. args.Attachment is { } attachment ? new Resource[] { attachment } : [],
            GatewayRoute($"{name}-here", here, there, gateways.Here),
            GatewayRoute($"{name}-there", there, here, gateways.There),
        ];
        AddRoutes($"{name}-here", here, there, gateways.Here);
        AddRoutes($"{name}-there", there, here, gateways.There);
        RegisterOutputs();

        GatewayRoute GatewayRoute(string prefix, ConnectedRegion side, ConnectedRegion other, ExistingTransitGateway gateway) =>
            new($"{prefix}-gateway-route", new()
            {
                Region = side.Region,
                TransitGatewayRouteTableId = gateway.AssociationRouteTableId,
                DestinationCidrBlock = other.Cidr,
                TransitGatewayAttachmentId = gateways.PeeringAttachmentId,
            }, new() { Parent = this });

        void AddRoutes(string prefix, ConnectedRegion side, ConnectedRegion other, ExistingTransitGateway gateway)
        {
            foreach (var (index, table) in side.RouteTableIds.Index())
            {
                _ = new Route($"{prefix}-route-{index}", new()
                {
                    Region = side.Region,
                    RouteTableId = table,
                    DestinationCidrBlock = other.Cidr,
                    TransitGatewayId = gateway.Name.Id,
                }, new()
                {
                    Parent = this,
                    // Nothing is sent to a gateway before it knows the whole way: a route that led through a peering until now goes on
                    // working.
                    DependsOn = way,
                });
            }
            CrossRegionAccess.Allow(prefix, side, other, new() { Parent = this });
        }
    }
}

internal sealed record TransitGatewayConnectionArgs
{
    /// <summary>The side of the stack that is being deployed.</summary>
    public required ConnectedRegion Here { get; init; }

    /// <summary>The side that exists already, attached to its gateway.</summary>
    public required ConnectedRegion There { get; init; }

    /// <summary>The two gateways.</summary>
    public required TransitGatewayPeering Gateways { get; init; }

    /// <summary>The attachment of this side's VPC, where it is new.</summary>
    public TransitGatewayAttachment? Attachment { get; init; }
}
