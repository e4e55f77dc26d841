using Pulumi;
using SessionStore.Infra.Application;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Failover;
using SessionStore.Infra.Guard;
using SessionStore.Infra.Monitoring;
using SessionStore.Infra.Network;
using SessionStore.Infra.Replication;
using SessionStore.Infra.TestHost;

namespace SessionStore.Infra.Stages;

/// <summary>
/// What every Region has once its member exists, whichever stage: failover, the application, monitoring, a test host and the guard.
/// </summary>
internal sealed record RegionServices
{
    public required FailoverFunction Function { get; init; }

    public required RegionMonitoring Monitoring { get; init; }

    /// <summary>What lets the Region override the writer record; null where it cannot.</summary>
    public required WriterOverride? Override { get; init; }

    /// <summary>The application; null where there is none.</summary>
    public required RegionApplication? Application { get; init; }

    /// <summary>The replicator; null where there is none.</summary>
    public required Replicator? Replicator { get; init; }

    /// <summary>The test host; null where there is none.</summary>
    public required TestHostInstance? TestHost { get; init; }

    public static RegionServices Deploy(RegionServicesArgs args, ComponentResourceOptions options)
    {
        var (context, stage, member) = (args.Context, args.Stage, args.Member);

        var writerOverride = !args.DataPlaneFailover ? null : new WriterOverride("override", new()
        {
            Context = context,
            ZoneId = args.HostedZoneId,
            WriterName = args.WriterName,
            Endpoint = member.PrimaryEndpoint,
            AlarmDescription = OverrideAlarms.WatchedDescription,
            IsHealthy = HealthCheckStatus.Of(stage.Provider, context.Region),
            After = args.WriterDns is { } dns ? [dns] : [],
        }, options);

        var function = new FailoverFunction("failover", new()
        {
            Context = context,
            ReplicationGroupId = member.ReplicationGroupId,
            HostedZoneId = args.HostedZoneId,
            WriterName = args.WriterName,
            RoleArn = args.FailoverRoleArn,
            Topic = args.Topic,
            LogRetentionDays = stage.LogRetentionDays,
            RecordsParameter = writerOverride?.RecordsParameter,
            KmsKeyArn = args.Key?.Arn,
        }, ComponentResourceOptions.Merge(options, new() { DependsOn = args.Role is { } role ? [role] : [] }));

        var application = stage.Application is not { } settings ? null : new RegionApplication("application", new()
        {
            Context = context,
            Settings = settings,
            Tags = AwsProvider.Tags(stage, context.Naming.Store),
            Network = args.Network,
            ClientSecurityGroupId = args.Access.ClientSecurityGroupId,
            WriterName = args.WriterName,
            ReaderName = args.ReaderName,
            Authentication = args.Authentication,
            KmsKeyArn = args.Key?.Arn,
            ListenerArn = args.AcceleratorListenerArn!,
            DeletionProtection = stage.DeletionProtection,
            // It comes after the store: member, names, policies, and the way to the other Regions.
        }, ComponentResourceOptions.Merge(options, new() { DependsOn = [.. args.Others] }));

        var replicator = stage.Replication.Worker is not { } worker ? null : new Replicator("replicator", new()
        {
            Context = context,
            Worker = worker,
            Migration = stage.Replication.Migration,
            Tags = AwsProvider.Tags(stage, context.Naming.Store),
            Network = args.Network,
            ClientSecurityGroupId = args.Access.ClientSecurityGroupId,
            WriterName = args.WriterName,
            Member = member,
            Authentication = args.Authentication,
            KmsKeyArn = args.Key?.Arn,
            LogRetentionDays = stage.LogRetentionDays,
            // Likewise.
        }, ComponentResourceOptions.Merge(options, new() { DependsOn = [.. args.Others] }));

        var monitoring = new RegionMonitoring("watch", new()
        {
            Context = context,
            Settings = stage.Alarms,
            Function = function,
            Member = member,
            LoadBalancer = application?.LoadBalancer,
            HasReplicator = replicator is not null,
            IsMember = args.IsMember,
            WriterName = args.WriterName,
            Overrides = args.DataPlaneFailover,
        }, options);

        var testHost = !stage.TestHost ? null : new TestHostInstance("test-host", new()
        {
            Context = context,
            Network = args.Network,
            ClientSecurityGroupId = args.Access.ClientSecurityGroupId,
            WriterName = args.WriterName,
            ReaderName = args.ReaderName,
            Member = member,
            Authentication = args.Authentication,
        }, options);

        Resource?[] maybe = [args.Gateway?.Created, args.Key, args.Users, args.Role, writerOverride, application, replicator, testHost];
        _ = new DestroyGuard("destroy-guard", new()
        {
            Region = context.Region,
            ReplicationGroupId = member.ReplicationGroupId,
            PrimaryEndpoint = member.PrimaryEndpoint,
            VpcId = args.Network.VpcId,
            HostedZoneId = args.HostedZoneId,
            WriterName = args.WriterName,
            Refusal = GuardClients.Of(stage.Provider, context.Region, args.DestroyCheck),
            Everything = [.. args.Network.Created, args.Access, args.Topic, function, monitoring, .. maybe.OfType<Resource>(),
                .. args.Others],
        });

        return new()
        {
            Function = function,
            Monitoring = monitoring,
            Override = writerOverride,
            Application = application,
            Replicator = replicator,
            TestHost = testHost,
        };
    }
}

/// <summary>What a stage has of its Region, up to the member.</summary>
internal sealed record RegionServicesArgs
{
    public required RegionContext Context { get; init; }

    public required StageSettings Stage { get; init; }

    public required string WriterName { get; init; }

    public required string ReaderName { get; init; }

    /// <summary>How clients sign in.</summary>
    public required Authentication Authentication { get; init; }

    /// <summary>The private hosted zone.</summary>
    public required Input<string> HostedZoneId { get; init; }

    public required RegionNetwork Network { get; init; }

    /// <summary>The transit gateway; null where VPCs are peered.</summary>
    public required AttachedTransitGateway? Gateway { get; init; }

    public required CacheAccess Access { get; init; }

    public required EventTopic Topic { get; init; }

    /// <summary>The customer's key; null where there is none.</summary>
    public required CustomerKey? Key { get; init; }

    /// <summary>The users; null where there are none.</summary>
    public required StoreUsers? Users { get; init; }

    /// <summary>The global replication group, with the prefix that AWS gives it.</summary>
    public required Output<string> GlobalReplicationGroupId { get; init; }

    public required CacheMember Member { get; init; }

    /// <summary>Whether the group is a member of the Global Datastore.</summary>
    public bool IsMember { get; init; } = true;

    /// <summary>The listener of the accelerator; null where there is none.</summary>
    public required Output<string>? AcceleratorListenerArn { get; init; }

    /// <summary>The role of the failover functions of all Regions.</summary>
    public required Input<string> FailoverRoleArn { get; init; }

    /// <summary>That role, where this stack has created it.</summary>
    public FailoverRole? Role { get; init; }

    /// <summary>Whether the Region can override the writer record.</summary>
    public required bool DataPlaneFailover { get; init; }

    /// <summary>The zone and the writer record, where this stack has created them.</summary>
    public WriterDns? WriterDns { get; init; }

    /// <summary>What the guard asks before a destroy.</summary>
    public required Func<DestroyChecks, GuardedRegion, CancellationToken, Task<string?>> DestroyCheck { get; init; }

    /// <summary>Every other resource of the stack: the guard is deleted before it.</summary>
    public required IReadOnlyList<Resource> Others { get; init; }
}
