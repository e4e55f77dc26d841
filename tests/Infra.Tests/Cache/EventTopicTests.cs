using System.Text.Json;

namespace SessionStore.Infra.Tests.Cache;

/// <remarks>Proof limit: SNS evaluates the policy, and by which of the statements ElastiCache publishes is AWS's to know.</remarks>
public class EventTopicTests
{
    [TestCase("primary")]
    [TestCase("secondary")]
    public async Task ElastiCache_may_publish_in_both_forms_and_no_other_service(string stack)
    {
        var stage = await Deployed.Stack(stack);
        var topic = stage.Arn("events-topic");
        var account = FakeCloud.AccountId;
        var expected = JsonSerializer.SerializeToElement(new
        {
            Version = "2012-10-17",
            Statement = new object[]
            {
                Allow("ElastiCacheByOwner", new { AWS = "*" }, new { StringEquals = Map("aws:SourceOwner", account) }),
                Allow("ElastiCacheByService", new { Service = "elasticache.amazonaws.com" },
                    new { StringEquals = Map("aws:SourceAccount", account) }),
            },
        });
        Assert.That(
            JsonElement.DeepEquals(stage.Resource("events-policy").Json("policy"), expected), stage.Resource("events-policy")
                .Text("policy"));

        object Allow(string sid, object principal, object condition) => new
        {
            Sid = sid,
            Effect = "Allow",
            Principal = principal,
            Action = new[] { "sns:Publish" },
            Resource = new[] { topic },
            Condition = condition,
        };
    }

    [TestCase("primary")]
    [TestCase("secondary")]
    public async Task The_topic_has_no_customer_key_because_ElastiCache_could_not_publish(string stack)
    {
        Assert.That((await Deployed.Stack(stack)).Resource("events-topic").Has("kmsMasterKeyId"), Is.False);
    }

    private static Dictionary<string, string> Map(string key, string value) => new() { [key] = value };
}
