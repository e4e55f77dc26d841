using System.Collections.Immutable;
using System.Text.Json;

namespace SessionStore.Infra.Tests.Cache;

/// <remarks>Proof limit: that ElastiCache lets in who has such a policy and an IAM token shows on AWS only.</remarks>
public class IamUsersTests
{
    [TestCase("primary")]
    [TestCase("secondary")]
    public async Task Users_sign_in_with_IAM_under_the_ID_that_IAM_knows_them_by(string role)
    {
        var stage = await Deployed.Option($"iam-{role}");
        var users = stage.All("aws:elasticache/user:User");
        Assert.Multiple(() =>
        {
            Assert.That(users.Select(user => user.Text("userId")), Is.EquivalentTo(new[] { "session-store-app", "session-store-reader" }));
            Assert.That(users, Has.All.Matches<Registered>(user => user.Text("userId") == user.Text("userName")),
                "IAM wants them to be the same");
            Assert.That(users.Select(user => user.Object("authenticationMode")),
                Is.All.EquivalentTo(new Dictionary<string, object> { ["type"] = "iam" }));
            Assert.That(stage.Resource("cache-replication-group").List("userGroupIds"), Is.EqualTo(new[] { "session-store" }));
            Assert.That(stage.SecretOutputs, Is.Empty);
            Assert.That(stage.Output("userNames"), Is.EqualTo(new[] { "session-store-app", "session-store-reader" }));
        });
    }

    [Test]
    public async Task A_role_gets_the_policy_of_one_user_which_is_good_in_all_Regions()
    {
        var stage = await Deployed.Option("iam-primary");
        Assert.Multiple(() =>
        {
            foreach (var user in new[] { "app", "reader" })
            {
                var policy = stage.Resource($"connect-policy-{user}");
                var expected = JsonSerializer.SerializeToElement(new
                {
                    Version = "2012-10-17",
                    Statement = new[]
                    {
                        new
                        {
                            Sid = "Connect",
                            Effect = "Allow",
                            Action = new[] { "elasticache:Connect" },
                            Resource = new[]
                            {
                                $"arn:aws:elasticache:*:{FakeCloud.AccountId}:replicationgroup:session-store-*",
                                $"arn:aws:elasticache:*:{FakeCloud.AccountId}:user:session-store-{user}",
                            },
                        },
                    },
                });
                Assert.That(policy.Text("name"), Is.EqualTo($"session-store-connect-{user}"));
                Assert.That(JsonElement.DeepEquals(policy.Json("policy"), expected), policy.Text("policy"));
                Assert.That(((ImmutableDictionary<string, object>)stage.Output("connectPolicyArns"))[user], Is.EqualTo(policy.Arn));
            }
        });
    }

    [TestCase("iam-secondary")]
    [TestCase("users-primary")]
    public async Task The_policies_exist_once_and_for_IAM_only(string stack)
    {
        var stage = await Deployed.Option(stack);
        Assert.Multiple(() =>
        {
            Assert.That(stage.All("aws:iam/policy:Policy"), Is.Empty);
            Assert.That(stage.Outputs, Does.Not.ContainKey("connectPolicyArns"));
        });
    }

    [TestCase("primary")]
    [TestCase("secondary")]
    public async Task From_passwords_to_IAM_the_users_stay_and_change_what_they_are_asked_for(string role)
    {
        var passwords = (await Deployed.Option($"users-{role}")).All("aws:elasticache/user:User");
        var iam = (await Deployed.Option($"iam-{role}")).All("aws:elasticache/user:User");
        // A change of either replaces a user, and the new one cannot have the old one's ID.
        Assert.That(iam.Select(Identity), Is.EquivalentTo(passwords.Select(Identity)));

        static (string, string, string) Identity(Registered user) => (user.Name, user.Text("userId"), user.Text("userName"));
    }

    [Test]
    public async Task The_commands_of_the_test_host_take_a_token_that_IAM_signs()
    {
        var script = (await Deployed.Option("iam-secondary")).Resource("test-host-instance").Text("userData");
        Assert.Multiple(() =>
        {
            Assert.That(script, Does.Contain("\n  read -rsp 'IAM token: ' REDISCLI_AUTH && export REDISCLI_AUTH\n"));
            Assert.That(script.Split("valkey-cli --tls").Skip(1), Is.All.StartsWith(" --user session-store-app -h "));
        });
    }
}
