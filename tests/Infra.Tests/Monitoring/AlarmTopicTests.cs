using System.Text.Json;

namespace SessionStore.Infra.Tests.Monitoring;

/// <remarks>Proof limit: SNS evaluates the policy; that CloudWatch publishes by it shows on AWS only.</remarks>
[TestFixture("primary", "us-east-1")]
[TestFixture("secondary", "us-east-2")]
public class AlarmTopicTests(string stack, string region)
{
    private const string Subscription = "aws:sns/topicSubscription:TopicSubscription";

    [Test]
    public async Task This_stores_alarms_may_publish_and_nobody_else()
    {
        var stage = await Deployed.Stack(stack);
        var expected = JsonSerializer.SerializeToElement(new
        {
            Version = "2012-10-17",
            Statement = new object[]
            {
                new
                {
                    Sid = "Alarms",
                    Effect = "Allow",
                    Principal = new { Service = "cloudwatch.amazonaws.com" },
                    Action = new[] { "sns:Publish" },
                    Resource = new[] { stage.Arn("watch-alarm-topic") },
                    Condition = new
                    {
                        StringEquals = new Dictionary<string, string> { ["aws:SourceAccount"] = FakeCloud.AccountId },
                        ArnLike = new Dictionary<string, string>
                        {
                            ["aws:SourceArn"] = $"arn:aws:cloudwatch:{region}:{FakeCloud.AccountId}:alarm:session-store-*",
                        },
                    },
                },
            },
        });
        var policy = stage.Resource("watch-alarm-policy");
        Assert.Multiple(() =>
        {
            Assert.That(policy.Text("arn"), Is.EqualTo(stage.Arn("watch-alarm-topic")));
            Assert.That(JsonElement.DeepEquals(policy.Json("policy"), expected), policy.Text("policy"));
        });
    }

    [Test]
    public async Task The_topic_has_no_key_that_CloudWatch_could_not_use() =>
        Assert.That((await Deployed.Stack(stack)).Resource("watch-alarm-topic").Has("kmsMasterKeyId"), Is.False);

    [Test]
    public async Task Alarms_are_not_told_to_the_function() =>
        Assert.That(
            (await Deployed.Stack(stack)).All(Subscription).Where(subscription => subscription.Text("protocol") == "lambda")
                .Select(subscription => subscription.Text("topic")),
            Is.EqualTo(new[] { (await Deployed.Stack(stack)).Arn("events-topic") }));

    [Test]
    public async Task An_address_is_subscribed_when_it_is_configured_and_nobody_otherwise()
    {
        var without = await Deployed.Stack(stack);
        var with = await Deployed.With(stack, ("session-store:alarmEmail", "oncall@example.com"));
        var subscription = with.Resource("watch-alarm-email");
        Assert.Multiple(() =>
        {
            Assert.That(without.All(Subscription).Where(other => other.Text("protocol") == "email"), Is.Empty);
            Assert.That(subscription.Text("endpoint"), Is.EqualTo("oncall@example.com"));
            Assert.That(subscription.Text("topic"), Is.EqualTo(with.Arn("watch-alarm-topic")));
        });
    }
}
