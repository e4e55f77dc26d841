using System.Collections.Immutable;

namespace SessionStore.Engine;

/// <summary>A peering of two VPCs that was there.</summary>
/// <param name="Id">Its ID, the same in both Regions.</param>
/// <param name="RequesterVpcId">Who asked for it.</param>
/// <param name="AccepterVpcId">Who was asked.</param>
public sealed record AccountVpcPeering(string Id, string RequesterVpcId, string AccepterVpcId)
{
    /// <summary>Such as active, or pending-acceptance.</summary>
    public string Status { get; init; } = "active";

    /// <summary>Its Name tag; null for none.</summary>
    public string? Name { get; init; }

    internal bool IsAlive => Status is "initiating-request" or "pending-acceptance" or "provisioning" or "active";

    internal ImmutableDictionary<string, object> Values => FakeCloud.Values(
        ("id", Id),
        ("vpcId", RequesterVpcId),
        ("peerVpcId", AccepterVpcId),
        ("status", Status),
        ("tags", Name is null ? ImmutableDictionary<string, object>.Empty : FakeCloud.Values(("Name", Name))));

    internal bool Passes(IReadOnlyDictionary<string, string[]> filters) => filters.All(filter => filter.Value.Contains(filter.Key switch
    {
        "requester-vpc-info.vpc-id" => RequesterVpcId,
        "accepter-vpc-info.vpc-id" => AccepterVpcId,
        "status-code" => Status,
        "tag:Name" => Name,
        _ => throw new NotSupportedException($"the program filtered peerings by {filter.Key}, which the fake cloud does not know"),
    }));
}

/// <summary>A route that was there.</summary>
/// <param name="Cidr">The destination.</param>
/// <param name="Target">The ID of a peering, a transit gateway or another gateway.</param>
public sealed record AccountRoute(string TableId, string Cidr, string Target)
{
    internal ImmutableDictionary<string, object> Values => FakeCloud.Values(("cidrBlock", Cidr), (Target.Split('-')[0] switch
    {
        "pcx" => "vpcPeeringConnectionId",
        "tgw" => "transitGatewayId",
        _ => "gatewayId",
    }, Target));
}
