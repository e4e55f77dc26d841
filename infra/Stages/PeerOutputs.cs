using SessionStore.Contract;
using SessionStore.Infra.Network;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Stages;

/// <summary>What a secondary stack hands to the secondaries that come after it: the contract between them.</summary>
internal sealed record PeerOutputs : DeployedRegion
{
    /// <inheritdoc/>
    public override string Who => $"the peer {Stack}";

    /// <inheritdoc/>
    public override string PeeringConnectionKey => SettingsReader.Key(SecondarySettings.PeerPeeringConnection);

    /// <summary>The store that the Region belongs to.</summary>
    public required string Name { get; init; }

    /// <summary>The global replication group that it has joined.</summary>
    public required string GlobalReplicationGroupId { get; init; }

    /// <summary>The Regions of the secondaries that were there before it.</summary>
    public required IReadOnlyList<string> PeerRegions { get; init; }

    /// <summary>Reads the contract from a deployed secondary stack.</summary>
    /// <param name="reader">What reads from that stack, and notes what is missing.</param>
    /// <param name="peeringConnectionId">The peering with its VPC that was there before the stacks; null where there is none.</param>
    public static async Task<PeerOutputs> FromAsync(OutputsReader reader, string? peeringConnectionId) => new()
    {
        Stack = reader.Stack,
        PeeringConnectionId = peeringConnectionId,
        Name = await reader.TextAsync(OutputNames.Name),
        Region = await reader.TextAsync(OutputNames.Region),
        GlobalReplicationGroupId = await reader.TextAsync(OutputNames.GlobalReplicationGroupId),
        PeerRegions = await reader.ListAsync(OutputNames.PeerRegions, "a list of Regions", least: 0),
        VpcId = await reader.TextAsync(OutputNames.VpcId),
        VpcCidr = await reader.CidrAsync(OutputNames.VpcCidr),
        RouteTableIds = await reader.ListAsync(OutputNames.RouteTableIds, "a list of IDs"),
        CacheSecurityGroupId = await reader.TextAsync(OutputNames.CacheSecurityGroupId),
        ClientSecurityGroupId = await reader.TextAsync(OutputNames.ClientSecurityGroupId),
        TransitGatewayId = await reader.OptionalTextAsync(OutputNames.TransitGatewayId),
    };
}
