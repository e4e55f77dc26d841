using Pulumi;
using SessionStore.Infra.Application;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Failover;

namespace SessionStore.Infra.Monitoring;

/// <summary>What a person sees of a Region: alarms that are told on a topic of their own, and a dashboard.</summary>
internal sealed class RegionMonitoring : ComponentResource
{
    /// <summary>The topic on which alarms are told.</summary>
    public Output<string> AlarmTopicArn { get; }

    public Output<string> DashboardName { get; }

    // The type's name is for ever: it is in the URNs of every stack.
    public RegionMonitoring(string name, RegionMonitoringArgs args, ComponentResourceOptions? options = null)
        : base("session-store:monitoring:Watch", name, options)
    {
        var metrics = new RegionMetrics(args.Function, args.Member);
        var application = args.LoadBalancer is { } loadBalancer ? new ApplicationMetrics(loadBalancer) : null;
        var replication = args.HasReplicator ? new ReplicationMetrics(args.Member.ReplicationGroupId) : null;
        var definitions = RegionAlarms.Of(metrics, args.Settings, args.Overrides, args.IsMember, application, replication);
        var body = new DashboardBody(args.Context.Region, metrics, args.Settings.ReplicationLagSeconds)
        {
            Overrides = args.Overrides,
            IsMember = args.IsMember,
            Application = application,
            Replication = replication,
        };
        (AlarmTopicArn, DashboardName) =
            AlarmsAndDashboard.Create(name, this, args.Context, args.Settings, definitions, body, args.WriterName);
        RegisterOutputs();
    }
}

internal sealed record RegionMonitoringArgs
{
    public required RegionContext Context { get; init; }

    public required AlarmSettings Settings { get; init; }

    public required FailoverFunction Function { get; init; }

    /// <summary>The Region's replication group.</summary>
    public required CacheMember Member { get; init; }

    /// <summary>Whether the group is a member of the Global Datastore.</summary>
    public required bool IsMember { get; init; }

    /// <summary>Whether a replicator fills it.</summary>
    public required bool HasReplicator { get; init; }

    /// <summary>The application's load balancer; null where there is no application.</summary>
    public required ApplicationLoadBalancer? LoadBalancer { get; init; }

    public required string WriterName { get; init; }

    /// <summary>Whether the Region can override the writer record.</summary>
    public required bool Overrides { get; init; }
}
