using Pulumi;
using Pulumi.Aws.ElastiCache;

namespace SessionStore.Infra.Cache;

/// <summary>A Region's member of the Global Datastore, as the rest of the Region sees it.</summary>
/// <param name="PrimaryEndpoint">
/// The endpoint that takes writes while the Region is the primary: in cluster mode the configuration endpoint.
/// </param>
/// <param name="ReaderEndpoint">
/// The endpoint of the Region's replicas: in cluster mode the configuration endpoint, because there is no other.
/// </param>
/// <param name="Size">How many nodes it has.</param>
internal sealed record CacheMember(
    Output<string> ReplicationGroupId, Output<string> PrimaryEndpoint, Output<string> ReaderEndpoint, MemberSize Size)
{
    /// <summary>The member that a replication group is.</summary>
    public static CacheMember Of(ReplicationGroup group, MemberSize size) => size.ClusterEnabled
        ? new(group.ReplicationGroupId, group.ConfigurationEndpointAddress, group.ConfigurationEndpointAddress, size)
        : new(group.ReplicationGroupId, group.PrimaryEndpointAddress, group.ReaderEndpointAddress, size);
}
