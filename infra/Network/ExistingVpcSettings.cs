using System.Net;
using System.Text.RegularExpressions;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Network;

/// <summary>A VPC that is there already. Its addresses are looked up, so that they cannot be told wrong.</summary>
/// <param name="PublicSubnetIds">Subnets with a way to the internet, for the test host; empty where there is none.</param>
/// <param name="PrivateSubnetIds">The subnets of the cache nodes.</param>
/// <param name="RouteTableIds">The route tables that get routes to the other Regions.</param>
/// <param name="Use">What the public subnets are for.</param>
internal sealed partial record ExistingVpcSettings(
    string VpcId,
    IReadOnlyList<string> PublicSubnetIds,
    IReadOnlyList<string> PrivateSubnetIds,
    IReadOnlyList<string> RouteTableIds,
    PublicSubnetUse Use) : NetworkSettings
{
    /// <inheritdoc/>
    public override IPNetwork? VpcCidr => null;

    /// <param name="use">What the public subnets are for.</param>
    public static ExistingVpcSettings Read(SettingsReader reader, PublicSubnetUse use) => new(
        reader.Text(SettingsReader.Key("vpcId"), "the ID of a VPC, such as vpc-0123456789abcdef0", VpcPattern().IsMatch),
        Ids(
            reader,
            "publicSubnetIds",
            use switch
            {
                PublicSubnetUse.Application => "a list of the IDs of at least two subnets with a way to the internet for the application, "
                    + "in different Availability Zones, such as [\"subnet-0123456789abcdef0\",\"subnet-0fedcba9876543210\"]",
                PublicSubnetUse.TestHost => "a list of different subnet IDs with a way to the internet for the test host, such as "
                    + $"[\"subnet-0123456789abcdef0\"], or {SettingsReader.Key("testHost")}: false",
                _ => "a list of different subnet IDs, such as [\"subnet-0123456789abcdef0\"], or none",
            },
            SubnetPattern(),
            least: use switch { PublicSubnetUse.Application => 2, PublicSubnetUse.TestHost => 1, _ => 0 }),
        Ids(
            reader,
            "privateSubnetIds",
            "a list of the IDs of at least two subnets in different Availability Zones, such as "
                + "[\"subnet-0123456789abcdef0\",\"subnet-0fedcba9876543210\"]",
            SubnetPattern(),
            least: 2),
        Ids(
            reader,
            "routeTableIds",
            "a list of the different IDs of all route tables of cache nodes and applications, such as [\"rtb-0123456789abcdef0\"]",
            RouteTablePattern(),
            least: 1),
        use);

    private static IReadOnlyList<string> Ids(SettingsReader reader, string name, string expected, Regex pattern, int least) => reader.List(
        SettingsReader.Key(name),
        expected,
        ids => ids.Count >= least && ids.Distinct().Count() == ids.Count && ids.All(id => pattern.IsMatch(id)));

    // Eight hexadecimal digits until 2018, seventeen since: "Resource IDs" in the Amazon EC2 user guide.
    [GeneratedRegex("^vpc-([0-9a-f]{8}|[0-9a-f]{17})$")]
    private static partial Regex VpcPattern();

    [GeneratedRegex("^subnet-([0-9a-f]{8}|[0-9a-f]{17})$")]
    private static partial Regex SubnetPattern();

    [GeneratedRegex("^rtb-([0-9a-f]{8}|[0-9a-f]{17})$")]
    private static partial Regex RouteTablePattern();
}
