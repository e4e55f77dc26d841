using System.Collections.Immutable;
using System.Net;
using Pulumi.Testing;

namespace SessionStore.Engine;

/// <summary>The networks that an account had before the program, as far as the program looks them up.</summary>
/// <param name="Vpcs">The VPCs of the stack's Region.</param>
/// <param name="Gateways">The transit gateways of all Regions.</param>
public sealed record AccountNetwork(IReadOnlyList<AccountVpc> Vpcs, AccountGateways Gateways)
{
    /// <summary>The VPCs of other Regions, where they are more than what the outputs of their stacks tell.</summary>
    public IReadOnlyList<AccountVpc> Elsewhere { get; init; } = [];

    /// <summary>The peerings of VPCs, in all Regions.</summary>
    public IReadOnlyList<AccountVpcPeering> Peerings { get; init; } = [];

    /// <summary>What the stack files in <c>tests/stacks</c> name: two VPCs, and transit gateways that are all peered.</summary>
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
    public AccountNetwork With(Func<AccountVpc, AccountVpc> change) => this with { Vpcs = [change(Vpcs[0]), .. Vpcs.Skip(1)] };

    /// <summary>The answer to a function; null where it asks for something else.</summary>
    /// <param name="peerVpcs">The VPCs of other stacks, as their outputs tell of them.</param>
    /// <exception cref="InvalidOperationException">There is no such thing.</exception>
    internal object? Answer(MockCallArgs args, IEnumerable<AccountVpc> peerVpcs)
    {
        var isHere = !args.Args.TryGetValue("region", out var region) || region.Equals(Gateways.Region);
        var vpcs = isHere ? Vpcs : [.. Elsewhere, .. peerVpcs.ExceptBy(Elsewhere.Select(vpc => vpc.Id), vpc => vpc.Id)];
        return args.Token switch
        {
            "aws:ec2/getVpc:getVpc" => One("VPC", vpcs.Where(vpc => vpc.Id.Equals(args.Args["id"])).Select(vpc => vpc.Values)),
            "aws:ec2/getSubnet:getSubnet" => One("Subnet",
                from vpc in vpcs from subnet in vpc.Subnets where subnet.Id.Equals(args.Args["id"]) select subnet.Values(vpc)),
            "aws:ec2/getRouteTable:getRouteTable" => One(
                "Route Table",
                from vpc in vpcs from id in vpc.RouteTableIds where id.Equals(args.Args["routeTableId"]) select vpc.TableValues(id)),
            "aws:ec2/getRouteTables:getRouteTables" => FakeCloud.Values(
                ("id", "tables"),
                ("ids", vpcs.SelectMany(vpc => vpc.Subnets).Where(subnet => subnet.Id == Filter(args, "association.subnet-id"))
                    .Select(subnet => subnet.RouteTableId).OfType<object>().ToImmutableArray())),
            "aws:ec2/getInternetGateway:getInternetGateway" => One(
                "Internet Gateway",
                from vpc in vpcs
                where vpc.Id == Filter(args, "attachment.vpc-id") && vpc.HasInternetGateway
                select FakeCloud.Values(("id", $"igw-of-{vpc.Id}"))),
            "aws:ec2/getVpcPeeringConnections:getVpcPeeringConnections" => FakeCloud.Values(
                ("id", "peerings"), ("ids", Peerings.Where(peering => peering.Passes(Filters(args))).Select(peering => (object)peering.Id)
                    .ToImmutableArray())),
            "aws:ec2/getVpcPeeringConnection:getVpcPeeringConnection" => One(
                "VPC Peering Connection", Peerings.Where(peering => peering.Id.Equals(args.Args["id"])).Select(peering => peering.Values)),
            _ => Gateways.Answer(args),
        };
    }

    /// <summary>The peering that AWS hands over instead of making one; null where it makes one.</summary>
    /// <param name="requester">The VPC that asks.</param>
    /// <param name="accepter">The VPC that is asked.</param>
    internal AccountVpcPeering? Existing(string requester, string accepter) =>
        Peerings.FirstOrDefault(peering => peering.IsAlive && (peering.RequesterVpcId, peering.AccepterVpcId) == (requester, accepter));

    /// <summary>The route that a table has to a destination already; null where it has none.</summary>
    /// <param name="destination">The range.</param>
    internal AccountRoute? Existing(string table, IPNetwork destination) =>
        Vpcs.Concat(Elsewhere).SelectMany(vpc => vpc.Routes)
            .FirstOrDefault(route => route.TableId == table && IPNetwork.Parse(route.Cidr) == destination);

    internal static string Filter(MockCallArgs args, string name) => Filters(args).Single() is var (filter, values) && filter == name
        ? values.Single()
        : throw new NotSupportedException($"the program filtered {args.Token} by {filter}, which the fake cloud does not know");

    private static IReadOnlyDictionary<string, string[]> Filters(MockCallArgs args) =>
        ((ImmutableArray<object>)args.Args["filters"]).Cast<ImmutableDictionary<string, object>>()
        .ToDictionary(filter => (string)filter["name"], filter => ((ImmutableArray<object>)filter["values"]).Cast<string>().ToArray());

    internal static ImmutableDictionary<string, object> One(string kind, IEnumerable<ImmutableDictionary<string, object>> found) =>
        found.SingleOrDefault() ?? throw new InvalidOperationException($"no matching EC2 {kind} found");
}
