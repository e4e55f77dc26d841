using Pulumi;
using Pulumi.Aws.Route53;
using SessionStore.Contract;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Failover;
using SessionStore.Infra.Network;
using SessionStore.Infra.Replication;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Stages;

/// <summary>
/// A further Region: its own part, and everything that crosses to the Regions that exist already, on both sides, so that their stacks
/// never have to run again.
/// </summary>
internal static class SecondaryStage
{
    /// <param name="contract">What reads the primary's outputs.</param>
    /// <returns>The stack's outputs, among them the contract <see cref="PeerOutputs"/>.</returns>
    /// <exception cref="RunException">
    /// Outputs of the primary or of a peer are missing, or the settings or what they name do not fit them.
    /// </exception>
    public static async Task<IDictionary<string, object?>> DeployAsync(SecondarySettings settings, OutputsReader contract)
    {
        var stage = settings.Stage;
        var (primary, peers, engine) = await ReadAsync(settings, contract);
        DatastoreChecks.Check(stage, primary, peers);

        var provider = AwsProvider.Create(stage, primary.Name);
        var options = new ComponentResourceOptions { Provider = provider };
        var context = new RegionContext(new Naming(primary.Name, stage.Region), AwsAccount.Of(provider, stage.Region));
        var (network, gateway, access) = await RegionGround.LayAsync(stage, context, [primary, .. peers], options);

        var topic = new EventTopic("events", new() { Context = context }, options);
        var key = !stage.CustomerKey ? null : new CustomerKey("key", new()
        {
            Context = context,
            TopicArn = topic.Arn,
            HasReplicator = stage.Replication.Worker is not null,
            DeletionProtection = stage.DeletionProtection,
        }, options);
        var credentials = CacheCredentials.Create("users", primary.Authentication, context, options);
        var size = MemberSize.Of(stage.Cache, primary.ClusterEnabled);
        var group = new GroupArgs(stage, context, network, access, topic, key, credentials, size);
        var (cache, member) = engine is null
            ? Joining(group, primary.GlobalReplicationGroupId, options)
            : Replicated(group, engine, options);

        var connections = new RegionConnections(new()
        {
            Context = context,
            Here = ConnectedRegion.Of(stage.Region, network, access),
            Gateway = gateway,
        }, options);
        var connection = connections.To(primary);
        // Named after the Region, which a peer keeps for ever; the primary's is without, as it was before there were peers.
        var peerConnections = peers.Select(peer => connections.To(peer, $"-{peer.Region}")).ToArray();

        var association = new ZoneAssociation("dns-association", new()
        {
            ZoneId = primary.HostedZoneId,
            VpcId = network.VpcId,
            VpcRegion = stage.Region,
        }, new() { Provider = provider });
        var reader = new ReaderRecord("reader", new()
        {
            Context = context,
            ZoneId = primary.HostedZoneId,
            ReaderName = primary.ReaderName,
            Endpoint = member.ReaderEndpoint,
        }, options);

        var region = new RegionServicesArgs
        {
            Context = context,
            Stage = stage,
            WriterName = primary.WriterName,
            ReaderName = primary.ReaderName,
            Authentication = primary.Authentication,
            HostedZoneId = primary.HostedZoneId,
            Network = network,
            Gateway = gateway,
            Access = access,
            Topic = topic,
            Key = key,
            Users = credentials.Users,
            GlobalReplicationGroupId = Output.Create(primary.GlobalReplicationGroupId),
            Member = member,
            IsMember = engine is null,
            AcceleratorListenerArn = primary.Accelerator is { } accelerator ? Output.Create(accelerator.ListenerArn) : null,
            FailoverRoleArn = primary.FailoverRoleArn,
            DataPlaneFailover = primary.DataPlaneFailover,
            DestroyCheck = (checks, guarded, cancellationToken) => checks.SecondaryAsync(guarded, cancellationToken),
            Others = [cache, connection, .. peerConnections, association, reader],
        };

        var outputs = RegionOutputs.Of(region, RegionServices.Deploy(region, options));
        outputs[OutputNames.PeerRegions] = peers.Select(peer => peer.Region).ToArray();
        outputs[OutputNames.ZoneAssociationId] = association.Id;
        if (connection is Peering peering)
        {
            outputs[OutputNames.PeeringConnectionId] = peering.ConnectionId;
        }
        return outputs;
    }

    private static (Resource, CacheMember) Joining(GroupArgs group, string globalId, ComponentResourceOptions options)
    {
        var cache = new SecondaryMember("cache", new()
        {
            Context = group.Context,
            Settings = group.Stage.Cache,
            Size = group.Size,
            SubnetIds = group.Network.PrivateSubnetIds,
            SecurityGroupId = group.Access.CacheSecurityGroupId,
            Topic = group.Topic,
            KmsKeyArn = group.Key?.Arn,
            Credentials = group.Credentials,
            DeletionProtection = group.Stage.DeletionProtection,
            BeforeCreate = group.Stage.BeforeGlobalDatastore(group.Context.Naming),
            GlobalReplicationGroupId = globalId,
        }, options);
        return (cache, cache.Member);
    }

    private static (Resource, CacheMember) Replicated(GroupArgs group, StoreEngine engine, ComponentResourceOptions options)
    {
        var cache = new ReplicatedMember("cache", new()
        {
            Context = group.Context,
            Settings = group.Stage.Cache,
            Size = group.Size,
            SubnetIds = group.Network.PrivateSubnetIds,
            SecurityGroupId = group.Access.CacheSecurityGroupId,
            Topic = group.Topic,
            KmsKeyArn = group.Key?.Arn,
            Credentials = group.Credentials,
            DeletionProtection = group.Stage.DeletionProtection,
            BeforeCreate = group.Stage.BeforeGlobalDatastore(group.Context.Naming),
            Engine = engine,
        }, options);
        return (cache, cache.Member);
    }

    private static async Task<(PrimaryOutputs Primary, IReadOnlyList<PeerOutputs> Peers, StoreEngine? Engine)> ReadAsync(
        SecondarySettings settings, OutputsReader reader)
    {
        settings.CheckPeersOfGlobalDatastore();
        var primary = await PrimaryOutputs.FromAsync(reader, settings.PeeringConnectionId);
        var engine = settings.Stage.Replication.ByReplicator ? await ReplicationOutputs.ReadAsync(reader) : null;
        var readers = new List<OutputsReader> { reader };
        var peers = new List<PeerOutputs>();
        foreach (var stack in settings.PeerStacks)
        {
            readers.Add(new(stack, "another secondary", SettingsReader.Key(SecondarySettings.Peers)));
            peers.Add(await PeerOutputs.FromAsync(readers[^1], settings.PeerPeeringConnectionId));
        }
        OutputsReader.ThrowIfAny(readers);
        return (primary, peers, engine);
    }

    private sealed record GroupArgs(
        StageSettings Stage,
        RegionContext Context,
        RegionNetwork Network,
        CacheAccess Access,
        EventTopic Topic,
        CustomerKey? Key,
        CacheCredentials Credentials,
        MemberSize Size);
}
