using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Ec2.Inputs;

namespace SessionStore.Components;

/// <summary>
/// The network between two Regions, both sides of it created by the later stack: the peering and its acceptance, DNS resolution
/// and routes in both directions, and the way of each Region's clients to the other Region's cache. The other side never learns
/// of it.
/// </summary>
public sealed class Peering : ComponentResource
{
    /// <summary>The component's type.</summary>
    public const string Type = "session-store:network:Peering";

    /// <summary>The peering connection.</summary>
    public Output<string> ConnectionId { get; }

    /// <summary>Connects two Regions.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="here">The side of the stack that is being deployed: the requester.</param>
    /// <param name="there">The side that exists already: the accepter.</param>
    /// <param name="naming">The physical names.</param>
    /// <param name="options">The component's options.</param>
    public Peering(string name, PeeringSide here, PeeringSide there, Naming naming, ComponentResourceOptions? options = null)
        : base(Type, name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var tags = new InputMap<string> { ["Name"] = naming.Tag($"{here.Region}-{there.Region}") };
        var connection = new VpcPeeringConnection($"{name}-connection", new()
        {
            VpcId = here.VpcId,
            PeerVpcId = there.VpcId,
            PeerRegion = there.Region,
            Tags = tags,
        }, child);
        var accepter = new VpcPeeringConnectionAccepter($"{name}-accepter", new()
        {
            Region = there.Region,
            VpcPeeringConnectionId = connection.Id,
            AutoAccept = true,
            Tags = tags,
        }, child);

        // Each side sets its own options only, and through the accepter's ID: AWS refuses them before the peering is accepted.
        _ = new PeeringConnectionOptions($"{name}-requester-options", new()
        {
            VpcPeeringConnectionId = accepter.Id,
            Requester = new PeeringConnectionOptionsRequesterArgs { AllowRemoteVpcDnsResolution = true },
        }, child);
        _ = new PeeringConnectionOptions($"{name}-accepter-options", new()
        {
            Region = there.Region,
            VpcPeeringConnectionId = accepter.Id,
            Accepter = new PeeringConnectionOptionsAccepterArgs { AllowRemoteVpcDnsResolution = true },
        }, child);

        Admit($"{name}-here", here, there, accepter.Id);
        Admit($"{name}-there", there, here, accepter.Id);
        ConnectionId = accepter.Id;
        RegisterOutputs();
    }

    private void Admit(string name, PeeringSide side, PeeringSide other, Output<string> connectionId)
    {
        var child = new CustomResourceOptions { Parent = this };
        foreach (var (index, table) in side.RouteTableIds.Index())
        {
            _ = new Route($"{name}-route-{index}", new()
            {
                Region = side.Region,
                RouteTableId = table,
                DestinationCidrBlock = other.Cidr,
                VpcPeeringConnectionId = connectionId,
            }, child);
        }
        CrossRegionAccess.Admit(name, side, other, child);
    }
}

/// <summary>One of two Regions that are being connected.</summary>
/// <param name="Region">The Region.</param>
/// <param name="VpcId">The VPC.</param>
/// <param name="Cidr">The VPC's range.</param>
/// <param name="RouteTableIds">All route tables of the VPC.</param>
/// <param name="CacheSecurityGroupId">The security group of the cache nodes.</param>
/// <param name="ClientSecurityGroupId">The security group of the clients.</param>
public sealed record PeeringSide(
    string Region,
    Input<string> VpcId,
    string Cidr,
    IReadOnlyList<Input<string>> RouteTableIds,
    Input<string> CacheSecurityGroupId,
    Input<string> ClientSecurityGroupId);
