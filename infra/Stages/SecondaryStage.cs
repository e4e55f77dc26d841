using Pulumi;
using Pulumi.Aws.Route53;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Failover;
using SessionStore.Infra.Guard;
using SessionStore.Infra.Monitoring;
using SessionStore.Infra.Network;
using SessionStore.Infra.Settings;
using SessionStore.Infra.TestHost;

namespace SessionStore.Infra.Stages;

/// <summary>
/// A further Region: its own part, and everything that crosses to the Regions that exist already, on both sides, so that their stacks
/// never have to run again.
/// </summary>
public static class SecondaryStage
{
    /// <summary>Registers the resources.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The stack's outputs.</returns>
    /// <exception cref="RunException">Outputs of the primary or of a peer are missing, or the settings or what they name do not fit them.</exception>
    public static async Task<IDictionary<string, object?>> DeployAsync(SecondarySettings settings)
    {
        var stage = settings.Stage;
        var (primary, peers) = await ReadAsync(settings);
        DatastoreChecks.Check(stage, primary, peers);

        var naming = new Naming(primary.Name, stage.Region);
        var provider = AwsProvider.Create(stage, primary.Name);
        var account = AwsAccount.Of(provider);
        var options = new ComponentResourceOptions { Provider = provider };

        var toPrimary = new KnownRegion(
            "the primary",
            settings.PrimaryStack,
            primary,
            settings.PeeringConnectionId,
            SettingsReader.Key(SecondarySettings.PeeringConnection));
        KnownRegion[] toPeers =
        [
            .. peers.Select(peer => new KnownRegion(
                $"the peer {peer.Stack}",
                peer.Stack,
                peer.Outputs,
                settings.PeerPeeringConnectionId,
                SettingsReader.Key(SecondarySettings.PeerPeeringConnection))),
        ];
        var surroundings = await StageSurroundings.LookUpAsync(stage, [toPrimary, .. toPeers], naming, options);
        var network = surroundings.NetworkOf("network", stage, naming, options);
        var access = new CacheAccess("access", network.VpcId, naming, options);
        var topic = new EventTopic("events", naming, account, options);
        var key = stage.CustomerKey ? new CustomerKey("key", topic.Arn, stage.DeletionProtection, naming, account, options) : null;

        var credentials = CacheCredentials.Create("users", primary.Authentication, naming, options);
        var place = new CachePlace(network.PrivateSubnetIds, access.CacheSecurityGroupId, topic, key?.Arn, credentials);
        var size = MemberSize.Of(stage.Cache, primary.ClusterEnabled);
        var cache = new SecondaryMember("cache", stage, size, primary.GlobalReplicationGroupId, place, naming, options);
        var member = cache.Member;

        var attached = StageGateways.Attach("gateway-attachment", surroundings.Gateways, stage, network, naming, options);
        var links = new RegionLinks(RegionLinks.Side(stage.Region, network, access), attached, naming, options);
        var connection = links.To(toPrimary);
        // Named after the Region, which a peer keeps for ever; the primary's is without, as it was before there were peers.
        var others = toPeers.Select(peer => links.To(peer, $"-{peer.Outputs.Region}")).ToArray();
        var association = new ZoneAssociation("dns-association", new()
        {
            ZoneId = primary.HostedZoneId,
            VpcId = network.VpcId,
            VpcRegion = stage.Region,
        }, new() { Provider = provider });
        var reader = new ReaderRecord("reader", primary.HostedZoneId, primary.ReaderName, stage.Region, member.ReaderEndpoint, options);

        var function = new FailoverFunction(
            "failover",
            new(member.ReplicationGroupId, primary.HostedZoneId, primary.WriterName),
            primary.FailoverRoleArn,
            topic,
            stage.LogRetentionDays,
            naming,
            key?.Arn,
            options);

        var watch = new Watch(
            "watch", stage, new(function, member), primary.WriterName, naming, account, options);

        var testHost = stage.TestHost
            ? new TestHostInstance(
                "test-host",
                network,
                access.ClientSecurityGroupId,
                new(
                    stage.Region, primary.WriterName, primary.ReaderName, member.PrimaryEndpoint, member.Size.ClusterEnabled, SignIn.Of(primary.Authentication, naming)),
                naming,
                account,
                options)
            : null;

        _ = new DestroyGuard(
            "destroy-guard",
            GuardClients.Of(stage, (checks, region, cancellationToken) => checks.SecondaryAsync(region, cancellationToken)),
            new(stage.Region, member.ReplicationGroupId, member.PrimaryEndpoint, network.VpcId, primary.HostedZoneId, primary.WriterName),
            [.. network.Created, access, topic, cache, connection, .. others, association, reader, function, watch, .. new Resource?[] { attached?.Created, key, credentials.Users, testHost }.OfType<Resource>()]);

        var outputs = RegionOutputs.Of(
            stage, primary.WriterName, primary.ReaderName, network, access, member, topic, function, watch, testHost, key);
        outputs["name"] = primary.Name;
        outputs["globalReplicationGroupId"] = primary.GlobalReplicationGroupId;
        outputs["peerRegions"] = peers.Select(peer => peer.Outputs.Region).ToArray();
        if (connection is Peering peering)
        {
            outputs["peeringConnectionId"] = peering.ConnectionId;
        }
        attached?.AddTo(outputs);
        outputs["zoneAssociationId"] = association.Id;
        AuthenticationOutputs.AddUserNames(primary.Authentication, naming, outputs);
        return outputs;
    }

    private static async Task<(PrimaryOutputs Primary, IReadOnlyList<(string Stack, PeerOutputs Outputs)> Peers)> ReadAsync(SecondarySettings settings)
    {
        var reader = new OutputsReader(settings.PrimaryStack, "a secondary", SettingsReader.Key("primaryStack"));
        var primary = await PrimaryOutputs.FromAsync(reader);
        var readers = new List<OutputsReader> { reader };
        var peers = new List<(string, PeerOutputs)>();
        foreach (var stack in settings.PeerStacks)
        {
            readers.Add(new(stack, "another secondary", SettingsReader.Key(SecondarySettings.Peers)));
            peers.Add((stack, await PeerOutputs.FromAsync(readers[^1])));
        }
        OutputsReader.ThrowIfAny(readers);
        return (primary, peers);
    }
}
