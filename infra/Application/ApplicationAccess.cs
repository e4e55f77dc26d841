using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Vpc;

namespace SessionStore.Infra.Application;

/// <summary>
/// Who may reach what: the world the load balancer, the load balancer the instances, and nobody else anything. The accelerator keeps the
/// clients' addresses, so that the load balancer cannot tell it from the world.
/// </summary>
internal sealed class ApplicationAccess : ComponentResource
{
    private const string World = "0.0.0.0/0";

    /// <summary>The security group of the load balancer.</summary>
    public Output<string> LoadBalancerSecurityGroupId { get; }

    /// <summary>The security group of the instances.</summary>
    public Output<string> InstanceSecurityGroupId { get; }

    public ApplicationAccess(string name, ApplicationAccessArgs args, ComponentResourceOptions? options = null)
        : base("session-store:application:ApplicationAccess", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var balancer = Group("load-balancer", "Load balancer of the session store application");
        var instance = Group("instance", "Instances of the session store application");

        foreach (var port in args.Ports)
        {
            _ = new SecurityGroupIngressRule($"{name}-load-balancer-from-world-{port}", new()
            {
                SecurityGroupId = balancer.Id,
                CidrIpv4 = World,
                IpProtocol = "tcp",
                FromPort = port,
                ToPort = port,
                Description = "Browsers, directly and over the accelerator",
            }, child);
        }
        _ = new SecurityGroupEgressRule($"{name}-load-balancer-to-instance", new()
        {
            SecurityGroupId = balancer.Id,
            ReferencedSecurityGroupId = instance.Id,
            IpProtocol = "tcp",
            FromPort = ApplicationPorts.Instance,
            ToPort = ApplicationPorts.Instance,
            Description = "Requests and health checks",
        }, child);
        _ = new SecurityGroupIngressRule($"{name}-instance-from-load-balancer", new()
        {
            SecurityGroupId = instance.Id,
            ReferencedSecurityGroupId = balancer.Id,
            IpProtocol = "tcp",
            FromPort = ApplicationPorts.Instance,
            ToPort = ApplicationPorts.Instance,
            Description = "Requests and health checks",
        }, child);
        _ = new SecurityGroupEgressRule($"{name}-instance-https", new()
        {
            SecurityGroupId = instance.Id,
            CidrIpv4 = World,
            IpProtocol = "tcp",
            FromPort = 443,
            ToPort = 443,
            Description = "S3, Secrets Manager and Systems Manager",
        }, child);

        LoadBalancerSecurityGroupId = balancer.Id;
        InstanceSecurityGroupId = instance.Id;
        RegisterOutputs();

        SecurityGroup Group(string part, string description) => new($"{name}-{part}", new()
        {
            VpcId = args.VpcId,
            Description = description,
            Tags = { ["Name"] = args.Context.Naming.Tag($"application-{part}") },
        }, child);
    }
}

internal sealed record ApplicationAccessArgs
{
    public required RegionContext Context { get; init; }

    public required Output<string> VpcId { get; init; }

    /// <summary>The load balancer's ports.</summary>
    public required IReadOnlyList<int> Ports { get; init; }
}
