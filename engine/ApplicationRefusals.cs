using System.Collections.Immutable;
using System.Text;
using Pulumi.Testing;

namespace SessionStore.Engine;

/// <summary>What AWS refuses of an application's resources because of several inputs together.</summary>
internal static class ApplicationRefusals
{
    private const int MostUserData = 16384;

    /// <summary>Everything for which AWS would refuse a resource of one of these types.</summary>
    /// <param name="region">The Region of the stack.</param>
    public static IEnumerable<string> Of(string? type, ImmutableDictionary<string, object> inputs, string region) => type switch
    {
        "aws:autoscaling/group:Group" => Group(inputs),
        "aws:ec2/launchTemplate:LaunchTemplate" => Template(inputs),
        "aws:lb/loadBalancer:LoadBalancer" => LoadBalancer(inputs),
        "aws:lb/targetGroup:TargetGroup" => TargetGroup(inputs),
        "aws:lb/listener:Listener" => Listener(inputs, region),
        "aws:globalaccelerator/listener:Listener" => Ports(inputs),
        "aws:globalaccelerator/endpointGroup:EndpointGroup" => Endpoints(inputs),
        _ => [],
    };

    /// <summary>What AWS refuses because of another resource: a listener has one endpoint group in a Region.</summary>
    /// <param name="before">What was registered before it.</param>
    public static IEnumerable<string> Twins(MockResourceArgs args, IEnumerable<MockResourceArgs> before) =>
        // CreateEndpointGroup in the Global Accelerator API reference.
        from other in args.Type == "aws:globalaccelerator/endpointGroup:EndpointGroup" ? before : []
        where other.Type == args.Type && new[] { "listenerArn", "endpointGroupRegion" }.All(input =>
            Equals(other.Inputs.GetValueOrDefault(input), args.Inputs.GetValueOrDefault(input)))
        select $"EndpointGroupAlreadyExistsException: {other.Name} is in the same Region of the same listener";

    // CreateAutoScalingGroup and RefreshPreferences in the EC2 Auto Scaling API reference.
    private static IEnumerable<string> Group(ImmutableDictionary<string, object> inputs)
    {
        var (least, most) = (Refusals.Number(inputs, "minSize"), Refusals.Number(inputs, "maxSize"));
        var desired = Refusals.Number(inputs, "desiredCapacity") ?? least;
        if (!(least <= desired && desired <= most))
        {
            yield return $"minSize {least}, desiredCapacity {desired} and maxSize {most}: expected each not to be larger than the next";
        }
        if (List(inputs, "vpcZoneIdentifiers").Length == 0 && List(inputs, "availabilityZones").Length == 0)
        {
            yield return "neither vpcZoneIdentifiers nor availabilityZones";
        }
        if (Map(Map(inputs, "instanceRefresh"), "preferences") is { Count: > 0 } refresh
            && (Refusals.Number(refresh, "minHealthyPercentage") is < 0 or > 100
                || Refusals.Number(refresh, "maxHealthyPercentage") is < 100 or > 200
                || Refusals.Number(refresh, "maxHealthyPercentage") - Refusals.Number(refresh, "minHealthyPercentage") > 100))
        {
            yield return "an instance refresh whose minimum is not from 0 to 100, its maximum not from 100 to 200, or more than 100 above";
        }
        // Auto rollback is refused with an image that Systems Manager names, which a mock of the group cannot see; and with these versions.
        if (Map(Map(inputs, "instanceRefresh"), "preferences").GetValueOrDefault("autoRollback") is true
            && Map(inputs, "launchTemplate").GetValueOrDefault("version") is "$Latest" or "$Default")
        {
            yield return "autoRollback with a launch template's version that is no number";
        }
    }

    // "Run commands when you launch an EC2 instance with user data input" in the EC2 user guide: 16 KB before it is encoded, which in a
    // launch template whoever creates it has to do: RequestLaunchTemplateData in the EC2 API reference.
    private static IEnumerable<string> Template(ImmutableDictionary<string, object> inputs)
    {
        if (inputs.GetValueOrDefault("userData") is string text)
        {
            var buffer = new byte[text.Length];
            if (!Convert.TryFromBase64String(text, buffer, out var length))
            {
                yield return "userData is not in base64";
            }
            else if (length > MostUserData)
            {
                yield return $"userData has {length} bytes: expected at most {MostUserData}";
            }
            else if (!Encoding.UTF8.GetString(buffer, 0, length).StartsWith("#!", StringComparison.Ordinal))
            {
                yield return "userData that is no script: expected #! at its beginning";
            }
        }
        // RunInstances: "If you specify a network interface, you must specify any security groups as part of the network interface."
        if (List(inputs, "networkInterfaces").Length > 0 && inputs.ContainsKey("vpcSecurityGroupIds"))
        {
            yield return "vpcSecurityGroupIds beside networkInterfaces";
        }
    }

    // CreateLoadBalancer in the Elastic Load Balancing API reference.
    private static IEnumerable<string> LoadBalancer(ImmutableDictionary<string, object> inputs)
    {
        if (List(inputs, "subnets").Distinct().Count() < 2)
        {
            yield return "subnets in fewer than two Availability Zones";
        }
    }

    // CreateTargetGroup in the Elastic Load Balancing API reference.
    private static IEnumerable<string> TargetGroup(ImmutableDictionary<string, object> inputs)
    {
        var check = Map(inputs, "healthCheck");
        if (Refusals.Number(check, "timeout") >= Refusals.Number(check, "interval"))
        {
            yield return "a health check whose timeout is not shorter than its interval";
        }
        if (Refusals.Number(check, "interval") is < 5 or > 300 || Refusals.Number(check, "timeout") is < 2 or > 120
            || Refusals.Number(check, "healthyThreshold") is < 2 or > 10 || Refusals.Number(check, "unhealthyThreshold") is < 2 or > 10)
        {
            yield return "a health check with an interval that is not from 5 to 300 s, a timeout not from 2 to 120 s, or a threshold not "
                + "from 2 to 10";
        }
    }

    // CreateListener in the Elastic Load Balancing API reference; certificates are of the load balancer's Region: "SSL certificates for
    // your Application Load Balancer" in its guide.
    private static IEnumerable<string> Listener(ImmutableDictionary<string, object> inputs, string region)
    {
        var certificate = inputs.GetValueOrDefault("certificateArn") as string;
        if (inputs.GetValueOrDefault("protocol") is "HTTPS" != certificate is not null)
        {
            yield return "HTTPS without a certificate, or a certificate without HTTPS";
        }
        if (certificate is not null && !(certificate.Split(':') is [_, _, "acm", var where, ..] && where == region))
        {
            yield return $"CertificateNotFound: {certificate} is not in {region}";
        }
    }

    // CreateListener in the Global Accelerator API reference.
    private static IEnumerable<string> Ports(ImmutableDictionary<string, object> inputs)
    {
        var ranges = List(inputs, "portRanges").Cast<ImmutableDictionary<string, object>>()
            .Select(range => (From: Refusals.Number(range, "fromPort"), To: Refusals.Number(range, "toPort"))).ToArray();
        if (ranges.Length is 0 or > 10
            || ranges.Any(range => range.From is null or < 1 || range.To is null or > 65535 || range.From > range.To))
        {
            yield return "portRanges that are not one to ten ranges from 1 to 65535";
        }
        if (ranges.SelectMany((one, index) => ranges.Skip(index + 1).Where(other => one.From <= other.To && other.From <= one.To)).Any())
        {
            yield return "InvalidPortRangeException: port ranges that overlap";
        }
    }

    // CreateEndpointGroup and EndpointConfiguration in the Global Accelerator API reference.
    private static IEnumerable<string> Endpoints(ImmutableDictionary<string, object> inputs)
    {
        if (Refusals.Number(inputs, "trafficDialPercentage") is < 0 or > 100)
        {
            yield return "trafficDialPercentage that is not from 0 to 100";
        }
        foreach (var endpoint in List(inputs, "endpointConfigurations").Cast<ImmutableDictionary<string, object>>())
        {
            if (Refusals.Number(endpoint, "weight") is < 0 or > 255)
            {
                yield return "a weight that is not from 0 to 255";
            }
        }
    }

    private static ImmutableArray<object> List(ImmutableDictionary<string, object> inputs, string name) =>
        inputs.GetValueOrDefault(name) is ImmutableArray<object> list ? list : [];

    private static ImmutableDictionary<string, object> Map(ImmutableDictionary<string, object> inputs, string name) =>
        inputs.GetValueOrDefault(name) as ImmutableDictionary<string, object> ?? ImmutableDictionary<string, object>.Empty;
}
