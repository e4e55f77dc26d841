using System.Collections.Immutable;

namespace SessionStore.Engine;

/// <summary>A VPC that was there.</summary>
/// <param name="Cidr">Its first range.</param>
public sealed record AccountVpc(string Id, string Cidr)
{
    /// <summary>The account that owns it.</summary>
    public string OwnerId { get; init; } = FakeCloud.AccountId;

    public bool EnableDnsSupport { get; init; } = true;

    public bool EnableDnsHostnames { get; init; } = true;

    /// <summary>Whether an internet gateway is attached to it.</summary>
    public bool HasInternetGateway { get; init; } = true;

    /// <summary>Further ranges.</summary>
    public IReadOnlyList<string> MoreCidrs { get; init; } = [];

    /// <summary>Its subnets.</summary>
    public required IReadOnlyList<AccountSubnet> Subnets { get; init; }

    /// <summary>Its route tables, the main one first.</summary>
    public required IReadOnlyList<string> RouteTableIds { get; init; }

    /// <summary>The routes in its tables, beside those inside the VPC.</summary>
    public IReadOnlyList<AccountRoute> Routes { get; init; } = [];

    internal ImmutableDictionary<string, object> TableValues(string id) => FakeCloud.Values(
        ("id", id),
        ("routeTableId", id),
        ("vpcId", Id),
        ("routes", Routes.Where(route => route.TableId == id).Select(route => (object)route.Values)
            .Prepend(FakeCloud.Values(("cidrBlock", Cidr), ("gatewayId", "local"))).ToImmutableArray()));

    internal ImmutableDictionary<string, object> Values => FakeCloud.Values(
        ("id", Id),
        ("cidrBlock", Cidr),
        ("cidrBlockAssociations", MoreCidrs.Prepend(Cidr)
            .Select(cidr => (object)FakeCloud.Values(("associationId", $"assoc-{cidr}"), ("cidrBlock", cidr), ("state", "associated")))
                .ToImmutableArray()),
        ("enableDnsSupport", EnableDnsSupport),
        ("enableDnsHostnames", EnableDnsHostnames),
        ("mainRouteTableId", RouteTableIds[0]),
        ("ownerId", OwnerId));
}

/// <summary>A subnet that was there.</summary>
/// <param name="Zone">Its Availability Zone.</param>
/// <param name="RouteTableId">Its route table; null where it uses the VPC's main one.</param>
public sealed record AccountSubnet(string Id, string Zone, string Cidr, string? RouteTableId = null)
{
    internal ImmutableDictionary<string, object> Values(AccountVpc vpc) => FakeCloud.Values(
        ("id", Id), ("vpcId", vpc.Id), ("availabilityZone", Zone), ("cidrBlock", Cidr));
}
