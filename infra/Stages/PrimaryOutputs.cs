using System.Net;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Network;

namespace SessionStore.Infra.Stages;

/// <summary>
/// What the primary stack hands to the secondaries: the contract between the stages. The names of the outputs are the names of
/// the properties, beginning in lower case.
/// </summary>
/// <param name="Name">The prefix of every physical name.</param>
/// <param name="Region">The primary's Region.</param>
/// <param name="GlobalReplicationGroupId">The global replication group that a secondary joins.</param>
/// <param name="ReplicationGroupId">The replication group of the primary's Region.</param>
/// <param name="FailoverRoleArn">The role of the failover functions of all Regions.</param>
/// <param name="HostedZoneId">The private hosted zone.</param>
/// <param name="WriterName">The name that leads to the Region that takes writes.</param>
/// <param name="ReaderName">The name that leads to the nearest Region's replicas.</param>
/// <param name="VpcId">The VPC.</param>
/// <param name="VpcCidr">The VPC's range.</param>
/// <param name="RouteTableIds">All route tables of the VPC.</param>
/// <param name="CacheSecurityGroupId">The security group of the cache nodes.</param>
/// <param name="ClientSecurityGroupId">The security group that applications attach.</param>
/// <param name="ClusterEnabled">Whether the store is in cluster mode: a member that joins has to count its nodes accordingly.</param>
/// <param name="TransitGatewayId">The transit gateway that the VPC is attached to; null, and no output, where VPCs are peered.</param>
/// <param name="Authentication">How clients sign in, from outputs of its own.</param>
public sealed record PrimaryOutputs(
    string Name,
    string Region,
    string GlobalReplicationGroupId,
    string ReplicationGroupId,
    string FailoverRoleArn,
    string HostedZoneId,
    string WriterName,
    string ReaderName,
    string VpcId,
    IPNetwork VpcCidr,
    IReadOnlyList<string> RouteTableIds,
    string CacheSecurityGroupId,
    string ClientSecurityGroupId,
    bool ClusterEnabled,
    string? TransitGatewayId,
    Authentication Authentication) : IDeployedRegion
{
    /// <summary>Reads the contract from a deployed primary stack.</summary>
    /// <param name="reader">What reads from that stack, and notes what is missing.</param>
    public static async Task<PrimaryOutputs> FromAsync(OutputsReader reader) => new(
        await reader.TextAsync(nameof(Name)),
        await reader.TextAsync(nameof(Region)),
        await reader.TextAsync(nameof(GlobalReplicationGroupId)),
        await reader.TextAsync(nameof(ReplicationGroupId)),
        await reader.TextAsync(nameof(FailoverRoleArn)),
        await reader.TextAsync(nameof(HostedZoneId)),
        await reader.TextAsync(nameof(WriterName)),
        await reader.TextAsync(nameof(ReaderName)),
        await reader.TextAsync(nameof(VpcId)),
        await reader.CidrAsync(nameof(VpcCidr)),
        await reader.ListAsync(nameof(RouteTableIds), "a list of IDs"),
        await reader.TextAsync(nameof(CacheSecurityGroupId)),
        await reader.TextAsync(nameof(ClientSecurityGroupId)),
        await reader.FlagAsync(nameof(ClusterEnabled)),
        await reader.OptionalTextAsync(nameof(TransitGatewayId)),
        await AuthenticationOutputs.ReadAsync(reader));
}
