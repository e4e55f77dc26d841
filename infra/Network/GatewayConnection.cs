using GatewayRoute = Pulumi.Aws.Ec2TransitGateway.Route;
using Pulumi;
using Pulumi.Aws.Ec2;

namespace SessionStore.Infra.Network;

/// <summary>
/// The way between two Regions through their transit gateways, both sides of it created by the later stack: routes in the VPCs and in the
/// gateways, and the way of each Region's clients to the other Region's cache. The other side never learns of it. Its routes and rules have
/// the names of a <see cref="Peering"/>'s, so that one can become the other.
/// </summary>
public sealed class GatewayConnection : ComponentResource
{
    /// <summary>Connects two Regions.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="here">The side of the stack that is being deployed.</param>
    /// <param name="there">The side that exists already, attached to its gateway.</param>
    /// <param name="gateways">The two gateways.</param>
    /// <param name="attachment">The attachment of this side's VPC, where it is new.</param>
    /// <param name="options">The component's options.</param>
    public GatewayConnection(
        string name, PeeringSide here, PeeringSide there, GatewayPair gateways, GatewayAttachment? attachment, ComponentResourceOptions? options = null)
        : base("session-store:network:GatewayConnection", name, options)
    {
        // A peering of gateways knows static routes only: "Transit gateway peering attachments" in the AWS Transit Gateway guide.
        Resource[] way = [.. attachment is null ? Array.Empty<Resource>() : [attachment], Pass($"{name}-here", here, there, gateways.Here), Pass($"{name}-there", there, here, gateways.There)];
        Lead($"{name}-here", here, there, gateways.Here);
        Lead($"{name}-there", there, here, gateways.There);
        RegisterOutputs();

        GatewayRoute Pass(string prefix, PeeringSide side, PeeringSide other, ExistingGateway gateway) => new($"{prefix}-gateway-route", new()
        {
            Region = side.Region,
            TransitGatewayRouteTableId = gateway.AssociationRouteTableId,
            DestinationCidrBlock = other.Cidr,
            TransitGatewayAttachmentId = gateways.PeeringAttachmentId,
        }, new() { Parent = this });

        void Lead(string prefix, PeeringSide side, PeeringSide other, ExistingGateway gateway)
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
                    // Nothing is sent to a gateway before it knows the whole way: a route that led through a peering until now goes on working.
                    DependsOn = way,
                });
            }
            CrossRegionAccess.Admit(prefix, side, other, new() { Parent = this });
        }
    }
}
