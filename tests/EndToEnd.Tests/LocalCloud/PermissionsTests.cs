using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using SessionStore.Engine;

namespace SessionStore.EndToEnd.Tests.LocalCloud;

/// <summary>What AWS would not let through does not get through here either.</summary>
public sealed class PermissionsTests
{
    private static readonly TimeSpan _minute = TimeSpan.FromMilliseconds(1);

    private StageRun _stage = null!;

    [OneTimeSetUp]
    public async Task Deploy() => _stage = await StageRun.OfAsync(World.Files(1)[0], new FakeCloud("us-east-1"));

    [Test]
    public void What_the_stage_registers_lets_in_whom_it_should()
    {
        var permissions = new LocalPermissions(_stage.Resources);
        Assert.Multiple(() =>
        {
            Assert.That(permissions.MayPublish(Publisher.ElastiCache), Is.True);
            Assert.That(permissions.MayPublish(Publisher.Operator), Is.True);
            Assert.That(permissions.TopicMayInvoke, Is.True);
            Assert.That(permissions.RuleMayInvoke, Is.True);
            Assert.That(permissions.TopicMayKeepUndelivered, Is.True);
        });
    }

    [Test]
    public void A_topics_policy_with_a_condition_lets_no_rule_in()
    {
        var policy = new ResourcePolicy(JsonSerializer.SerializeToElement(new
        {
            Statement = new[]
            {
                new
                {
                    Effect = "Allow",
                    Principal = new { Service = "events.amazonaws.com" },
                    Action = "sns:Publish",
                    Resource = "topic",
                    Condition = new { ArnEquals = new Dictionary<string, string> { ["aws:SourceArn"] = "rule" } },
                },
            },
        }));
        Assert.Multiple(() =>
        {
            Assert.That(policy.Allows(new("events.amazonaws.com", new Dictionary<string, string>()), "sns:Publish", "topic"), Is.False);
            Assert.That(
                policy.Allows(new("events.amazonaws.com", new Dictionary<string, string> { ["aws:SourceArn"] = "rule" }), "sns:Publish",
                    "topic"), Is.True);
        });
    }

    [Test]
    public void A_rule_whose_target_is_the_topic_is_not_heard() =>
        Assert.That(new LocalPermissions(With("failover-target", ("arn", _stage.Arn("events-topic")))).RuleMayInvoke, Is.False);

    [Test]
    public void A_rule_calls_the_function_only_with_a_permission_for_this_very_rule() => Assert.Multiple(() =>
    {
        Assert.That(new LocalPermissions(Without("failover-rule-permission")).RuleMayInvoke, Is.False);
        Assert.That(new LocalPermissions(With("failover-rule-permission", ("sourceArn", "another"))).RuleMayInvoke, Is.False);
        Assert.That(new LocalPermissions(With("failover-rule-permission", ("function", "another"))).RuleMayInvoke, Is.False);
        Assert.That(new LocalPermissions(With("failover-target", ("roleArn", "arn"))).RuleMayInvoke, Is.False);
    });

    [Test]
    public async Task A_tick_that_may_not_call_the_function_is_a_failed_invocation()
    {
        await using var invocations = Nobody();
        var resources = Without("failover-rule-permission");
        var rule = new LocalRule(resources, new(resources), invocations, _minute);
        rule.Tick();
        await invocations.DrainAsync();
        Assert.That(rule.FailedInvocations, Is.EqualTo(1));
    }

    [TestCase("ElastiCacheByOwner")]
    [TestCase("ElastiCacheByService")]
    public async Task ElastiCache_is_let_in_in_both_forms_or_stops_publishing(string sid)
    {
        await using var invocations = Nobody();
        var refused = 0;
        var policy = _stage.Resource("events-policy").Json("policy").Deserialize<JsonObject>()!;
        policy["Statement"] = new JsonArray(
            [.. policy["Statement"]!.AsArray().Where(statement => (string)statement!["Sid"]! != sid)
                .Select(statement => statement!.DeepClone())]);
        var permissions = new LocalPermissions(With("events-policy", ("policy", policy.ToJsonString())));
        var topic = new LocalTopic(permissions, invocations) { ElastiCacheRefused = () => refused++ };
        Assert.Multiple(() =>
        {
            Assert.That(topic.Publish(SnsEvent.Promoted("group")), Is.False);
            Assert.That(refused, Is.EqualTo(1));
        });
    }

    [Test]
    public void A_policy_that_denies_shuts_operators_out()
    {
        const string Deny = """{"Statement":[{"Effect":"Deny","Principal":"*","Action":"sns:Publish","Resource":"TOPIC"}]}""";
        var resources = With("events-policy", ("policy", Deny.Replace("TOPIC", _stage.Arn("events-topic"), StringComparison.Ordinal)));
        Assert.That(new LocalPermissions(resources).MayPublish(Publisher.Operator), Is.False);
    }

    [Test]
    public async Task What_the_topic_may_not_hand_over_goes_to_the_queue_of_the_undelivered_if_that_takes_it()
    {
        await using var invocations = Nobody();
        var letters = new List<string>();
        LocalTopic Topic(IReadOnlyList<Registered> resources) => new(new(resources), invocations)
        {
            Undelivered = letter =>
            {
                letters.Add(letter);
                return Task.CompletedTask;
            },
        };
        Topic(Without("failover-permission")).Publish("message");
        Assert.That(letters, Has.Count.EqualTo(1).And.One.Contains("\"Message\":\"message\""));
        Topic([.. Without("failover-permission").Where(resource => resource.Name != "failover-dead-letters-undelivered-policy")])
            .Publish("message");
        Assert.That(letters, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_condition_that_nobody_plays_is_not_taken_for_fulfilled()
    {
        var policy = new ResourcePolicy(JsonSerializer.SerializeToElement(new
        {
            Statement = new[] { new { Effect = "Allow", Principal = "*", Action = "a", Resource = "r",
                Condition = new { Null = new { key = "true" } } } },
        }));
        Assert.That(() => policy.Allows(new("*", new Dictionary<string, string>()), "a", "r"), Throws.InstanceOf<NotSupportedException>());
    }

    private static LocalInvocations Nobody() => new(() => throw new AssertionException("the function was called"), _minute);

    private IReadOnlyList<Registered> Without(string name) => [.. _stage.Resources.Where(resource => resource.Name != name)];

    private IReadOnlyList<Registered> With(string name, params (string Input, object Value)[] changes) =>
        [.. _stage.Resources.Select(resource => resource.Name == name ? resource.With(changes) : resource)];
}
