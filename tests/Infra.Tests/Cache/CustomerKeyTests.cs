using System.Text.Json;

namespace SessionStore.Infra.Tests.Cache;

/// <remarks>Proof limit: KMS evaluates key policies, and nobody here does: a service could still be refused the key.</remarks>
[TestFixture("primary", "us-east-1")]
[TestFixture("secondary", "us-east-2")]
public class CustomerKeyTests(string role, string region)
{
    private const string Account = FakeCloud.AccountId;
    private StageRun _stage = null!;
    private StageRun _without = null!;

    [OneTimeSetUp]
    public async Task Deploy()
    {
        _stage = await Deployed.Option($"kms-{role}");
        _without = await Deployed.Stack(role);
    }

    [Test]
    public void The_key_rotates_and_has_the_stores_name()
    {
        var key = _stage.Only("aws:kms/key:Key");
        var alias = _stage.Only("aws:kms/alias:Alias");
        Assert.Multiple(() =>
        {
            Assert.That(key["enableKeyRotation"], Is.True);
            Assert.That(key["deletionWindowInDays"], Is.EqualTo(30));
            Assert.That(alias.Text("name"), Is.EqualTo("alias/session-store"));
            Assert.That(alias.Text("targetKeyId"), Is.EqualTo(_stage.Id("key-key")));
            Assert.That(_stage.Output("customerKeyArn"), Is.EqualTo(key.Arn));
        });
    }

    [Test]
    public void The_account_administers_it_and_the_logs_the_topic_and_the_function_use_it_and_nobody_else()
    {
        var expected = JsonSerializer.SerializeToElement(new
        {
            Version = "2012-10-17",
            Statement = new object[]
            {
                new
                {
                    Sid = "Administer",
                    Effect = "Allow",
                    Principal = new { AWS = $"arn:aws:iam::{Account}:root" },
                    Action = new[] { "kms:*" },
                    Resource = new[] { "*" },
                },
                Allow(
                    "WriteLogs",
                    new { Service = $"logs.{region}.amazonaws.com" },
                    ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
                    new
                    {
                        ArnEquals = Map("kms:EncryptionContext:aws:logs:arn",
                            $"arn:aws:logs:{region}:{Account}:log-group:/aws/lambda/session-store-failover"),
                    }),
                Allow(
                    "KeepUndelivered",
                    new { Service = "sns.amazonaws.com" },
                    ["kms:GenerateDataKey", "kms:Decrypt"],
                    new { ArnEquals = Map("aws:SourceArn", _stage.Arn("events-topic")) }),
                Allow(
                    "KeepFailed",
                    new { AWS = "*" },
                    ["kms:GenerateDataKey", "kms:Decrypt"],
                    new
                    {
                        StringEquals = new Dictionary<string, string>
                        {
                            ["kms:CallerAccount"] = Account,
                            ["kms:ViaService"] = $"sqs.{region}.amazonaws.com",
                        },
                        ArnEquals = Map("aws:PrincipalArn", $"arn:aws:iam::{Account}:role/session-store-failover"),
                    }),
            },
        });
        var policy = _stage.Only("aws:kms/key:Key");
        Assert.That(JsonElement.DeepEquals(policy.Json("policy"), expected), policy.Text("policy"));
    }

    [Test]
    public async Task The_role_that_may_use_it_is_the_one_that_the_primary_creates() => Assert.That(
        (await Deployed.Option("kms-primary")).Resource("failover-role-role").Text("name"), Is.EqualTo("session-store-failover"));

    [Test]
    public void Data_logs_and_queues_are_encrypted_with_it()
    {
        var arn = _stage.Arn("key-key");
        Assert.Multiple(() =>
        {
            Assert.That(_stage.Resource("cache-replication-group").Text("kmsKeyId"), Is.EqualTo(arn));
            Assert.That(_stage.Resource("failover-logs").Text("kmsKeyId"), Is.EqualTo(arn));
            Assert.That(_stage.All("aws:sqs/queue:Queue").Select(queue => queue.Text("kmsMasterKeyId")), Is.EqualTo(new[] { arn, arn }));
            // The provider refuses a queue with both.
            Assert.That(_stage.All("aws:sqs/queue:Queue"), Has.None.Matches<Registered>(queue => queue.Has("sqsManagedSseEnabled")));
        });
    }

    [Test]
    public void No_topic_is_encrypted_with_it_because_ElastiCache_could_not_publish_and_alarms_must_be_told_without_it() =>
        Assert.That(_stage.All("aws:sns/topic:Topic").Select(topic => topic.Has("kmsMasterKeyId")), Is.EqualTo(new[] { false, false }));

    [Test]
    public async Task It_is_protected_like_the_data_that_nobody_can_read_without_it()
    {
        var unprotected = await Deployed.OptionWith($"kms-{role}", ("session-store:deletionProtection", "false"));
        Assert.Multiple(() =>
        {
            Assert.That(_stage.Resource("key-key").Protect, Is.True);
            Assert.That(unprotected.Resource("key-key").Protect, Is.False);
        });
    }

    [Test]
    public void Without_it_there_is_no_key_and_nothing_names_one()
    {
        Assert.Multiple(() =>
        {
            Assert.That(_without.Resources.Where(resource => resource.Type.StartsWith("aws:kms/", StringComparison.Ordinal)), Is.Empty);
            Assert.That(
                _without.Resources.Where(resource => resource.Has("kmsKeyId") || resource.Has("kmsMasterKeyId"))
                    .Select(resource => resource.Name), Is.Empty);
            Assert.That(_without.Outputs, Does.Not.ContainKey("customerKeyArn"));
        });
    }

    [Test]
    public void It_adds_a_key_and_its_alias_and_nothing_else() => Assert.That(
        _stage.Resources.Select(resource => resource.Name).Except(_without.Resources.Select(resource => resource.Name)),
        Is.EquivalentTo(role == "primary"
            ? ["key", "key-key", "key-alias"]
            : new[] { "key", "key-key", "key-alias", "organization/session-store/kms-primary" }));

    private static object Allow(string sid, object principal, string[] actions, object condition) =>
        new { Sid = sid, Effect = "Allow", Principal = principal, Action = actions, Resource = new[] { "*" }, Condition = condition };

    private static Dictionary<string, string> Map(string key, string value) => new() { [key] = value };
}
