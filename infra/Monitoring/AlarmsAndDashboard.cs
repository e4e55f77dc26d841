using Pulumi;
using Pulumi.Aws.CloudWatch;

namespace SessionStore.Infra.Monitoring;

/// <summary>What a person sees of any Region: alarms that are told on a topic of their own, and a dashboard.</summary>
internal static class AlarmsAndDashboard
{
    /// <summary>Registers them as the parts of a component.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="parent">The component.</param>
    /// <param name="body">What the dashboard shows.</param>
    /// <param name="writerName">The name in the dashboard's title.</param>
    public static (Output<string> AlarmTopicArn, Output<string> DashboardName) Create(
        string name, Resource parent, RegionContext context, AlarmSettings settings, IReadOnlyList<AlarmDefinition> definitions,
        DashboardLayout body, string writerName)
    {
        var topic = new AlarmTopic($"{name}-alarm", new() { Context = context, Email = settings.Email }, new() { Parent = parent });
        var alarms = new Alarms($"{name}-alarms", new()
        {
            Context = context,
            Definitions = definitions,
            TopicArn = topic.Arn,
        }, new() { Parent = parent });
        var dashboard = new Dashboard($"{name}-dashboard", new()
        {
            DashboardName = context.Naming.Dashboard,
            DashboardBody = body.Json(alarms.Arns, writerName),
        }, new() { Parent = parent });
        return (topic.Arn, dashboard.DashboardName);
    }
}
