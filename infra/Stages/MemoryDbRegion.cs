using Pulumi;
using SessionStore.Contract;
using SessionStore.Infra.Application;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Failover;
using SessionStore.Infra.Guard;
using SessionStore.Infra.MemoryDb;
using SessionStore.Infra.Monitoring;
using SessionStore.Infra.Network;
using SessionStore.Infra.TestHost;

namespace SessionStore.Infra.Stages;

/// <summary>
/// What every Region of a store on MemoryDB has, whichever stage: users, cluster, name, application, monitoring, a test host and the guard.
/// </summary>
internal static class MemoryDbRegion
{
    // The client's option: an expiry that is kept with the session, because the service has no times to live.
    private const string Expiry = "InValue";

    /// <returns>The outputs that every stack has.</returns>
    public static Dictionary<string, object?> Deploy(MemoryDbRegionArgs args, ComponentResourceOptions options)
    {
        var (context, stage) = (args.Context, args.Stage);
        var access = args.Access;
        var key = !stage.CustomerKey ? null : new CustomerKey("key", new()
        {
            Context = context,
            TopicArn = null,
            DeletionProtection = stage.DeletionProtection,
        }, options);
        var acl = new StoreAcl("users", new() { Context = context, Authentication = args.Authentication }, options);
        var cluster = new RegionalCluster("store", new()
        {
            Context = context,
            MultiRegionClusterName = args.MultiRegionClusterName,
            NodeType = args.NodeType,
            Shards = args.Shards,
            Size = MemberSize.Of(stage.Cache, clusterEnabled: true),
            Settings = stage.Cache,
            SubnetIds = args.Network.PrivateSubnetIds,
            SecurityGroupId = access.CacheSecurityGroupId,
            AclName = acl.AclName,
            KmsKeyArn = key?.Arn,
            DeletionProtection = stage.DeletionProtection,
        }, options);
        var member = cluster.Member;
        var record = new ReaderRecord("nearest", new()
        {
            Context = context,
            ZoneId = args.HostedZoneId,
            ReaderName = args.WriterName,
            Endpoint = member.PrimaryEndpoint,
        }, options);

        Resource[] store = [cluster, record, .. args.Others];
        var application = stage.Application is not { } settings ? null : new RegionApplication("application", new()
        {
            Context = context,
            Settings = settings,
            Tags = AwsProvider.Tags(stage, context.Naming.Store),
            Network = args.Network,
            ClientSecurityGroupId = access.ClientSecurityGroupId,
            WriterName = args.WriterName,
            ReaderName = args.WriterName,
            Expiry = Expiry,
            Authentication = args.Authentication,
            KmsKeyArn = key?.Arn,
            ListenerArn = args.AcceleratorListenerArn!,
            DeletionProtection = stage.DeletionProtection,
        }, ComponentResourceOptions.Merge(options, new() { DependsOn = [.. store] }));
        var monitoring = new MemoryDbMonitoring("watch", new()
        {
            Context = context,
            Settings = stage.Alarms,
            ClusterName = member.ReplicationGroupId,
            LoadBalancer = application?.LoadBalancer,
            WriterName = args.WriterName,
        }, options);
        var testHost = !stage.TestHost ? null : new TestHostInstance("test-host", new()
        {
            Context = context,
            Network = args.Network,
            ClientSecurityGroupId = access.ClientSecurityGroupId,
            WriterName = args.WriterName,
            ReaderName = args.WriterName,
            Member = member,
            Authentication = args.Authentication,
            HasWriterRegion = false,
        }, options);

        Resource?[] maybe = [args.Gateway?.Created, key, application, testHost];
        _ = new DestroyGuard("destroy-guard", new()
        {
            Region = context.Region,
            ReplicationGroupId = member.ReplicationGroupId,
            PrimaryEndpoint = member.PrimaryEndpoint,
            VpcId = args.Network.VpcId,
            HostedZoneId = args.HostedZoneId,
            WriterName = args.WriterName,
            MultiRegionClusterName = args.MultiRegionClusterName.ToOutput(),
            Refusal = GuardClients.OfMemoryDb(
                stage.Provider, context.Region, stage.Alarms.ReplicationLagSeconds, args.DestroyCheck),
            Everything = [.. args.Network.Created, access, acl, monitoring, .. maybe.OfType<Resource>(), .. store],
        });

        var outputs = NetworkOutputs(args);
        outputs[OutputNames.Store] = StoreKind.MemoryDb;
        outputs[OutputNames.MultiRegionClusterName] = args.MultiRegionClusterName.ToOutput();
        outputs[OutputNames.ClusterName] = member.ReplicationGroupId;
        outputs[OutputNames.ClusterEndpoint] = member.PrimaryEndpoint;
        outputs[OutputNames.Expiry] = Expiry;
        outputs[OutputNames.AlarmTopicArn] = monitoring.AlarmTopicArn;
        outputs[OutputNames.DashboardName] = monitoring.DashboardName;
        Add(OutputNames.TestHostId, testHost?.InstanceId);
        Add(OutputNames.LoadBalancerDnsName, application?.LoadBalancer.DnsName);
        Add(OutputNames.CustomerKeyArn, key?.Arn);
        AuthenticationOutputs.AddUserNames(args.Authentication, context.Naming, outputs);
        return outputs;

        void Add(string name, object? value)
        {
            if (value is not null)
            {
                outputs[name] = value;
            }
        }
    }

    private static Dictionary<string, object?> NetworkOutputs(MemoryDbRegionArgs args)
    {
        var outputs = new Dictionary<string, object?>
        {
            [OutputNames.Name] = args.Context.Naming.Store,
            [OutputNames.Region] = args.Context.Region,
            [OutputNames.WriterName] = args.WriterName,
            [OutputNames.ReaderName] = args.WriterName,
            [OutputNames.Port] = CacheNodes.Port,
            [OutputNames.VpcId] = args.Network.VpcId,
            [OutputNames.VpcCidr] = args.Network.VpcCidr.ToString(),
            [OutputNames.PublicSubnetIds] = Output.All(args.Network.PublicSubnetIds),
            [OutputNames.PrivateSubnetIds] = Output.All(args.Network.PrivateSubnetIds),
            [OutputNames.RouteTableIds] = Output.All(args.Network.RouteTableIds),
            [OutputNames.ClientSecurityGroupId] = args.Access.ClientSecurityGroupId,
            [OutputNames.CacheSecurityGroupId] = args.Access.CacheSecurityGroupId,
        };
        if (args.Gateway is { } gateway)
        {
            outputs[OutputNames.TransitGatewayId] = gateway.Gateways.Here.Name.Id;
            outputs[OutputNames.TransitGatewayAttachmentId] = gateway.AttachmentId;
        }
        return outputs;
    }
}

/// <summary>What a stage on MemoryDB has of its Region, up to the cluster.</summary>
internal sealed record MemoryDbRegionArgs
{
    public required RegionContext Context { get; init; }

    public required StageSettings Stage { get; init; }

    public required string WriterName { get; init; }

    /// <summary>The users of the store.</summary>
    public required UserAuthentication Authentication { get; init; }

    /// <summary>The private hosted zone.</summary>
    public required Input<string> HostedZoneId { get; init; }

    /// <summary>The Multi-Region cluster, with the prefix that AWS gives it.</summary>
    public required Input<string> MultiRegionClusterName { get; init; }

    public required string NodeType { get; init; }

    public required int Shards { get; init; }

    public required RegionNetwork Network { get; init; }

    /// <summary>The transit gateway; null where VPCs are peered.</summary>
    public required AttachedTransitGateway? Gateway { get; init; }

    public required CacheAccess Access { get; init; }

    /// <summary>The listener of the accelerator; null where there is none.</summary>
    public required Output<string>? AcceleratorListenerArn { get; init; }

    /// <summary>What the guard asks before a destroy.</summary>
    public required Func<RegionalChecks, GuardedRegion, CancellationToken, Task<string?>> DestroyCheck { get; init; }

    /// <summary>Every other resource of the stack: the application comes after it, and the guard is deleted before it.</summary>
    public required IReadOnlyList<Resource> Others { get; init; }
}
