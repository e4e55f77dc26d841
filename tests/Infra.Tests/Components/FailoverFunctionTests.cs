using System.Text.Json;

namespace SessionStore.Infra.Tests.Components;

[TestFixture("primary", "us-east-1")]
[TestFixture("secondary", "us-east-2")]
public class FailoverFunctionTests(string stack, string region)
{
    private StageRun _stage = null!;

    [OneTimeSetUp]
    public async Task Deploy() => _stage = await Deployed.Stack(stack);

    [Test]
    public void The_environment_is_what_the_function_reads()
    {
        Assert.That(_stage.Resource("failover-function").Object("environment")["variables"], Is.EquivalentTo(new Dictionary<string, object>
        {
            ["REPLICATION_GROUP_ID"] = $"session-store-{region}",
            ["HOSTED_ZONE_ID"] = Deployed.PrimaryOutput("hostedZoneId"),
            ["WRITER_NAME"] = "demo.valkey-dr.live",
            ["RECORD_TTL_SECONDS"] = "10",
            ["ROLE_WAIT_SECONDS"] = "90",
            ["ROLE_HOLD_SECONDS"] = "300",
        }));
    }

    [Test]
    public void The_function_stops_waiting_for_its_role_before_Lambda_ends_it()
    {
        var function = _stage.Resource("failover-function");
        var wait = int.Parse((string)((IReadOnlyDictionary<string, object>)function.Object("environment")["variables"])["ROLE_WAIT_SECONDS"]);
        Assert.That(function["timeout"], Is.GreaterThanOrEqualTo(wait + 20));
    }

    [Test]
    public void It_runs_on_a_runtime_that_is_supported_and_reserves_no_concurrency_which_new_accounts_cannot()
    {
        var function = _stage.Resource("failover-function");
        Assert.Multiple(() =>
        {
            Assert.That(function.Text("runtime"), Is.EqualTo("dotnet10"));
            Assert.That(function.List("architectures"), Is.EqualTo(new[] { "x86_64" }));
            Assert.That(function.Text("handler"), Is.EqualTo("SessionStore.Failover"));
            Assert.That(function.Has("reservedConcurrentExecutions"), Is.False);
            Assert.That(function.Object("loggingConfig")["logFormat"], Is.EqualTo("JSON"));
            Assert.That(function.Object("loggingConfig")["logGroup"], Is.EqualTo("/aws/lambda/session-store-failover"));
        });
    }

    [Test]
    public void Logs_are_not_kept_for_ever() => Assert.That(_stage.Resource("failover-logs")["retentionInDays"], Is.EqualTo(30));

    [Test]
    public void What_SNS_cannot_deliver_goes_to_one_queue_and_what_the_function_cannot_do_to_another()
    {
        Assert.Multiple(() =>
        {
            Assert.That(
                _stage.Resource("failover-subscription").Json("redrivePolicy").GetProperty("deadLetterTargetArn").GetString(),
                Is.EqualTo(_stage.Arn("failover-dead-letters-undelivered")));
            var onFailure = (IReadOnlyDictionary<string, object>)_stage.Resource("failover-failures").Object("destinationConfig")["onFailure"];
            Assert.That(onFailure["destination"], Is.EqualTo(_stage.Arn("failover-dead-letters-failed")));
            Assert.That(_stage.Resource("failover-failures")["maximumRetryAttempts"], Is.EqualTo(2));
            Assert.That(_stage.All("aws:sqs/queue:Queue").Select(queue => queue["messageRetentionSeconds"]), Is.EqualTo(new object[] { 1209600, 1209600 }));
            Assert.That(_stage.All("aws:sqs/queue:Queue").Select(queue => queue["sqsManagedSseEnabled"]), Is.All.True);
        });
    }

    [Test]
    public void The_topic_alone_may_fill_the_queue_of_the_undelivered()
    {
        var statements = _stage.Resource("failover-dead-letters-undelivered-policy").Json("policy").GetProperty("Statement");
        Assert.Multiple(() =>
        {
            Assert.That(statements.GetArrayLength(), Is.EqualTo(1));
            Assert.That(statements[0].GetProperty("Principal").GetProperty("Service").GetString(), Is.EqualTo("sns.amazonaws.com"));
            Assert.That(statements[0].GetProperty("Action")[0].GetString(), Is.EqualTo("sqs:SendMessage"));
            Assert.That(
                statements[0].GetProperty("Condition").GetProperty("ArnEquals").GetProperty("aws:SourceArn").GetString(),
                Is.EqualTo(_stage.Arn("events-topic")));
        });
    }

    [Test]
    public void The_topic_alone_may_call_the_function_and_can_before_it_subscribes()
    {
        var permission = _stage.Resource("failover-permission");
        var subscription = _stage.Resource("failover-subscription");
        Assert.Multiple(() =>
        {
            Assert.That(permission.Text("principal"), Is.EqualTo("sns.amazonaws.com"));
            Assert.That(permission.Text("sourceArn"), Is.EqualTo(_stage.Arn("events-topic")));
            Assert.That(permission.Text("action"), Is.EqualTo("lambda:InvokeFunction"));
            Assert.That(subscription.Text("protocol"), Is.EqualTo("lambda"));
            Assert.That(subscription.Text("endpoint"), Is.EqualTo(_stage.Arn("failover-function")));
            Assert.That(subscription.DependsOn, Is.SupersetOf(new[] { "failover-permission", "failover-failures" }));
        });
    }

    [Test]
    public void Every_minute_the_function_is_asked_to_look_through_the_same_door_as_a_notice()
    {
        var target = _stage.Resource("failover-target");
        Assert.Multiple(() =>
        {
            Assert.That(_stage.Resource("failover-rule").Text("scheduleExpression"), Is.EqualTo("rate(1 minute)"));
            Assert.That(target.Text("arn"), Is.EqualTo(_stage.Arn("events-topic")));
            Assert.That(target.Has("roleArn"), Is.False);
            Assert.That(
                JsonElement.DeepEquals(
                    target.Json("input"),
                    JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["session-store:Reconcile"] = $"session-store-{region}" })),
                target.Text("input"));
            Assert.That(target.DependsOn, Does.Contain("events-policy"));
        });
    }
}
