using Pulumi;
using SessionStore.Infra.Application;

namespace SessionStore.Infra.Monitoring;

/// <summary>
/// Everything that is measured of a Region's application: "CloudWatch metrics for your Application Load Balancer" in its guide.
/// </summary>
internal sealed class ApplicationMetrics(ApplicationLoadBalancer loadBalancer)
{
    private const string Namespace = "AWS/ApplicationELB", Sum = "Sum";

    /// <summary>Instances that answer; the worst of the period.</summary>
    public Metric HealthyHosts => Hosts("HealthyHostCount", "Minimum", "healthy");

    /// <summary>Instances that do not answer; the worst of the period.</summary>
    public Metric UnhealthyHosts => Hosts("UnHealthyHostCount", "Maximum", "unhealthy");

    public Metric Requests => Of("RequestCount", Sum, "requests");

    /// <summary>Answers of the application's that are errors of its own.</summary>
    public Metric TargetErrors => Of("HTTPCode_Target_5XX_Count", Sum, "by the application");

    /// <summary>Errors with which the load balancer answers by itself: nobody healthy, no answer, or none in time.</summary>
    public Metric LoadBalancerErrors => Of("HTTPCode_ELB_5XX_Count", Sum, "by the load balancer");

    /// <summary>How long the application takes to answer, in seconds: a hundredth of the requests takes longer.</summary>
    public Metric ResponseTime => Of("TargetResponseTime", "p99", "p99");

    private Metric Of(string name, string statistic, string label) =>
        new(Namespace, name, statistic, "LoadBalancer", loadBalancer.ArnSuffix, label);

    private Metric Hosts(string name, string statistic, string label) =>
        Of(name, statistic, label) with { Second = ("TargetGroup", loadBalancer.TargetGroupArnSuffix) };
}
