using System.Collections.Immutable;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Failover;

namespace SessionStore.Infra.Tests.Failover;

/// <summary>How a Region takes the name without a call to Route 53, in each stage.</summary>
/// <remarks>Proof limit: no alarm, no health check and no resolver is there; docs/first-deployment.md says what to look at.</remarks>
[TestFixture("primary", "us-east-1")]
[TestFixture("secondary", "us-east-2")]
[TestFixture("tertiary", "us-west-2")]
public class WriterOverrideTests(string stack, string region)
{
    private StageRun _stage = null!;

    [OneTimeSetUp]
    public async Task Deploy() => _stage = await Deployed.Stack(stack);

    [Test]
    public void The_record_leads_to_the_Region_and_answers_only_while_the_check_is_healthy()
    {
        var record = _stage.Resource("override-record");
        Assert.Multiple(() =>
        {
            Assert.That(record.Text("name"), Is.EqualTo("demo.valkey-dr.live"));
            Assert.That(record.Text("type"), Is.EqualTo("CNAME"));
            Assert.That(record.Text("zoneId"), Is.EqualTo(Deployed.PrimaryOutput("hostedZoneId")));
            Assert.That(record.Text("setIdentifier"), Is.EqualTo($"override-{region}"));
            Assert.That(record.Objects("weightedRoutingPolicies").Single()["weight"], Is.EqualTo(1));
            Assert.That(record.Text("healthCheckId"), Is.EqualTo(_stage.Id("override-health-check")));
            Assert.That(record.List("records"), Is.EqualTo(new[] { _stage.Output("primaryEndpoint") }));
            Assert.That(record["ttl"], Is.EqualTo(10));
            Assert.That(record.IgnoreChanges, Is.Empty, "nobody but the stack changes it");
        });
    }

    [Test]
    public void The_check_watches_the_Regions_own_alarm_and_learns_when_that_changes()
    {
        var (check, alarm) = (_stage.Resource("override-health-check"), _stage.Resource("override-alarm"));
        Assert.Multiple(() =>
        {
            Assert.That(check.Text("type"), Is.EqualTo("CLOUDWATCH_METRIC"));
            Assert.That(check.Text("cloudwatchAlarmName"), Is.EqualTo("session-store-overriding").And.EqualTo(alarm.Text("name")));
            Assert.That(check.Text("cloudwatchAlarmRegion"), Is.EqualTo(region));
            Assert.That(check.Text("insufficientDataHealthStatus"), Is.EqualTo("Unhealthy"));
            var copy = (string)check.Object("triggers")["alarm"];
            string[] parts = ["statistic", "comparisonOperator", "threshold", "evaluationPeriods", "period", "treatMissingData"];
            foreach (var part in parts)
            {
                Assert.That(copy.Split(' ', ','), Has.Some.EqualTo($"{alarm[part]}"), part);
            }
        });
    }

    [Test]
    public void The_alarm_is_of_what_this_Regions_function_sends()
    {
        var alarm = _stage.Resource("override-alarm");
        Assert.That(WatchedMetric.Of(alarm).Single(),
            Is.EqualTo(new WatchedMetric("SessionStore", "Overriding", "ReplicationGroupId", $"session-store-{region}", "Maximum")));
    }

    [Test]
    public void The_record_is_written_last_and_deleted_first() => Assert.Multiple(() =>
    {
        // The check's ID and the zone's are inputs, which the engine waits for as well.
        Assert.That(_stage.Resource("override-record").DependsOn, Is.EqualTo(stack == "primary" ? new[] { "dns" } : []));
        Assert.That(_stage.Resource("destroy-guard").DependsOn, Contains.Item("override"));
    });

    [Test]
    public void It_waits_until_the_check_is_at_rest_before_it_is_written() => Assert.Multiple(() =>
    {
        var record = _stage.Resource("override-record");
        foreach (var hook in new[] { record.BeforeCreate.Single(), record.BeforeUpdate.Single() })
        {
            Assert.That(hook.Name, Is.EqualTo(RestingHealthCheck.HookName));
            Assert.That(hook.Options?.OnDryRun, Is.Not.True, "in a preview there is no check yet");
            Assert.That(hook.Options?.IgnoreErrors, Is.Not.True);
        }
        Assert.That(record.BeforeDelete, Is.Empty, "a destroy asks the guard alone");
    });

    [Test]
    public void The_functions_copy_of_the_records_is_a_plain_parameter_that_no_update_empties()
    {
        var parameter = _stage.Resource("override-parameter");
        Assert.Multiple(() =>
        {
            Assert.That(parameter.Text("name"),
                Is.EqualTo("/session-store/writer-records").And.EqualTo(_stage.Output("recordsParameterName")));
            Assert.That(parameter.Text("type"), Is.EqualTo("String"));
            Assert.That(parameter.Text("value"), Is.EqualTo("{}"));
            Assert.That(parameter.IgnoreChanges, Is.EqualTo(new[] { "value" }));
            Assert.That(_stage.Output("overrideHealthCheckId"), Is.EqualTo(_stage.Id("override-health-check")));
        });
    }

    [Test]
    public void Every_Region_that_Global_Datastore_is_known_to_support_can_be_watched() =>
        Assert.That(GlobalDatastoreLimits.Regions.Except(WatchableRegions.All), Is.Empty);
}
