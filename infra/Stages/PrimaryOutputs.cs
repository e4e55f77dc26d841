using SessionStore.Contract;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Network;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Stages;

/// <summary>What the primary stack hands to the secondaries: the contract between the stages.</summary>
internal sealed record PrimaryOutputs : DeployedRegion
{
    /// <inheritdoc/>
    public override string Who => "the primary";

    /// <inheritdoc/>
    public override string PeeringConnectionKey => SettingsReader.Key(SecondarySettings.PeeringConnection);

    /// <summary>The prefix of every physical name.</summary>
    public required string Name { get; init; }

    /// <summary>The global replication group that a secondary joins.</summary>
    public required string GlobalReplicationGroupId { get; init; }

    /// <summary>The replication group of the primary's Region.</summary>
    public required string ReplicationGroupId { get; init; }

    /// <summary>The role of the failover functions of all Regions.</summary>
    public required string FailoverRoleArn { get; init; }

    public required string HostedZoneId { get; init; }

    public required string WriterName { get; init; }

    public required string ReaderName { get; init; }

    /// <summary>Whether the store is in cluster mode: a member that joins has to count its nodes accordingly.</summary>
    public required bool ClusterEnabled { get; init; }

    /// <summary>
    /// Whether the writer name is a group of records that Regions can override. A primary that was deployed before there were overrides
    /// does not say so.
    /// </summary>
    public required bool DataPlaneFailover { get; init; }

    /// <summary>The accelerator, from outputs of its own; null where the primary has no application.</summary>
    public required AcceleratorOutputs? Accelerator { get; init; }

    /// <summary>How clients sign in, from outputs of its own.</summary>
    public required Authentication Authentication { get; init; }

    /// <summary>Reads the contract from a deployed primary stack.</summary>
    /// <param name="reader">What reads from that stack, and notes what is missing.</param>
    /// <param name="peeringConnectionId">The peering with its VPC that was there before the stacks; null where there is none.</param>
    public static async Task<PrimaryOutputs> FromAsync(OutputsReader reader, string? peeringConnectionId) => new()
    {
        Stack = reader.Stack,
        PeeringConnectionId = peeringConnectionId,
        Name = await reader.TextAsync(OutputNames.Name),
        Region = await reader.TextAsync(OutputNames.Region),
        GlobalReplicationGroupId = await reader.TextAsync(OutputNames.GlobalReplicationGroupId),
        ReplicationGroupId = await reader.TextAsync(OutputNames.ReplicationGroupId),
        FailoverRoleArn = await reader.TextAsync(OutputNames.FailoverRoleArn),
        HostedZoneId = await reader.TextAsync(OutputNames.HostedZoneId),
        WriterName = await reader.TextAsync(OutputNames.WriterName),
        ReaderName = await reader.TextAsync(OutputNames.ReaderName),
        VpcId = await reader.TextAsync(OutputNames.VpcId),
        VpcCidr = await reader.CidrAsync(OutputNames.VpcCidr),
        RouteTableIds = await reader.ListAsync(OutputNames.RouteTableIds, "a list of IDs"),
        CacheSecurityGroupId = await reader.TextAsync(OutputNames.CacheSecurityGroupId),
        ClientSecurityGroupId = await reader.TextAsync(OutputNames.ClientSecurityGroupId),
        ClusterEnabled = await reader.FlagAsync(OutputNames.ClusterEnabled),
        DataPlaneFailover = await reader.OptionalFlagAsync(OutputNames.DataPlaneFailover),
        TransitGatewayId = await reader.OptionalTextAsync(OutputNames.TransitGatewayId),
        Accelerator = await AcceleratorOutputs.ReadAsync(reader),
        Authentication = await AuthenticationOutputs.ReadAsync(reader),
    };
}
