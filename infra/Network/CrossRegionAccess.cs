using Pulumi;
using Pulumi.Aws.Vpc;
using SessionStore.Contract;

namespace SessionStore.Infra.Network;

/// <summary>The way of a Region's clients to the other Region's cache, whatever carries it.</summary>
internal static class CrossRegionAccess
{
    /// <summary>
    /// Lets the other Region's clients in and this Region's out. Security groups cannot be referenced across Regions, so that the other
    /// side is named by its range.
    /// </summary>
    /// <param name="side">The Region whose security groups get the rules.</param>
    public static void Allow(string name, ConnectedRegion side, ConnectedRegion other, CustomResourceOptions child)
    {
        _ = new SecurityGroupIngressRule($"{name}-cache-ingress", new()
        {
            Region = side.Region,
            SecurityGroupId = side.CacheSecurityGroupId,
            CidrIpv4 = other.Cidr,
            IpProtocol = "tcp",
            FromPort = CacheNodes.Port,
            ToPort = CacheNodes.Port,
            Description = $"Clients in {other.Region}",
        }, child);
        _ = new SecurityGroupEgressRule($"{name}-client-egress", new()
        {
            Region = side.Region,
            SecurityGroupId = side.ClientSecurityGroupId,
            CidrIpv4 = other.Cidr,
            IpProtocol = "tcp",
            FromPort = CacheNodes.Port,
            ToPort = CacheNodes.Port,
            Description = $"The session store in {other.Region}",
        }, child);
    }
}
