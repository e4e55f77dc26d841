using Pulumi;
using Pulumi.Aws.LB;
using Pulumi.Aws.LB.Inputs;

namespace SessionStore.Infra.Application;

/// <summary>The Region's way in: an Application Load Balancer in all its zones, and the instances behind it as one target group.</summary>
internal sealed class ApplicationLoadBalancer : ComponentResource
{
    // TLS 1.3, and 1.2 with the ciphers that keep past traffic secret: "Security policies for your Application Load Balancer" in its guide.
    private const string SslPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06";

    // A request is answered within the client's budget of 10 s, or not at all.
    private const int DrainSeconds = 30;

    public Output<string> Arn { get; }

    public Output<string> DnsName { get; }

    /// <summary>What CloudWatch calls it: the end of its ARN.</summary>
    public Output<string> ArnSuffix { get; }

    public Output<string> TargetGroupArn { get; }

    /// <summary>What CloudWatch calls the target group: the end of its ARN.</summary>
    public Output<string> TargetGroupArnSuffix { get; }

    public ApplicationLoadBalancer(string name, ApplicationLoadBalancerArgs args, ComponentResourceOptions? options = null)
        : base("session-store:application:ApplicationLoadBalancer", name, options)
    {
        var naming = args.Context.Naming;
        var child = new CustomResourceOptions { Parent = this };
        var balancer = new LoadBalancer($"{name}-balancer", new()
        {
            Name = naming.LoadBalancer,
            LoadBalancerType = "application",
            Internal = false,
            IpAddressType = "ipv4",
            Subnets = args.SubnetIds.Select(id => (Input<string>)id).ToArray(),
            SecurityGroups = { args.SecurityGroupId },
            DropInvalidHeaderFields = true,
            EnableDeletionProtection = args.DeletionProtection,
        }, child);
        var targets = new TargetGroup($"{name}-targets", new()
        {
            Name = naming.LoadBalancer,
            TargetType = "instance",
            VpcId = args.VpcId,
            Port = ApplicationPorts.Instance,
            Protocol = "HTTP",
            DeregistrationDelay = DrainSeconds,
            // Any instance serves any session: that is what the store is for.
            Stickiness = new TargetGroupStickinessArgs { Type = "lb_cookie", Enabled = false },
            HealthCheck = new TargetGroupHealthCheckArgs
            {
                Path = "/healthz",
                Matcher = "200",
                Interval = 10,
                Timeout = 5,
                HealthyThreshold = 2,
                UnhealthyThreshold = 3,
            },
        }, child);
        var forward = new ListenerDefaultActionArgs { Type = "forward", TargetGroupArn = targets.Arn };
        _ = new Listener($"{name}-http", new()
        {
            LoadBalancerArn = balancer.Arn,
            Port = ApplicationPorts.Http,
            Protocol = "HTTP",
            DefaultActions = { args.CertificateArn is null ? forward : Redirect() },
        }, child);
        if (args.CertificateArn is { } certificate)
        {
            _ = new Listener($"{name}-https", new()
            {
                LoadBalancerArn = balancer.Arn,
                Port = ApplicationPorts.Https,
                Protocol = "HTTPS",
                SslPolicy = SslPolicy,
                CertificateArn = certificate,
                DefaultActions = { forward },
            }, child);
        }

        (Arn, DnsName, ArnSuffix) = (balancer.Arn, balancer.DnsName, balancer.ArnSuffix);
        (TargetGroupArn, TargetGroupArnSuffix) = (targets.Arn, targets.ArnSuffix);
        RegisterOutputs();
    }

    private static ListenerDefaultActionArgs Redirect() => new()
    {
        Type = "redirect",
        Redirect = new ListenerDefaultActionRedirectArgs
        {
            Protocol = "HTTPS",
            Port = $"{ApplicationPorts.Https}",
            StatusCode = "HTTP_301",
        },
    };
}

internal sealed record ApplicationLoadBalancerArgs
{
    public required RegionContext Context { get; init; }

    public required Output<string> VpcId { get; init; }

    /// <summary>A subnet with a way to the internet in each of two Availability Zones or more.</summary>
    public required IReadOnlyList<Output<string>> SubnetIds { get; init; }

    public required Output<string> SecurityGroupId { get; init; }

    /// <summary>The certificate; null for HTTP alone.</summary>
    public required string? CertificateArn { get; init; }

    public required bool DeletionProtection { get; init; }
}
