using Pulumi;
using Pulumi.Aws.Ec2;

namespace SessionStore.Infra.Network;

/// <summary>
/// A VPC with a public and a private subnet in each Availability Zone. Routes are resources of their own and no route table or
/// security group has inline ones, so that other stacks can add theirs.
/// </summary>
internal sealed class NewVpc : ComponentResource
{
    /// <summary>
    /// What the rest of the Region has to know: a subnet of each kind in each Availability Zone, and all route tables, the public one
    /// first, then a private one for each zone.
    /// </summary>
    public RegionNetwork Network { get; }

    public NewVpc(string name, NewVpcArgs args, ComponentResourceOptions? options = null)
        : base("session-store:network:Network", name, options)
    {
        var (naming, settings) = (args.Context.Naming, args.Settings);
        var child = new CustomResourceOptions { Parent = this };

        // A private zone answers only in a VPC with both switched on: "Considerations when working with a private hosted zone" in
        // the Route 53 developer guide.
        var vpc = new Vpc($"{name}-vpc", new()
        {
            CidrBlock = settings.Cidr.ToString(),
            EnableDnsSupport = true,
            EnableDnsHostnames = true,
            Tags = Tag(naming, "vpc"),
        }, child);
        var gateway = new InternetGateway($"{name}-gateway", new() { VpcId = vpc.Id, Tags = Tag(naming, "gateway") }, child);

        var publicTable = Table("public");
        _ = new Route($"{name}-public-default", new()
        {
            RouteTableId = publicTable.Id,
            DestinationCidrBlock = "0.0.0.0/0",
            GatewayId = gateway.Id,
        }, child);

        var publicSubnets = settings.Zones.Select(zone => Subnet("public", zone, zone.PublicCidr.ToString(), publicTable)).ToArray();
        // A private table for each zone, so that whoever adds NAT gateways can keep the traffic inside the zone.
        var privateTables = settings.Zones.Select(zone => Table($"private-{zone.Letter}")).ToArray();
        var privateSubnets = settings.Zones.Zip(privateTables)
            .Select(pair => Subnet("private", pair.First, pair.First.PrivateCidr.ToString(), pair.Second)).ToArray();

        Network = new()
        {
            VpcId = vpc.Id,
            VpcCidr = settings.Cidr,
            CidrBlocks = [settings.Cidr],
            PublicSubnetIds = [.. publicSubnets.Select(subnet => subnet.Id)],
            PublicZoneSubnetIds = [.. publicSubnets.Select(subnet => subnet.Id)],
            PrivateSubnetIds = [.. privateSubnets.Select(subnet => subnet.Id)],
            ZoneSubnetIds = [.. privateSubnets.Select(subnet => subnet.Id)],
            RouteTableIds = [publicTable.Id, .. privateTables.Select(table => table.Id)],
            Created = [this],
        };
        RegisterOutputs();

        RouteTable Table(string part) =>
            new($"{name}-{part}", new() { VpcId = vpc.Id, Tags = Tag(naming, part) }, child);

        Subnet Subnet(string kind, ZoneSettings zone, string cidr, RouteTable table)
        {
            var part = $"{kind}-{zone.Letter}";
            var subnet = new Subnet($"{name}-{part}-subnet", new()
            {
                VpcId = vpc.Id,
                AvailabilityZone = zone.AvailabilityZone,
                CidrBlock = cidr,
                Tags = Tag(naming, part),
            }, child);
            _ = new RouteTableAssociation($"{name}-{part}-association", new() { SubnetId = subnet.Id, RouteTableId = table.Id }, child);
            return subnet;
        }
    }

    private static InputMap<string> Tag(Naming naming, string part) => new() { ["Name"] = naming.Tag(part) };
}

internal sealed record NewVpcArgs
{
    public required RegionContext Context { get; init; }

    public required NewVpcSettings Settings { get; init; }
}
