using System.Collections.Immutable;
using Pulumi.Testing;

namespace SessionStore.Rehearsal.Engine;

/// <summary>The networks that an account had before the program, as far as the program looks them up.</summary>
/// <param name="Vpcs">The VPCs of the stack's Region.</param>
/// <param name="Gateways">The transit gateways of all Regions.</param>
public sealed record AccountNetwork(IReadOnlyList<AccountVpc> Vpcs, AccountGateways Gateways)
{
    /// <summary>What the stack files in <c>tests/stacks</c> name: two VPCs, and transit gateways that are all peered.</summary>
    /// <param name="region">The Region.</param>
    public static AccountNetwork Sample(string region)
    {
        var (code, cidr) = region switch
        {
            "us-east-1" => ("e1", "10.32"),
            "us-east-2" => ("e2", "10.34"),
            _ => ("ff", "10.36"),
        };
        return new(
        [
            new(Id("vpc", 1), $"{cidr}.0.0/16")
            {
                Subnets =
                [
                    new(Id("subnet", 11), $"{region}a", $"{cidr}.10.0/24", Id("rtb", 2)),
                    new(Id("subnet", 12), $"{region}b", $"{cidr}.11.0/24", Id("rtb", 2)),
                    new(Id("subnet", 21), $"{region}a", $"{cidr}.20.0/24", Id("rtb", 3)),
                    new(Id("subnet", 22), $"{region}b", $"{cidr}.21.0/24"),
                ],
                // The main one first, which the last subnet uses without being associated with it.
                RouteTableIds = [Id("rtb", 1), Id("rtb", 2), Id("rtb", 3)],
            },
            new(Id("vpc", 9), "10.99.0.0/16")
            {
                Subnets = [new(Id("subnet", 99), $"{region}a", "10.99.0.0/24")],
                RouteTableIds = [Id("rtb", 9)],
            },
        ], AccountGateways.Sample(region));

        string Id(string kind, int number) => $"{kind}-0{code}{number:D14}";
    }

    /// <summary>The same with a change of the first VPC.</summary>
    /// <param name="change">The change.</param>
    public AccountNetwork With(Func<AccountVpc, AccountVpc> change) => this with { Vpcs = [change(Vpcs[0]), .. Vpcs.Skip(1)] };

    /// <summary>The answer to a function; null where it asks for something else.</summary>
    /// <param name="args">The call.</param>
    /// <exception cref="InvalidOperationException">There is no such thing.</exception>
    internal object? Answer(MockCallArgs args) => args.Token switch
    {
        "aws:ec2/getVpc:getVpc" => One("VPC", Vpcs.Where(vpc => vpc.Id.Equals(args.Args["id"])).Select(vpc => vpc.Values)),
        "aws:ec2/getSubnet:getSubnet" => One("Subnet", from vpc in Vpcs from subnet in vpc.Subnets where subnet.Id.Equals(args.Args["id"]) select subnet.Values(vpc)),
        "aws:ec2/getRouteTable:getRouteTable" => One(
            "Route Table",
            from vpc in Vpcs from id in vpc.RouteTableIds where id.Equals(args.Args["routeTableId"]) select FakeCloud.Values(("id", id), ("routeTableId", id), ("vpcId", vpc.Id))),
        "aws:ec2/getRouteTables:getRouteTables" => FakeCloud.Values(
            ("id", "tables"),
            ("ids", Vpcs.SelectMany(vpc => vpc.Subnets).Where(subnet => subnet.Id == Filter(args, "association.subnet-id"))
                .Select(subnet => subnet.RouteTableId).OfType<object>().ToImmutableArray())),
        _ => Gateways.Answer(args),
    };

    internal static string Filter(MockCallArgs args, string name)
    {
        var filter = ((ImmutableArray<object>)args.Args["filters"]).Cast<ImmutableDictionary<string, object>>().Single();
        return (string)filter["name"] == name
            ? (string)((ImmutableArray<object>)filter["values"]).Single()
            : throw new NotSupportedException($"the program filtered {args.Token} by {filter["name"]}, which the fake cloud does not know");
    }

    internal static ImmutableDictionary<string, object> One(string kind, IEnumerable<ImmutableDictionary<string, object>> found) =>
        found.SingleOrDefault() ?? throw new InvalidOperationException($"no matching EC2 {kind} found");
}

/// <summary>A VPC that was there.</summary>
/// <param name="Id">Its ID.</param>
/// <param name="Cidr">Its first range.</param>
public sealed record AccountVpc(string Id, string Cidr)
{
    /// <summary>The account that owns it.</summary>
    public string OwnerId { get; init; } = FakeCloud.AccountId;

    /// <summary>The attribute of that name.</summary>
    public bool EnableDnsSupport { get; init; } = true;

    /// <summary>The attribute of that name.</summary>
    public bool EnableDnsHostnames { get; init; } = true;

    /// <summary>Further ranges.</summary>
    public IReadOnlyList<string> MoreCidrs { get; init; } = [];

    /// <summary>Its subnets.</summary>
    public required IReadOnlyList<AccountSubnet> Subnets { get; init; }

    /// <summary>Its route tables, the main one first.</summary>
    public required IReadOnlyList<string> RouteTableIds { get; init; }

    internal ImmutableDictionary<string, object> Values => FakeCloud.Values(
        ("id", Id),
        ("cidrBlock", Cidr),
        ("cidrBlockAssociations", MoreCidrs.Prepend(Cidr)
            .Select(cidr => (object)FakeCloud.Values(("associationId", $"assoc-{cidr}"), ("cidrBlock", cidr), ("state", "associated"))).ToImmutableArray()),
        ("enableDnsSupport", EnableDnsSupport),
        ("enableDnsHostnames", EnableDnsHostnames),
        ("mainRouteTableId", RouteTableIds[0]),
        ("ownerId", OwnerId));
}

/// <summary>A subnet that was there.</summary>
/// <param name="Id">Its ID.</param>
/// <param name="Zone">Its Availability Zone.</param>
/// <param name="Cidr">Its range.</param>
/// <param name="RouteTableId">Its route table; null where it uses the VPC's main one.</param>
public sealed record AccountSubnet(string Id, string Zone, string Cidr, string? RouteTableId = null)
{
    internal ImmutableDictionary<string, object> Values(AccountVpc vpc) => FakeCloud.Values(
        ("id", Id), ("vpcId", vpc.Id), ("availabilityZone", Zone), ("cidrBlock", Cidr));
}
