using System.Text.Json;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SNSEvents;
using SessionStore.Failover;

namespace SessionStore.Infra.Tests.Failover;

/// <remarks>
/// Proof limit: Lambda, SNS and EventBridge are not there; whether their permissions let a call through shows on AWS only.
/// </remarks>
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
            ["RECORDS_PARAMETER"] = "/session-store/writer-records",
        }));
    }

    [Test]
    public void The_function_stops_waiting_for_its_role_before_Lambda_ends_it()
    {
        var function = _stage.Resource("failover-function");
        var wait = int.Parse(
            (string)((IReadOnlyDictionary<string, object>)function.Object("environment")["variables"])["ROLE_WAIT_SECONDS"]);
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
            var onFailure = (IReadOnlyDictionary<string, object>)_stage.Resource("failover-failures")
                .Object("destinationConfig")["onFailure"];
            Assert.That(onFailure["destination"], Is.EqualTo(_stage.Arn("failover-dead-letters-failed")));
            Assert.That(_stage.Resource("failover-failures")["maximumRetryAttempts"], Is.EqualTo(2));
            Assert.That(_stage.All("aws:sqs/queue:Queue").Select(queue => queue["messageRetentionSeconds"]),
                Is.EqualTo(new object[] { 1209600, 1209600 }));
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
    public void Every_minute_the_rule_calls_the_function_itself_with_what_SNS_would_hand_over()
    {
        var (rule, target, permission) = (_stage.Resource("failover-rule"), _stage.Resource("failover-target"),
            _stage.Resource("failover-rule-permission"));
        var message = $$"""{"session-store:Reconcile":"session-store-{{region}}"}""";
        var expected = JsonSerializer.SerializeToElement(new { Records = new[] { new { Sns = new { Message = message } } } });
        Assert.Multiple(() =>
        {
            Assert.That(rule.Text("scheduleExpression"), Is.EqualTo("rate(1 minute)"));
            Assert.That(target.Text("rule"), Is.EqualTo(rule.Text("name")));
            Assert.That(target.Text("arn"), Is.EqualTo(_stage.Arn("failover-function")));
            Assert.That(target.Has("roleArn"), Is.False, "a function has a policy of its own");
            Assert.That(JsonElement.DeepEquals(target.Json("input"), expected), target.Text("input"));
            Assert.That(target.DependsOn, Is.SupersetOf(new[] { "failover-rule-permission", "failover-failures" }));
            Assert.That(permission.Text("principal"), Is.EqualTo("events.amazonaws.com"));
            Assert.That(permission.Text("action"), Is.EqualTo("lambda:InvokeFunction"));
            Assert.That(permission.Text("function"), Is.EqualTo("session-store-failover"));
            Assert.That(permission.Text("sourceArn"), Is.EqualTo(rule.Arn));
        });
    }

    [Test]
    public void The_function_reads_what_the_rule_sends_as_an_order_to_look_at_its_own_group()
    {
        using var input = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(_stage.Resource("failover-target").Text("input")));
        var read = new SourceGeneratorLambdaJsonSerializer<JsonContext>().Deserialize<SNSEvent>(input);
        Assert.That(Notice.ReadAll(read.Records.Single().Sns.Message),
            Is.EqualTo(new[] { new Notice(NoticeKind.Reconcile, $"session-store-{region}") }));
    }

    [Test]
    public void An_old_tick_is_given_up_and_an_old_order_does_not_come_back_hours_later()
    {
        var retries = _stage.Resource("failover-target").Object("retryPolicy");
        Assert.Multiple(() =>
        {
            Assert.That(retries["maximumEventAgeInSeconds"], Is.EqualTo(60), "the least that EventBridge takes");
            Assert.That(retries["maximumRetryAttempts"], Is.EqualTo(2));
            Assert.That(_stage.Resource("failover-failures")["maximumEventAgeInSeconds"], Is.EqualTo(900));
        });
    }
}
