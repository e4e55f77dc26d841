using System.Text.Json;

namespace SessionStore.Infra.Tests.Failover;

/// <remarks>Proof limit: IAM evaluates the policy; that Route 53 compares names as the condition writes them shows on AWS only.</remarks>
public class FailoverRoleTests
{
    [Test]
    public async Task The_function_may_move_three_records_of_one_zone_look_keep_a_copy_and_report_and_nothing_else()
    {
        var stage = await Deployed.Stack("primary");
        var account = FakeCloud.AccountId;
        var zone = stage.Arn("dns-zone");
        var expected = JsonSerializer.SerializeToElement(new
        {
            Version = "2012-10-17",
            Statement = new object[]
            {
                new
                {
                    Sid = "MoveTheWriter",
                    Effect = "Allow",
                    Action = new[] { "route53:ChangeResourceRecordSets" },
                    Resource = new[] { zone },
                    Condition = new Dictionary<string, object>
                    {
                        ["ForAllValues:StringEquals"] = new Dictionary<string, string[]>
                        {
                            ["route53:ChangeResourceRecordSetsNormalizedRecordNames"] = ["demo.valkey-dr.live", "_pin.demo.valkey-dr.live",
                                "_history.demo.valkey-dr.live"],
                            ["route53:ChangeResourceRecordSetsRecordTypes"] = ["CNAME", "TXT"],
                            ["route53:ChangeResourceRecordSetsActions"] = ["CREATE", "DELETE", "UPSERT"],
                        },
                    },
                },
                Allow("ReadTheZone", ["route53:ListResourceRecordSets"], zone),
                Allow("FollowTheChange", ["route53:GetChange"], "arn:aws:route53:::change/*"),
                Allow(
                    "LookAtTheMembers",
                    ["elasticache:DescribeReplicationGroups", "elasticache:DescribeCacheClusters"],
                    $"arn:aws:elasticache:*:{account}:replicationgroup:session-store-*",
                    $"arn:aws:elasticache:*:{account}:cluster:session-store-*"),
                Allow(
                    "WriteLogs",
                    ["logs:CreateLogStream", "logs:PutLogEvents"],
                    $"arn:aws:logs:*:{account}:log-group:/aws/lambda/session-store-failover:*"),
                Allow("KeepWhatFailed", ["sqs:SendMessage"], $"arn:aws:sqs:*:{account}:session-store-failover-failed"),
                Allow("KeepTheRecords", ["ssm:GetParameter", "ssm:PutParameter"],
                    $"arn:aws:ssm:*:{account}:parameter/session-store/writer-records"),
            },
        });
        var policy = stage.Resource("failover-role-policy");
        Assert.That(JsonElement.DeepEquals(policy.Json("policy"), expected), policy.Text("policy"));
    }

    [Test]
    public async Task Lambda_alone_takes_the_role_on_and_no_managed_policy_widens_it()
    {
        var stage = await Deployed.Stack("primary");
        var role = stage.Resource("failover-role-role");
        Assert.Multiple(() =>
        {
            Assert.That(
                role.Json("assumeRolePolicy").GetProperty("Statement")[0].GetProperty("Principal").GetProperty("Service").GetString(),
                Is.EqualTo("lambda.amazonaws.com"));
            Assert.That(role.Has("managedPolicyArns"), Is.False);
            Assert.That(
                stage.All("aws:iam/rolePolicyAttachment:RolePolicyAttachment").Select(attachment => attachment.Text("role")),
                Has.None.EqualTo(role.Text("name")));
        });
    }

    [Test]
    public async Task What_the_role_names_is_what_every_Region_creates()
    {
        foreach (var stack in new[] { "primary", "secondary", "tertiary" })
        {
            var stage = await Deployed.Stack(stack);
            Assert.Multiple(() =>
            {
                Assert.That(stage.Resource("failover-logs").Text("name"), Is.EqualTo("/aws/lambda/session-store-failover"));
                Assert.That(stage.Resource("failover-dead-letters-failed").Text("name"), Is.EqualTo("session-store-failover-failed"));
                Assert.That(stage.Resource("override-parameter").Text("name"), Is.EqualTo("/session-store/writer-records"));
                Assert.That(stage.Resource("cache-replication-group").Text("replicationGroupId"), Does.StartWith("session-store-"));
            });
        }
    }

    [Test]
    public async Task The_secondarys_function_uses_the_primarys_role()
    {
        var stage = await Deployed.Stack("secondary");
        Assert.Multiple(() =>
        {
            Assert.That(stage.Resource("failover-function").Text("role"), Is.EqualTo(Deployed.PrimaryOutput("failoverRoleArn")));
            Assert.That(stage.All("aws:iam/rolePolicy:RolePolicy"), Is.Empty);
        });
    }

    private static object Allow(string sid, string[] actions, params string[] resources) =>
        new { Sid = sid, Effect = "Allow", Action = actions, Resource = resources };
}
