using Pulumi;
using Pulumi.Aws.CloudWatch;
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
        var topic = new AlarmTopic(
            $"{name}-alarm", new() { Context = args.Context, Email = args.Settings.Email }, new() { Parent = this });
        var alarms = new Alarms($"{name}-alarms", new()
        {
            Context = args.Context,
            Definitions = RegionAlarms.Of(metrics, args.Settings, args.Overrides, args.IsMember, application, replication),
            TopicArn = topic.Arn,
        }, new() { Parent = this });
        var body = new DashboardBody(args.Context.Region, metrics, args.Settings.ReplicationLagSeconds)
        {
            Overrides = args.Overrides,
            IsMember = args.IsMember,
            Application = application,
            Replication = replication,
        };
        var dashboard = new Dashboard($"{name}-dashboard", new()
        {
            DashboardName = args.Context.Naming.Dashboard,
            DashboardBody = body.Json(alarms.Arns, args.WriterName),
        }, new() { Parent = this });

        AlarmTopicArn = topic.Arn;
        DashboardName = dashboard.DashboardName;
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
