using Pulumi;
using Pulumi.Aws.Ec2;

namespace SessionStore.Infra.Network;

/// <summary>
/// A VPC with a public and a private subnet in each Availability Zone. Routes are resources of their own and no route table or
/// security group has inline ones, so that other stacks can add theirs.
/// </summary>
public sealed class NewVpc : ComponentResource
{
    /// <summary>
    /// What the rest of the Region has to know: a subnet of each kind in each Availability Zone, and all route tables, the public one
    /// first, then a private one for each zone.
    /// </summary>
    public RegionNetwork Region { get; }

    /// <summary>Creates the network of one Region.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="settings">The addresses.</param>
    /// <param name="naming">The physical names.</param>
    /// <param name="options">The component's options.</param>
    public NewVpc(string name, NewVpcSettings settings, Naming naming, ComponentResourceOptions? options = null)
        : base("session-store:network:Network", name, options)
    {
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

        Region = new(
            vpc.Id,
            settings.Cidr,
            [.. publicSubnets.Select(subnet => subnet.Id)],
            [.. privateSubnets.Select(subnet => subnet.Id)],
            [.. privateSubnets.Select(subnet => subnet.Id)],
            [publicTable.Id, .. privateTables.Select(table => table.Id)],
            [this]);
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
