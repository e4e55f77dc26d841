using Pulumi;
using Pulumi.Aws.CloudWatch;
using SessionStore.Infra.Stages;

namespace SessionStore.Infra.Monitoring;

/// <summary>What a person sees of a Region: alarms that are told on a topic of their own, and a dashboard.</summary>
public sealed class Watch : ComponentResource
{
    /// <summary>The topic on which alarms are told.</summary>
    public Output<string> AlarmTopicArn { get; }

    /// <summary>The dashboard's name.</summary>
    public Output<string> DashboardName { get; }

    /// <summary>Creates the topic, the alarms and the dashboard.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="settings">The Region's settings.</param>
    /// <param name="metrics">What is measured in the Region.</param>
    /// <param name="writerName">The name that leads to the Region that takes writes.</param>
    /// <param name="naming">The physical names.</param>
    /// <param name="account">The account and partition.</param>
    /// <param name="options">The component's options.</param>
    public Watch(
        string name, StageSettings settings, RegionMetrics metrics, string writerName, Naming naming, AwsAccount account, ComponentResourceOptions? options = null)
        : base("session-store:monitoring:Watch", name, options)
    {
        var topic = new AlarmTopic($"{name}-alarm", settings.Alarms.Email, naming, account, new() { Parent = this });
        var alarms = new Alarms($"{name}-alarms", RegionAlarms.Of(metrics, settings.Alarms), topic.Arn, naming, new() { Parent = this });
        var dashboard = new Dashboard($"{name}-dashboard", new()
        {
            DashboardName = naming.Dashboard,
            DashboardBody = new DashboardBody(settings.Region, metrics, settings.Alarms.ReplicationLagSeconds).Json(alarms.Arns, writerName),
        }, new() { Parent = this });

        AlarmTopicArn = topic.Arn;
        DashboardName = dashboard.DashboardName;
        RegisterOutputs();
    }
}
