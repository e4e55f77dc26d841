using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Ec2.Inputs;

namespace SessionStore.Infra.Network;

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
    /// <param name="existingId">A peering that was there, which leads both ways already and is left alone; null for a new one.</param>
    /// <param name="naming">The physical names.</param>
    /// <param name="options">The component's options.</param>
    public Peering(
        string name, PeeringSide here, PeeringSide there, string? existingId, Naming naming, ComponentResourceOptions? options = null)
        : base(Type, name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        if (existingId is null)
        {
            ConnectionId = Connect(name, here, there, naming, child);
            Lead($"{name}-here", here, there, ConnectionId, child);
            Lead($"{name}-there", there, here, ConnectionId, child);
        }
        else
        {
            ConnectionId = Output.Create(existingId);
        }
        CrossRegionAccess.Admit($"{name}-here", here, there, child);
        CrossRegionAccess.Admit($"{name}-there", there, here, child);
        RegisterOutputs();
    }

    /// <summary>The Name tag of the peering that a stack makes, by which it knows its own.</summary>
    /// <param name="naming">The physical names.</param>
    /// <param name="here">The Region of the stack.</param>
    /// <param name="there">The other Region.</param>
    public static string NameOf(Naming naming, string here, string there) => naming.Tag($"{here}-{there}");

    private static Output<string> Connect(string name, PeeringSide here, PeeringSide there, Naming naming, CustomResourceOptions child)
    {
        var tags = new InputMap<string> { ["Name"] = NameOf(naming, here.Region, there.Region) };
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
        return accepter.Id;
    }

    private static void Lead(string name, PeeringSide side, PeeringSide other, Output<string> connectionId, CustomResourceOptions child)
    {
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
