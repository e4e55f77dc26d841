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
/// <param name="ClusterEnabled">Whether the store is in cluster mode: a member that joins has to count its nodes accordingly.</param>
/// <param name="TransitGatewayId">The transit gateway that the VPC is attached to; null, and no output, where VPCs are peered.</param>
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
    string? TransitGatewayId)
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
        var problems = new List<string>();
        var outputs = new PrimaryOutputs(
            await Text(nameof(Name)),
            await Text(nameof(Region)),
            await Text(nameof(GlobalReplicationGroupId)),
            await Text(nameof(ReplicationGroupId)),
            await Text(nameof(FailoverRoleArn)),
            await Text(nameof(HostedZoneId)),
            await Text(nameof(WriterName)),
            await Text(nameof(ReaderName)),
            await Text(nameof(VpcId)),
            await Read(nameof(VpcCidr), "a CIDR block", value => value is string text && IPNetwork.TryParse(text, out var cidr) ? cidr : (IPNetwork?)null) ?? default,
            await Read(nameof(RouteTableIds), "a list of IDs", value => value is ImmutableArray<object> { Length: > 0 } list && list.All(item => item is string)
                ? (IReadOnlyList<string>)[.. list.Cast<string>()] : null) ?? [],
            await Text(nameof(CacheSecurityGroupId)),
            await Text(nameof(ClientSecurityGroupId)),
            await Read(nameof(ClusterEnabled), "true or false", value => value is bool flag ? flag : (bool?)null) ?? false,
            await OptionalText(nameof(TransitGatewayId)));
        return problems.Count == 0 ? outputs : throw new RunException(
            $"the stack {name} lacks what a secondary needs:{string.Concat(problems.Select((problem, index) => $"{Environment.NewLine}  {index + 1}. {problem}"))}"
            + $"{Environment.NewLine}Run `pulumi up --stack {name}` with this version of the program first; if that is another stack's name, set {SettingsReader.Key("primaryStack")}.");

        async Task<string> Text(string property) => await Read(property, "a text", value => value is string { Length: > 0 } text ? text : null) ?? "";

        async Task<string?> OptionalText(string property) =>
            await stack.GetOutputDetailsAsync(OutputName(property)) is { Value: null, SecretValue: null } ? null : await Text(property);

        async Task<T?> Read<T>(string property, string expected, Func<object, T?> cast)
        {
            var output = OutputName(property);
            var details = await stack.GetOutputDetailsAsync(output);
            var value = details.Value ?? details.SecretValue;
            var result = value is null ? default : cast(value);
            if (result is null)
            {
                problems.Add(value is null ? $"output {output} is missing" : $"output {output} is \"{value}\": expected {expected}");
            }
            return result;
        }
    }

    /// <summary>The output's name for a property: the property's, beginning in lower case.</summary>
    /// <param name="property">The property's name.</param>
    public static string OutputName(string property) => char.ToLowerInvariant(property[0]) + property[1..];
}
