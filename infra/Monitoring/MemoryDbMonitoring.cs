using Pulumi;
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
        var metrics = new MemoryDbMetrics(args.ClusterName);
        var application = args.LoadBalancer is { } loadBalancer ? new ApplicationMetrics(loadBalancer) : null;
        var definitions = MemoryDbAlarms.Of(metrics, args.Settings, application);
        var body = new MemoryDbDashboard(args.Context.Region, metrics, args.Settings.ReplicationLagSeconds)
        {
            Application = application,
        };
        (AlarmTopicArn, DashboardName) =
            AlarmsAndDashboard.Create(name, this, args.Context, args.Settings, definitions, body, args.WriterName);
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
