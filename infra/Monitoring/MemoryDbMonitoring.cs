using Pulumi;
using Pulumi.Aws.CloudWatch;
using SessionStore.Infra.Application;

namespace SessionStore.Infra.Monitoring;

/// <summary>
/// What a person sees of a Region whose store is on MemoryDB: alarms that are told on a topic of their own, and a dashboard.
/// </summary>
internal sealed class MemoryDbMonitoring : ComponentResource
{
    /// <summary>The topic on which alarms are told.</summary>
    public Output<string> AlarmTopicArn { get; }

    public Output<string> DashboardName { get; }

    public MemoryDbMonitoring(string name, MemoryDbMonitoringArgs args, ComponentResourceOptions? options = null)
        : base("session-store:monitoring:MemoryDbWatch", name, options)
    {
        var child = new ComponentResourceOptions { Parent = this };
        var metrics = new MemoryDbMetrics(args.ClusterName);
        var application = args.LoadBalancer is { } loadBalancer ? new ApplicationMetrics(loadBalancer) : null;
        var topic = new AlarmTopic($"{name}-alarm", new() { Context = args.Context, Email = args.Settings.Email }, child);
        var alarms = new Alarms($"{name}-alarms", new()
        {
            Context = args.Context,
            Definitions = MemoryDbAlarms.Of(metrics, args.Settings, application),
            TopicArn = topic.Arn,
        }, child);
        var body = new MemoryDbDashboard(args.Context.Region, metrics, args.Settings.ReplicationLagSeconds)
        {
            Application = application,
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

internal sealed record MemoryDbMonitoringArgs
{
    public required RegionContext Context { get; init; }

    public required AlarmSettings Settings { get; init; }

    /// <summary>The Region's cluster.</summary>
    public required Output<string> ClusterName { get; init; }

    /// <summary>The application's load balancer; null where there is no application.</summary>
    public required ApplicationLoadBalancer? LoadBalancer { get; init; }

    public required string WriterName { get; init; }
}
