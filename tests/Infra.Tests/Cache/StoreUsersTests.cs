using System.Collections.Immutable;
using Pulumi.Aws.ElastiCache;

namespace SessionStore.Infra.Tests.Cache;

/// <remarks>Proof limit: ElastiCache parses access strings and may refuse one that passes here.</remarks>
[TestFixture("primary")]
[TestFixture("secondary")]
public class StoreUsersTests(string role)
{
    private StageRun _stage = null!;

    [OneTimeSetUp]
    public async Task Deploy() => _stage = await Deployed.Option($"users-{role}");

    [Test]
    public void Every_Region_has_the_users_of_the_one_declaration()
    {
        var users = _stage.All("aws:elasticache/user:User");
        Assert.Multiple(() =>
        {
            Assert.That(
                users.Select(user => (user.Text("userId"), user.Text("userName"), user.Text("accessString"))),
                Is.EquivalentTo(new[]
                {
                    ("session-store-app", "session-store-app", "on ~session:* +@all -@dangerous"),
                    ("session-store-reader", "session-store-reader", "on ~* -@all +@read"),
                }));
            Assert.That(users.Select(user => user.Object("authenticationMode")["type"]), Is.All.EqualTo("password"));
            Assert.That(Passwords("app"), Is.EqualTo(new[] { Secrets.AppPassword }));
            Assert.That(Passwords("reader"), Is.EqualTo(new[] { Secrets.ReaderPassword, Secrets.NextReaderPassword }));
        });
    }

    [Test]
    public void The_member_lets_them_in_and_nobody_without_a_name_because_a_group_of_valkey_switches_default_off()
    {
        var group = _stage.Only("aws:elasticache/userGroup:UserGroup");
        var member = _stage.Resource("cache-replication-group");
        Assert.Multiple(() =>
        {
            Assert.That(group.Text("userGroupId"), Is.EqualTo("session-store"));
            Assert.That(group.List("userIds"), Is.EquivalentTo(new[] { "session-store-app", "session-store-reader" }));
            Assert.That(_stage.All("aws:elasticache/user:User").Append(group).Select(resource => resource.Text("engine")),
                Is.All.EqualTo("valkey"));
            Assert.That(_stage.All("aws:elasticache/user:User").Select(user => user.Has("noPasswordRequired")), Is.All.False);
            Assert.That(member.List("userGroupIds"), Is.EqualTo(new[] { "session-store" }));
            Assert.That(member.Has("authToken") || member.Has("authTokenUpdateStrategy"), Is.False, "the provider refuses both");
        });
    }

    [Test]
    public async Task Passwords_are_secrets_wherever_they_are()
    {
        string[] passwords = [Secrets.AppPassword, Secrets.ReaderPassword, Secrets.NextReaderPassword];
        var places = Secrets.Texts(_stage)
            .Where(place => passwords.Any(password => place.Text.Contains(password, StringComparison.Ordinal)))
            .Select(place => place.Where);
        string[] members = ["users-user-app.authenticationMode.passwords", "users-user-reader.authenticationMode.passwords"];
        var mode = ((UserArgs)_stage.Resource("users-user-app").Arguments).AuthenticationMode!.ToOutput();
        var isSecret = await Output.IsSecretAsync(mode.Apply(args => args.Passwords.ToOutput()));
        Assert.Multiple(() =>
        {
            Assert.That(places.Distinct(), Is.EquivalentTo(role == "primary" ? [.. members, "output userPasswords"] : members));
            Assert.That(isSecret, Is.True);
            Assert.That(_stage.SecretOutputs, Is.EquivalentTo(role == "primary" ? ["userPasswords"] : Array.Empty<string>()));
        });
    }

    [Test]
    public void The_commands_of_the_test_host_sign_in_as_the_first_user()
    {
        var script = _stage.Resource("test-host-instance").Text("userData");
        Assert.Multiple(() =>
        {
            Assert.That(script, Does.Contain("\n  read -rsp 'Password: ' REDISCLI_AUTH && export REDISCLI_AUTH\n"));
            Assert.That(script, Does.Contain("here session-store-app's"));
            Assert.That(script.Split("valkey-cli --tls").Skip(1), Is.All.StartsWith(" --user session-store-app -h "));
        });
    }

    [Test]
    public async Task A_store_that_had_a_token_parts_with_it_in_the_same_request()
    {
        var primary = await Deployed.OptionWith("users-primary", ("session-store:authTokenUpdateStrategy", "DELETE"));
        var cloud = new FakeCloud("us-east-2") { StackReference = _ => primary.Outputs, StackSecrets = _ => primary.SecretOutputs };
        var secondary = await StageRun.OfAsync(Deployed.OptionFile("users-secondary"), cloud);
        foreach (var member in new[] { primary, secondary }.Select(stage => stage.Resource("cache-replication-group")))
        {
            Assert.Multiple(() =>
            {
                Assert.That(member.Text("authTokenUpdateStrategy"), Is.EqualTo("DELETE"));
                Assert.That(member.Has("authToken"), Is.False);
            });
        }
    }

    private ImmutableArray<object> Passwords(string user) =>
        (ImmutableArray<object>)_stage.Resource($"users-user-{user}").Object("authenticationMode")["passwords"];
}
