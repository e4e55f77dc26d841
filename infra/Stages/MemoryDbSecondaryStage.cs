using Pulumi;
using Pulumi.Aws.Route53;
using SessionStore.Contract;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Network;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Stages;

/// <summary>
/// A further Region of a store on MemoryDB: its own part, and everything that crosses to the Regions that exist already, on both sides, so
/// that their stacks never have to run again.
/// </summary>
internal static class MemoryDbSecondaryStage
{
    /// <param name="reader">What reads the primary's outputs.</param>
    /// <returns>The stack's outputs, among them the contract <see cref="MemoryDbPeerOutputs"/>.</returns>
    /// <exception cref="RunException">
    /// Outputs of the primary or of a peer are missing, or the settings or what they name do not fit them.
    /// </exception>
    public static async Task<IDictionary<string, object?>> DeployAsync(SecondarySettings settings, OutputsReader reader)
    {
        var stage = settings.Stage;
        var (primary, peers) = await ReadAsync(settings, reader);
        MemoryDbChecks.Check(stage, primary, peers);

        var provider = AwsProvider.Create(stage, primary.Name);
        var options = new ComponentResourceOptions { Provider = provider };
        var context = new RegionContext(new Naming(primary.Name, stage.Region), AwsAccount.Of(provider, stage.Region));
        var (network, gateway, access) = await RegionGround.LayAsync(stage, context, [primary, .. peers], options);

        var connections = new RegionConnections(new()
        {
            Context = context,
            Here = ConnectedRegion.Of(stage.Region, network, access),
            Gateway = gateway,
        }, options);
        var connection = connections.To(primary);
        var peerConnections = peers.Select(peer => connections.To(peer, $"-{peer.Region}")).ToArray();
        var association = new ZoneAssociation("dns-association", new()
        {
            ZoneId = primary.HostedZoneId,
            VpcId = network.VpcId,
            VpcRegion = stage.Region,
        }, new() { Provider = provider });

        var outputs = MemoryDbRegion.Deploy(new()
        {
            Context = context,
            Stage = stage,
            WriterName = primary.WriterName,
            Authentication = (UserAuthentication)primary.Authentication,
            HostedZoneId = primary.HostedZoneId,
            MultiRegionClusterName = primary.MultiRegionClusterName,
            NodeType = primary.NodeType,
            Shards = primary.Shards,
            Network = network,
            Gateway = gateway,
            Access = access,
            AcceleratorListenerArn = primary.Accelerator is { } accelerator ? Output.Create(accelerator.ListenerArn) : null,
            DestroyCheck = (checks, guarded, cancellationToken) => checks.SecondaryAsync(guarded, cancellationToken),
            Others = [connection, .. peerConnections, association],
        }, options);
        outputs[OutputNames.PeerRegions] = peers.Select(peer => peer.Region).ToArray();
        outputs[OutputNames.ZoneAssociationId] = association.Id;
        if (connection is Peering peering)
        {
            outputs[OutputNames.PeeringConnectionId] = peering.ConnectionId;
        }
        return outputs;
    }

    private static async Task<(MemoryDbPrimaryOutputs Primary, IReadOnlyList<MemoryDbPeerOutputs> Peers)> ReadAsync(
        SecondarySettings settings, OutputsReader reader)
    {
        var primary = await MemoryDbPrimaryOutputs.FromAsync(reader, settings.PeeringConnectionId);
        var readers = new List<OutputsReader> { reader };
        var peers = new List<MemoryDbPeerOutputs>();
        foreach (var stack in settings.PeerStacks)
        {
            readers.Add(new(stack, "another secondary", SettingsReader.Key(SecondarySettings.Peers)));
            peers.Add(await MemoryDbPeerOutputs.FromAsync(readers[^1], settings.PeerPeeringConnectionId));
        }
        OutputsReader.ThrowIfAny(readers);
        return (primary, peers);
    }
}
