using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Vpc;
using SessionStore.Infra.Network;

namespace SessionStore.Infra.Replication;

/// <summary>
/// The ways of the replicator, which has no public address: to AWS's services, and to a store that is moved in. The way to the caches is
/// that of every client. Nobody comes in.
/// </summary>
internal sealed class ReplicatorAccess : ComponentResource
{
    private const int Https = 443;

    /// <summary>
    /// The services it needs: Session Manager's, and CloudWatch Logs. SSM Agent 3.3.40.0 or newer, as of Amazon Linux 2023, does without
    /// ec2messages: "Improve the security of EC2 instances by using VPC endpoints for Systems Manager" in the Systems Manager user guide.
    /// S3 comes by a gateway. IAM tokens for the store are signed on the instance, and KMS is asked by the services themselves.
    /// </summary>
    public static IReadOnlyList<string> Always { get; } = ["logs", "ssm", "ssmmessages"];

    /// <summary>The same with a secret.</summary>
    public static IReadOnlyList<string> WithSecret { get; } = [.. Always, "secretsmanager"];

    /// <summary>The instance's security group.</summary>
    public Output<string> SecurityGroupId { get; }

    public ReplicatorAccess(string name, ReplicatorAccessArgs args, ComponentResourceOptions? options = null)
        : base("session-store:replication:ReplicatorAccess", name, options)
    {
        var (naming, network) = (args.Context.Naming, args.Network);
        var child = new CustomResourceOptions { Parent = this };
        var instance = Group("instance", "Replicator of the session store");
        if (args.Services is { } services)
        {
            // Not only the replicator: with private DNS, whoever in the VPC asks for one of the services is led to its endpoint.
            var endpoint = Group("endpoint", "VPC endpoints of AWS services");
            foreach (var (index, block) in network.CidrBlocks.Index())
            {
                _ = new SecurityGroupIngressRule($"{name}-endpoint-from-vpc-{index + 1}", new()
                {
                    SecurityGroupId = endpoint.Id,
                    CidrIpv4 = block.ToString(),
                    IpProtocol = "tcp",
                    FromPort = Https,
                    ToPort = Https,
                    Description = "Everybody in the VPC",
                }, child);
            }
            foreach (var service in services)
            {
                _ = new VpcEndpoint($"{name}-{service}", new()
                {
                    VpcId = network.VpcId,
                    ServiceName = $"com.amazonaws.{args.Context.Region}.{service}",
                    VpcEndpointType = "Interface",
                    PrivateDnsEnabled = true,
                    SubnetIds = network.ZoneSubnetIds.Select(id => (Input<string>)id).ToArray(),
                    SecurityGroupIds = { endpoint.Id },
                    Tags = Tag(service),
                }, child);
            }
            var gateway = new VpcEndpoint($"{name}-s3", new()
            {
                VpcId = network.VpcId,
                ServiceName = $"com.amazonaws.{args.Context.Region}.s3",
                VpcEndpointType = "Gateway",
                RouteTableIds = network.RouteTableIds.Select(id => (Input<string>)id).ToArray(),
                Tags = Tag("s3"),
            }, child);
            Out("endpoints", Https, "AWS services by their endpoints", rule => rule.ReferencedSecurityGroupId = endpoint.Id);
            Out("s3", Https, "S3 by its gateway endpoint", rule => rule.PrefixListId = gateway.PrefixListId);
        }
        else
        {
            Out("https", Https, "AWS services, whichever way the VPC has", rule => rule.CidrIpv4 = "0.0.0.0/0");
        }
        if (args.OldStore is var (cidr, port))
        {
            Out("old-store", port, "The store that is moved in", rule => rule.CidrIpv4 = cidr);
        }

        SecurityGroupId = instance.Id;
        RegisterOutputs();

        void Out(string to, int port, string description, Action<SecurityGroupEgressRuleArgs> where)
        {
            var rule = new SecurityGroupEgressRuleArgs
            {
                SecurityGroupId = instance.Id,
                IpProtocol = "tcp",
                FromPort = port,
                ToPort = port,
                Description = description,
            };
            where(rule);
            _ = new SecurityGroupEgressRule($"{name}-instance-to-{to}", rule, child);
        }

        SecurityGroup Group(string part, string description) => new($"{name}-{part}", new()
        {
            VpcId = network.VpcId,
            Description = description,
            Tags = Tag(part),
        }, child);

        InputMap<string> Tag(string part) => new() { ["Name"] = naming.Tag($"replicator-{part}") };
    }
}

internal sealed record ReplicatorAccessArgs
{
    public required RegionContext Context { get; init; }

    public required RegionNetwork Network { get; init; }

    /// <summary>The services that get endpoints; null where the VPC has another way to them.</summary>
    public required IReadOnlyList<string>? Services { get; init; }

    /// <summary>Where a store lies that is moved in, and its port; null where none is.</summary>
    public required (string Cidr, int Port)? OldStore { get; init; }
}
