using System.Collections.Immutable;
using System.Net;
using Pulumi;
using SessionStore.Configuration;

namespace SessionStore.Stages;

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
    Authentication Authentication)
{
    /// <summary>
    /// Reads the contract from a deployed primary stack. The values are plain, not outputs: how many routes a secondary creates
    /// depends on them, and Pulumi shows no resource in a preview that is created inside Apply.
    /// </summary>
    /// <param name="stack">The reference to the primary's stack.</param>
    /// <param name="name">The name of that stack, as in a command.</param>
    /// <exception cref="RunException">Outputs are missing or not of the expected kind; the message names all of them and the command that mends it.</exception>
    public static async Task<PrimaryOutputs> FromAsync(StackReference stack, string name)
    {
        var reader = new OutputReader(stack, name);
        var outputs = new PrimaryOutputs(
            await reader.Text(nameof(Name)),
            await reader.Text(nameof(Region)),
            await reader.Text(nameof(GlobalReplicationGroupId)),
            await reader.Text(nameof(ReplicationGroupId)),
            await reader.Text(nameof(FailoverRoleArn)),
            await reader.Text(nameof(HostedZoneId)),
            await reader.Text(nameof(WriterName)),
            await reader.Text(nameof(ReaderName)),
            await reader.Text(nameof(VpcId)),
            await reader.Read(nameof(VpcCidr), "a CIDR block", value => value is string text && IPNetwork.TryParse(text, out var cidr) ? cidr : (IPNetwork?)null) ?? default,
            await reader.Read(nameof(RouteTableIds), "a list of IDs", value => value is ImmutableArray<object> { Length: > 0 } list && list.All(item => item is string)
                ? (IReadOnlyList<string>)[.. list.Cast<string>()] : null) ?? [],
            await reader.Text(nameof(CacheSecurityGroupId)),
            await reader.Text(nameof(ClientSecurityGroupId)),
            await AuthenticationOutputs.ReadAsync(reader));
        reader.ThrowIfAny();
        return outputs;
    }

    /// <summary>The output's name for a property: the property's, beginning in lower case.</summary>
    /// <param name="property">The property's name.</param>
    public static string OutputName(string property) => char.ToLowerInvariant(property[0]) + property[1..];
}
