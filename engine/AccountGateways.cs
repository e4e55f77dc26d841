using System.Collections.Immutable;
using Pulumi.Testing;

namespace SessionStore.Engine;

/// <summary>The transit gateways that an account had before the program, in all Regions, as far as the program looks them up.</summary>
/// <param name="Region">The Region of the stack, for lookups that name none.</param>
/// <param name="Peerings">The peerings between them.</param>
/// <param name="Attachments">The VPCs that were attached to them.</param>
public sealed record AccountGateways(
    string Region, IReadOnlyList<AccountGateway> All, IReadOnlyList<AccountPeering> Peerings, IReadOnlyList<AccountAttachment> Attachments)
{
    /// <summary>A gateway in each Region, each peered with every other.</summary>
    /// <param name="region">The Region of the stack.</param>
    public static AccountGateways Sample(string region)
    {
        AccountGateway[] gateways =
        [
            new("us-east-1", "tgw-0e100000000000001", "tgw-rtb-0e100000000000001"),
            new("us-east-2", "tgw-0e200000000000001", "tgw-rtb-0e200000000000001"),
            new("us-west-2", "tgw-0f200000000000001", "tgw-rtb-0f200000000000001"),
        ];
        return new(region, gateways,
        [
            new("tgw-attach-0e1f2000000000001", gateways[0], gateways[2]),
            new("tgw-attach-0e1e2000000000001", gateways[0], gateways[1]),
            new("tgw-attach-0f2e2000000000001", gateways[2], gateways[1]),
        ],
        [
            new("us-east-1", "tgw-attach-0e100000000000001", "vpc-0e100000000000001", gateways[0].Id, gateways[0].RouteTableId),
            new("us-east-2", "tgw-attach-0e200000000000001", "vpc-0e200000000000001", gateways[1].Id, gateways[1].RouteTableId),
        ]);
    }

    internal object? Answer(MockCallArgs args)
    {
        var region = args.Args.TryGetValue("region", out var own) ? (string)own : Region;
        return args.Token switch
        {
            "aws:ec2transitgateway/getTransitGateway:getTransitGateway" => AccountNetwork.One(
                "Transit Gateway",
                All.Where(gateway => gateway.Region == region && gateway.Id.Equals(args.Args["id"])).Select(gateway => gateway.Values)),
            "aws:ec2transitgateway/getPeeringAttachments:getPeeringAttachments" => FakeCloud.Values(
                ("id", region),
                ("ids", In(region).Where(peering => peering.State == AccountNetwork.Filter(args, "state"))
                    .Select(peering => (object)peering.Id).ToImmutableArray())),
            "aws:ec2transitgateway/getPeeringAttachment:getPeeringAttachment" => AccountNetwork.One(
                "Transit Gateway Peering Attachment",
                In(region).Where(peering => peering.Id.Equals(args.Args["id"])).Select(peering => peering.Values(region))),
            "aws:ec2transitgateway/getAttachment:getAttachment" => AccountNetwork.One(
                "Transit Gateway Attachment",
                In(region).Where(peering => peering.Id.Equals(args.Args["transitGatewayAttachmentId"]))
                    .Select(peering => peering.Association(region))
                    .Concat(Attachments.Where(attachment => attachment.Region == region)
                        .Where(attachment => attachment.Id.Equals(args.Args["transitGatewayAttachmentId"]))
                        .Select(attachment => attachment.Values))),
            _ => null,
        };
    }

    private IEnumerable<AccountPeering> In(string region) =>
        Peerings.Where(peering => peering.Requester.Region == region || peering.Accepter.Region == region);
}

/// <summary>A transit gateway that was there.</summary>
/// <param name="RouteTableId">The default route table for associations, and for propagations as well.</param>
public sealed record AccountGateway(string Region, string Id, string RouteTableId)
{
    /// <summary>The account that owns it.</summary>
    public string OwnerId { get; init; } = FakeCloud.AccountId;

    /// <summary>Whether it has a default route table for associations.</summary>
    public bool Associates { get; init; } = true;

    /// <summary>The default route table for propagations, where it is another one.</summary>
    public string? PropagationRouteTableId { get; init; }

    internal ImmutableDictionary<string, object> Values => FakeCloud.Values(
        ("id", Id),
        ("ownerId", OwnerId),
        ("defaultRouteTableAssociation", Associates ? "enable" : "disable"),
        ("defaultRouteTablePropagation", "enable"),
        ("associationDefaultRouteTableId", Associates ? RouteTableId : ""),
        ("propagationDefaultRouteTableId", PropagationRouteTableId ?? RouteTableId));
}

/// <summary>A peering of two transit gateways that was there.</summary>
/// <param name="Id">The ID of the attachment in both Regions.</param>
/// <param name="Requester">Who asked for it.</param>
/// <param name="Accepter">Who was asked.</param>
public sealed record AccountPeering(string Id, AccountGateway Requester, AccountGateway Accepter)
{
    /// <summary>Such as available, or pendingAcceptance.</summary>
    public string State { get; init; } = "available";

    /// <summary>The route tables that it is associated with by Region, where they are not the gateways' own; empty for none.</summary>
    public IReadOnlyDictionary<string, string> Associations { get; init; } = new Dictionary<string, string>();

    // As the provider does it: local is the accepter where it belongs to the Region, and the requester everywhere else.
    internal ImmutableDictionary<string, object> Values(string region)
    {
        var (local, peer) = Accepter.Region == region ? (Accepter, Requester) : (Requester, Accepter);
        return FakeCloud.Values(
            ("id", Id),
            ("transitGatewayId", local.Id),
            ("peerTransitGatewayId", peer.Id),
            ("peerRegion", peer.Region),
            ("state", State));
    }

    internal ImmutableDictionary<string, object> Association(string region) => FakeCloud.Values(
        ("id", Id),
        ("associationTransitGatewayRouteTableId",
            Associations.GetValueOrDefault(region, (Accepter.Region == region ? Accepter : Requester).RouteTableId)));
}

/// <summary>A VPC that was attached to a transit gateway.</summary>
/// <param name="Id">The ID of the attachment.</param>
/// <param name="RouteTableId">The route table that it is associated with.</param>
public sealed record AccountAttachment(string Region, string Id, string VpcId, string GatewayId, string RouteTableId)
{
    /// <summary>Such as available, or pendingAcceptance.</summary>
    public string State { get; init; } = "available";

    internal ImmutableDictionary<string, object> Values => FakeCloud.Values(
        ("id", Id),
        ("resourceType", "vpc"),
        ("resourceId", VpcId),
        ("transitGatewayId", GatewayId),
        ("state", State),
        ("associationTransitGatewayRouteTableId", RouteTableId));
}
