using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Ec2.Inputs;

namespace SessionStore.Infra.Network;

/// <summary>
/// The network between two Regions, both sides of it created by the later stack: the peering and its acceptance, DNS resolution
/// and routes in both directions, and the way of each Region's clients to the other Region's cache. The other side never learns
/// of it.
/// </summary>
internal sealed class Peering : ComponentResource
{
    /// <summary>The component's type.</summary>
    public const string Type = "session-store:network:Peering";

    public Output<string> ConnectionId { get; }

    public Peering(string name, PeeringArgs args, ComponentResourceOptions? options = null)
        : base(Type, name, options)
    {
        var (here, there) = (args.Here, args.There);
        var child = new CustomResourceOptions { Parent = this };
        if (args.ExistingId is null)
        {
            ConnectionId = Connect(name, args, child);
            AddRoutes($"{name}-here", here, there, ConnectionId, child);
            AddRoutes($"{name}-there", there, here, ConnectionId, child);
        }
        else
        {
            ConnectionId = Output.Create(args.ExistingId);
        }
        CrossRegionAccess.Allow($"{name}-here", here, there, child);
        CrossRegionAccess.Allow($"{name}-there", there, here, child);
        RegisterOutputs();
    }

    /// <summary>The Name tag of the peering that a stack makes, by which it knows its own.</summary>
    /// <param name="naming">The physical names in the Region of the stack.</param>
    public static string NameOf(Naming naming, string there) => naming.Tag($"{naming.Region}-{there}");

    private static Output<string> Connect(string name, PeeringArgs args, CustomResourceOptions child)
    {
        var (here, there) = (args.Here, args.There);
        var tags = new InputMap<string> { ["Name"] = NameOf(args.Context.Naming, there.Region) };
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

    private static void AddRoutes(
        string name, ConnectedRegion side, ConnectedRegion other, Output<string> connectionId, CustomResourceOptions child)
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

internal sealed record PeeringArgs
{
    public required RegionContext Context { get; init; }

    /// <summary>The side of the stack that is being deployed: the requester.</summary>
    public required ConnectedRegion Here { get; init; }

    /// <summary>The side that exists already: the accepter.</summary>
    public required ConnectedRegion There { get; init; }

    /// <summary>A peering that was there, which leads both ways already and is left alone; null for a new one.</summary>
    public string? ExistingId { get; init; }
}
