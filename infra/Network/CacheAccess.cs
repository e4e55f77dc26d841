using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Vpc;
using SessionStore.Contract;

namespace SessionStore.Infra.Network;

/// <summary>
/// Who may reach the cache in a Region: whoever has the client security group, and what a <see cref="Peering"/> or a
/// <see cref="TransitGatewayConnection"/> adds for the other Regions. The rules are resources of their own, so that other stacks can add
/// theirs.
/// </summary>
internal sealed class CacheAccess : ComponentResource
{
    /// <summary>The security group of the cache nodes.</summary>
    public Output<string> CacheSecurityGroupId { get; }

    /// <summary>The security group that applications attach to reach the cache.</summary>
    public Output<string> ClientSecurityGroupId { get; }

    public CacheAccess(string name, CacheAccessArgs args, ComponentResourceOptions? options = null)
        : base("session-store:network:CacheAccess", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var client = Group("client", "Attach to reach the session store");
        var cache = Group("cache", "Nodes of the session store");

        _ = new SecurityGroupIngressRule($"{name}-cache-from-client", new()
        {
            SecurityGroupId = cache.Id,
            ReferencedSecurityGroupId = client.Id,
            IpProtocol = "tcp",
            FromPort = CacheNodes.Port,
            ToPort = CacheNodes.Port,
            Description = "Clients of this Region",
        }, child);
        _ = new SecurityGroupEgressRule($"{name}-client-to-cache", new()
        {
            SecurityGroupId = client.Id,
            ReferencedSecurityGroupId = cache.Id,
            IpProtocol = "tcp",
            FromPort = CacheNodes.Port,
            ToPort = CacheNodes.Port,
            Description = "The session store in this Region",
        }, child);

        CacheSecurityGroupId = cache.Id;
        ClientSecurityGroupId = client.Id;
        RegisterOutputs();

        // No physical name: a change that replaces a group would collide with it. The logical name must not make one that begins
        // with "sg-", which EC2 refuses.
        SecurityGroup Group(string part, string description) => new($"{name}-{part}", new()
        {
            VpcId = args.VpcId,
            Description = description,
            Tags = { ["Name"] = args.Context.Naming.Tag(part) },
        }, child);
    }
}

internal sealed record CacheAccessArgs
{
    public required RegionContext Context { get; init; }

    public required Output<string> VpcId { get; init; }
}
