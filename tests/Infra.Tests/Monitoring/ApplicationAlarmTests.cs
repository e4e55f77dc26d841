using System.Text.Json;

namespace SessionStore.Infra.Tests.Monitoring;

/// <remarks>Proof limit: names and dimensions are those of the Application Load Balancers guide; nobody here sends them.</remarks>
[TestFixture("application-primary")]
[TestFixture("application-secondary")]
public class ApplicationAlarmTests(string stack)
{
    private const string Balancer = "app/session-store/50dc6c495c0c9188", Targets = "targetgroup/session-store/73e2d6bc24d8a067";

    private StageRun _stage = null!;

    [OneTimeSetUp]
    public async Task Deploy() => _stage = await Deployed.Option(stack);

    [TestCase("application-unhealthy-hosts", "UnHealthyHostCount", "Maximum", "GreaterThanOrEqualToThreshold", 1, 10, 10, "notBreaching")]
    [TestCase("application-no-healthy-host", "HealthyHostCount", "Minimum", "LessThanThreshold", 1, 2, 2, "breaching")]
    [TestCase("application-errors", "HTTPCode_Target_5XX_Count", "Sum", "GreaterThanOrEqualToThreshold", 10, 5, 3, "notBreaching")]
    [TestCase("load-balancer-errors", "HTTPCode_ELB_5XX_Count", "Sum", "GreaterThanOrEqualToThreshold", 10, 5, 3, "notBreaching")]
    public void An_alarm(
        string part, string metric, string statistic, string comparison, int threshold, int minutes, int bad, string missing)
    {
        var alarm = _stage.Resource($"watch-alarms-{part}");
        var dimensions = alarm.Object("dimensions");
        Assert.Multiple(() =>
        {
            Assert.That(alarm.Text("namespace"), Is.EqualTo("AWS/ApplicationELB"));
            Assert.That((alarm.Text("metricName"), alarm.Text("statistic"), alarm.Text("comparisonOperator")),
                Is.EqualTo((metric, statistic, comparison)));
            Assert.That((alarm.Number("threshold"), alarm.Number("evaluationPeriods"), alarm.Number("datapointsToAlarm")),
                Is.EqualTo((threshold, minutes, bad)));
            Assert.That(alarm.Text("treatMissingData"), Is.EqualTo(missing));
            Assert.That(dimensions["LoadBalancer"], Is.EqualTo(Balancer));
            Assert.That(dimensions.GetValueOrDefault("TargetGroup"),
                metric.Contains("HostCount", StringComparison.Ordinal) ? Is.EqualTo(Targets) : Is.Null);
            Assert.That(alarm.List("alarmActions"), Is.EqualTo(new[] { _stage.Arn("watch-alarm-topic") }));
        });
    }

    [Test]
    public void The_dashboard_shows_them_below_everything_else()
    {
        var widgets = _stage.Resource("watch-dashboard").Json("dashboardBody").GetProperty("widgets").EnumerateArray()
            .Where(widget => widget.GetProperty("type").GetString() == "metric").ToArray();
        var own = widgets.Where(widget => widget.GetProperty("properties").GetProperty("title").GetString()!.StartsWith("Application",
            StringComparison.Ordinal)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(own, Has.Length.EqualTo(4));
            Assert.That(own.Select(Y).Distinct().Single(), Is.GreaterThan(widgets.Except(own).Max(Y)));
            var line = own[0].GetProperty("properties").GetProperty("metrics")[0];
            Assert.That(line.EnumerateArray().Take(6).Select(item => item.GetString()),
                Is.EqualTo(new[] { "AWS/ApplicationELB", "HealthyHostCount", "LoadBalancer", Balancer, "TargetGroup", Targets }));
        });

        static int Y(JsonElement widget) => widget.GetProperty("y").GetInt32();
    }
}
