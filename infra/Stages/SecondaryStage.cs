using Pulumi;
using Pulumi.Aws.Route53;
using SessionStore.Components;
using SessionStore.Configuration;
using SessionStore.Guard;

namespace SessionStore.Stages;

/// <summary>
/// A further Region: its own part, and everything that crosses the Regions, on both sides, so that the primary stack never has to
/// run again.
/// </summary>
public static class SecondaryStage
{
    /// <summary>Registers the resources.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The stack's outputs.</returns>
    /// <exception cref="RunException">The primary's outputs are missing, or the settings do not fit them or what they name.</exception>
    public static async Task<IDictionary<string, object?>> DeployAsync(SecondarySettings settings)
    {
        var stage = settings.Stage;
        var primary = await PrimaryOutputs.FromAsync(new StackReference(settings.PrimaryStack), settings.PrimaryStack);
        Check(stage, primary);

        var naming = new Naming(primary.Name, stage.Region);
        var provider = AwsProvider.Create(stage, primary.Name);
        var account = AwsAccount.Of(provider);
        var options = new ComponentResourceOptions { Provider = provider };

        var gateways = await StageGateways.LookUpAsync(stage, [(settings.PrimaryStack, primary.Region, primary.TransitGatewayId)], options);
        var network = await StageNetwork.OfAsync("network", stage, [new("the primary", primary.VpcCidr)], naming, options);
        var access = new CacheAccess("access", network.VpcId, naming, options);
        var topic = new EventTopic("events", naming, account, options);

        var place = new CachePlace(network.PrivateSubnetIds, access.CacheSecurityGroupId, topic);
        var size = MemberSize.Of(stage.Cache, primary.ClusterEnabled);
        var cache = new SecondaryMember("cache", stage, size, primary.GlobalReplicationGroupId, place, naming, options);
        var member = cache.Member;

        var attachment = gateways is null ? null : new GatewayAttachment("gateway-attachment", gateways.Here.Name.Id, network, naming, options);
        var here = Side(stage, network, access);
        var connection = Connect("", Side(primary));
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
            options);

        var watch = new Watch(
            "watch", stage, new(function, member), primary.WriterName, naming, account, options);

        var testHost = stage.TestHost
            ? new TestHost(
                "test-host",
                network,
                access.ClientSecurityGroupId,
                new(stage.Region, primary.WriterName, primary.ReaderName, member.PrimaryEndpoint, member.Size.ClusterEnabled),
                naming,
                account,
                options)
            : null;

        _ = new DestroyGuard(
            "destroy-guard",
            GuardClients.Of(stage, (checks, region, cancellationToken) => checks.SecondaryAsync(region, cancellationToken)),
            new(stage.Region, member.ReplicationGroupId, member.PrimaryEndpoint, network.VpcId, primary.HostedZoneId, primary.WriterName),
            [.. network.Created, access, topic, cache, connection, association, reader, function, watch, .. new Resource?[] { attachment, testHost }.OfType<Resource>()]);

        var outputs = RegionOutputs.Of(
            stage, primary.WriterName, primary.ReaderName, network, access, member, topic, function, watch, testHost);
        if (connection is Peering peering)
        {
            outputs["peeringConnectionId"] = peering.ConnectionId;
        }
        StageGateways.AddTo(outputs, gateways, attachment);
        outputs["zoneAssociationId"] = association.Id;
        return outputs;

        ComponentResource Connect(string suffix, PeeringSide there) => gateways is null || attachment is null
            ? new Peering($"peering{suffix}", here, there, naming, options)
            : new GatewayConnection($"transit{suffix}", here, there, gateways.To(there.Region), attachment, ComponentResourceOptions.Merge(options, new()
            {
                // What a peering was there before: AWS has its routes and rules only once, so that they have to change and cannot be made anew.
                Aliases = { new Alias { Name = $"peering{suffix}", Type = Peering.Type } },
            }));
    }

    private static PeeringSide Side(StageSettings stage, RegionNetwork network, CacheAccess access) => new(
        stage.Region,
        network.VpcId,
        network.VpcCidr.ToString(),
        [.. network.RouteTableIds.Select(id => (Input<string>)id)],
        access.CacheSecurityGroupId,
        access.ClientSecurityGroupId);

    private static PeeringSide Side(PrimaryOutputs primary) => new(
        primary.Region,
        primary.VpcId,
        primary.VpcCidr.ToString(),
        [.. primary.RouteTableIds.Select(id => (Input<string>)id)],
        primary.CacheSecurityGroupId,
        primary.ClientSecurityGroupId);

    private static void Check(StageSettings stage, PrimaryOutputs primary)
    {
        var problems = new Problems();
        stage.Connectivity.CheckSame("the primary", primary.TransitGatewayId, problems);
        stage.Cache.CheckMode(primary.ClusterEnabled, problems);
        if (stage.Region == primary.Region)
        {
            problems.Add(StageSettings.RegionKey, stage.Region, "another Region than the primary's");
        }
        else if (GlobalDatastoreLimits.Partition(stage.Region) != GlobalDatastoreLimits.Partition(primary.Region))
        {
            problems.Add(
                StageSettings.RegionKey, stage.Region, $"a Region in the same partition as the primary's {primary.Region}: {GlobalDatastoreLimits.Partition(primary.Region)}");
        }
        var group = new Naming(primary.Name, stage.Region).ReplicationGroupId;
        if (group.Length > GlobalDatastoreLimits.ReplicationGroupIdLength)
        {
            problems.Add(
                StageSettings.RegionKey,
                stage.Region,
                $"a Region with which the replication group ID \"{group}\" has at most {GlobalDatastoreLimits.ReplicationGroupIdLength} characters, not {group.Length}");
        }
        // The addresses of a VPC that exists are held against the primary's when they are looked up.
        if (stage.Network.VpcCidr is { } cidr && NetworkSettings.Overlap(cidr, primary.VpcCidr))
        {
            problems.Add(
                SettingsReader.Key("vpcCidr"), cidr.ToString(), $"a CIDR block that does not overlap the primary's {primary.VpcCidr}");
        }
        problems.ThrowIfAny($"the settings of stack {Deployment.Instance.StackName}");
    }
}
