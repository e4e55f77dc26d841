using System.Text.RegularExpressions;
using SessionStore.Infra.Compute;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Application;

/// <summary>The application of one Region: what runs, on how much, and how much of the traffic it gets.</summary>
/// <param name="Published">What runs.</param>
/// <param name="InstanceType">The type of the instances, such as t3.small.</param>
/// <param name="MinSize">How many instances there are at least, and without a scaling policy at all.</param>
/// <param name="MaxSize">How many a scaling policy may make of them.</param>
/// <param name="CertificateArn">The certificate of the Region's load balancer; null for HTTP alone.</param>
/// <param name="TrafficDial">
/// How much of the traffic that is nearest to the Region it gets, in percent; where no other Region is healthy, all of it ("How failover
/// works for unhealthy endpoints" in the Global Accelerator developer guide).
/// </param>
/// <param name="EndpointWeight">
/// The weight of the load balancer in the Region's endpoint group, 0 to 255: with 0 nobody is led there, whatever happens elsewhere.
/// </param>
/// <param name="User">The user that it signs in as, by the name in the declaration; null for the first.</param>
internal sealed partial record ApplicationSettings(
    PublishedProgram Published,
    string InstanceType,
    int MinSize,
    int MaxSize,
    string? CertificateArn,
    int TrafficDial,
    int EndpointWeight,
    string? User)
{
    private const string None = "none", Partition = "aws";

    // "Amazon EC2 Auto Scaling quotas" in its user guide has no limit for a group; whoever needs more than this has other questions.
    private const int MostInstances = 1000;

    /// <summary>The key that switches it on, without its namespace.</summary>
    public const string Name = "application";

    /// <summary>The key of the user, without its namespace.</summary>
    public const string UserName = "applicationUser";

    /// <summary>The key of the certificate, without its namespace.</summary>
    public const string CertificateName = "certificateArn";

    private const string CommandName = "applicationCommand", TypeName = "applicationInstanceType", MinName = "applicationMinSize",
        MaxName = "applicationMaxSize", DialName = "trafficDial",
        WeightName = "endpointWeight";

    /// <summary>The ports that the world reaches: 80 redirects where there is a certificate.</summary>
    public IReadOnlyList<int> Ports => CertificateArn is null ? [ApplicationPorts.Http] : [ApplicationPorts.Http, ApplicationPorts.Https];

    /// <summary>Reads and checks them; null where the Region has no application.</summary>
    /// <param name="region">The Region that certificates have to belong to.</param>
    public static ApplicationSettings? Read(SettingsReader reader, string region)
    {
        var key = SettingsReader.Key(Name);
        if ((reader.Raw(key) ?? None) is var value && value == None)
        {
            reader.Refuse($"{key} is {None}", CommandName, TypeName, MinName, MaxName, UserName, CertificateName, DialName, WeightName);
            return null;
        }
        // Its endpoint is in one Region of the partition aws, and there is none in the others: "AWS Global Accelerator endpoints and
        // quotas" in the AWS general reference.
        if (region.Length > 0 && AwsAccount.PartitionOf(region) is var partition && partition != Partition)
        {
            reader.Problems.Add(
                key, value, $"{None} in {region}: Global Accelerator is in the partition {Partition} alone, not in {partition}");
        }
        var least = reader.Integer(SettingsReader.Key(MinName), fallback: 2, least: 1, most: MostInstances);
        var settings = new ApplicationSettings(
            PublishedApplication.Find(reader, value, CommandName),
            reader.Text(
                SettingsReader.Key(TypeName),
                "an instance type with an x86-64 processor, such as t3.small: what is published for linux-x64 does not run on Graviton",
                type => TypePattern().IsMatch(type) && !Graviton().IsMatch(type),
                fallback: "t3.small"),
            least,
            reader.Integer(SettingsReader.Key(MaxName), fallback: 2 * least, least: 2, most: 2 * MostInstances),
            ReadCertificate(reader, region),
            reader.Integer(SettingsReader.Key(DialName), fallback: 100, least: 0, most: 100),
            reader.Integer(SettingsReader.Key(WeightName), fallback: 128, least: 0, most: 255),
            reader.OptionalText(SettingsReader.Key(UserName), "the name of a user in the declaration, such as app", _ => true));
        if (settings.MaxSize <= settings.MinSize)
        {
            reader.Problems.Add(
                SettingsReader.Key(MaxName),
                $"{settings.MaxSize}",
                $"a number larger than {settings.MinSize} ({SettingsReader.Key(MinName)}): a rolling update starts instances before it "
                    + "ends others");
        }
        return settings;
    }

    /// <summary>Holds them against the store's name, which the load balancer bears.</summary>
    /// <param name="name">The store's name.</param>
    public static void CheckName(string name, Problems problems)
    {
        // CreateLoadBalancer in the Elastic Load Balancing API reference. Its 32 characters are more than any store's name may have.
        const string Taken = "internal-";
        if (name.StartsWith(Taken, StringComparison.Ordinal))
        {
            problems.Add(SettingsReader.Key("name"), name,
                $"a name that does not begin with \"{Taken}\", which AWS keeps for load balancers of its own naming");
        }
    }

    private static string? ReadCertificate(SettingsReader reader, string region) => reader.OptionalText(
        SettingsReader.Key(CertificateName),
        $"the ARN of a certificate in ACM in {region}, such as arn:{Partition}:acm:{region}:123456789012:certificate/"
            + "01234567-89ab-cdef-0123-456789abcdef: a load balancer takes only those of its own Region",
        arn => Certificate().Match(arn) is { Success: true } match && match.Groups["region"].Value == region);

    [GeneratedRegex("^[a-z0-9-]+\\.[a-z0-9-]+$")]
    private static partial Regex TypePattern();

    // "Amazon EC2 instance type naming conventions": the letter g behind the generation is Graviton's; a1 was before there were such
    // letters.
    [GeneratedRegex(@"^a1\.|^[a-z]+[0-9]+[a-z]*g[a-z]*(-[a-z0-9]+)?\.")]
    private static partial Regex Graviton();

    // "Resource types defined by AWS Certificate Manager" in the service authorization reference.
    [GeneratedRegex(@"^arn:aws:acm:(?<region>[a-z0-9-]+):\d{12}:certificate/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    private static partial Regex Certificate();
}
