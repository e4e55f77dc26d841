using System.Globalization;
using SessionStore.Contract;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Network;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Stages;

/// <summary>What the primary stack of a store on MemoryDB hands to the secondaries: the contract between the stages.</summary>
internal sealed record MemoryDbPrimaryOutputs : DeployedRegion
{
    /// <inheritdoc/>
    public override string Who => "the primary";

    /// <inheritdoc/>
    public override string PeeringConnectionKey => SettingsReader.Key(SecondarySettings.PeeringConnection);

    /// <summary>The prefix of every physical name.</summary>
    public required string Name { get; init; }

    /// <summary>The Multi-Region cluster that a Region joins.</summary>
    public required string MultiRegionClusterName { get; init; }

    /// <summary>The node type of all Regions.</summary>
    public required string NodeType { get; init; }

    /// <summary>The shards in each Region.</summary>
    public required int Shards { get; init; }

    public required string HostedZoneId { get; init; }

    public required string WriterName { get; init; }

    /// <summary>The accelerator; null where the primary has no application.</summary>
    public required AcceleratorOutputs? Accelerator { get; init; }

    /// <summary>How clients sign in, from outputs of its own.</summary>
    public required Authentication Authentication { get; init; }

    /// <summary>Reads the contract from a deployed primary stack.</summary>
    /// <param name="reader">What reads from that stack, and notes what is missing.</param>
    /// <param name="peeringConnectionId">The peering with its VPC that was there before the stacks; null where there is none.</param>
    public static async Task<MemoryDbPrimaryOutputs> FromAsync(OutputsReader reader, string? peeringConnectionId)
    {
        var outputs = new MemoryDbPrimaryOutputs
        {
            Stack = reader.Stack,
            PeeringConnectionId = peeringConnectionId,
            Name = await reader.TextAsync(OutputNames.Name),
            Region = await reader.TextAsync(OutputNames.Region),
            MultiRegionClusterName = await reader.TextAsync(OutputNames.MultiRegionClusterName),
            NodeType = await reader.TextAsync(OutputNames.NodeType),
            Shards = await reader.ReadAsync(OutputNames.Shards, "a whole number", Whole) ?? 0,
            HostedZoneId = await reader.TextAsync(OutputNames.HostedZoneId),
            WriterName = await reader.TextAsync(OutputNames.WriterName),
            VpcId = await reader.TextAsync(OutputNames.VpcId),
            VpcCidr = await reader.CidrAsync(OutputNames.VpcCidr),
            RouteTableIds = await reader.ListAsync(OutputNames.RouteTableIds, "a list of IDs"),
            CacheSecurityGroupId = await reader.TextAsync(OutputNames.CacheSecurityGroupId),
            ClientSecurityGroupId = await reader.TextAsync(OutputNames.ClientSecurityGroupId),
            TransitGatewayId = await reader.OptionalTextAsync(OutputNames.TransitGatewayId),
            Accelerator = await AcceleratorOutputs.ReadAsync(reader),
            Authentication = await AuthenticationOutputs.ReadAsync(reader),
        };
        if (outputs.Authentication is not UserAuthentication)
        {
            reader.Note(OutputNames.Auth, $"names no users: expected {UserAuthentication.Name} or {UserAuthentication.IamName}");
        }
        return outputs;
    }

    // The engine's protocol has one kind of number.
    private static int? Whole(object value) =>
        value is double or int && Convert.ToDouble(value, CultureInfo.InvariantCulture) is >= 1 and var number
            && number == Math.Floor(number) ? (int)number : null;
}

/// <summary>What a secondary stack of a store on MemoryDB hands to those that come after it.</summary>
internal sealed record MemoryDbPeerOutputs : DeployedRegion
{
    /// <inheritdoc/>
    public override string Who => $"the peer {Stack}";

    /// <inheritdoc/>
    public override string PeeringConnectionKey => SettingsReader.Key(SecondarySettings.PeerPeeringConnection);

    /// <summary>The Multi-Region cluster that it has joined.</summary>
    public required string MultiRegionClusterName { get; init; }

    /// <summary>The Regions of the secondaries that were there before it.</summary>
    public required IReadOnlyList<string> PeerRegions { get; init; }

    /// <inheritdoc cref="MemoryDbPrimaryOutputs.FromAsync"/>
    public static async Task<MemoryDbPeerOutputs> FromAsync(OutputsReader reader, string? peeringConnectionId) => new()
    {
        Stack = reader.Stack,
        PeeringConnectionId = peeringConnectionId,
        Region = await reader.TextAsync(OutputNames.Region),
        MultiRegionClusterName = await reader.TextAsync(OutputNames.MultiRegionClusterName),
        PeerRegions = await reader.ListAsync(OutputNames.PeerRegions, "a list of Regions", least: 0),
        VpcId = await reader.TextAsync(OutputNames.VpcId),
        VpcCidr = await reader.CidrAsync(OutputNames.VpcCidr),
        RouteTableIds = await reader.ListAsync(OutputNames.RouteTableIds, "a list of IDs"),
        CacheSecurityGroupId = await reader.TextAsync(OutputNames.CacheSecurityGroupId),
        ClientSecurityGroupId = await reader.TextAsync(OutputNames.ClientSecurityGroupId),
        TransitGatewayId = await reader.OptionalTextAsync(OutputNames.TransitGatewayId),
    };
}
