using Pulumi.Aws.ElastiCache;

namespace SessionStore.Infra.Tests.Cache;

/// <remarks>Proof limit: that ElastiCache swaps a token while clients stay connected, in all Regions, shows on AWS only.</remarks>
[TestFixture("primary")]
[TestFixture("secondary")]
public class AuthTokenTests(string role)
{
    private StageRun _stage = null!;

    [OneTimeSetUp]
    public async Task Deploy() => _stage = await Deployed.Option($"token-{role}");

    [Test]
    public void Every_member_asks_for_the_same_token_so_that_clients_survive_a_promotion()
    {
        var member = _stage.Resource("cache-replication-group");
        Assert.Multiple(() =>
        {
            Assert.That(member.Text("authToken"), Is.EqualTo(Secrets.Token));
            Assert.That(member.Text("authTokenUpdateStrategy"), Is.EqualTo("ROTATE"));
            Assert.That(member.Has("userGroupIds"), Is.False, "the provider refuses both");
        });
    }

    [Test]
    public async Task It_is_a_secret_wherever_it_is()
    {
        var places = Secrets.Texts(_stage).Where(place => place.Text.Contains(Secrets.Token, StringComparison.Ordinal))
            .Select(place => place.Where);
        var isSecret = await Secrets.Is(((ReplicationGroupArgs)_stage.Resource("cache-replication-group").Arguments).AuthToken);
        Assert.Multiple(() =>
        {
            Assert.That(
                places,
                Is.EquivalentTo(role == "primary"
                    ? ["cache-replication-group.authToken", "output authToken"]
                    : new[] { "cache-replication-group.authToken" }));
            Assert.That(isSecret, Is.True);
            Assert.That(_stage.SecretOutputs, Is.EquivalentTo(role == "primary" ? ["authToken"] : Array.Empty<string>()));
        });
    }

    [Test]
    public async Task It_adds_no_resource_and_changes_nothing_but_the_member_and_the_message_of_the_day()
    {
        var without = await Deployed.Stack(role);
        var changed = _stage.Resources
            .Where(resource => resource.Type.StartsWith("aws:", StringComparison.Ordinal))
            .Where(resource => !resource.Inputs.Keys.Order().SequenceEqual(without.Resource(resource.Name).Inputs.Keys.Order())
                || (resource.Has("userData") && resource.Text("userData") != without.Resource(resource.Name).Text("userData")))
            .Select(resource => resource.Name);
        Assert.That(changed, Is.EquivalentTo(new[] { "cache-replication-group", "test-host-instance" }));
    }

    [Test]
    public void A_person_on_the_test_host_types_it_once_and_no_list_of_processes_shows_it()
    {
        var script = _stage.Resource("test-host-instance").Text("userData");
        Assert.Multiple(() =>
        {
            Assert.That(script, Does.Contain("\n  read -rsp 'AUTH token: ' REDISCLI_AUTH && export REDISCLI_AUTH\n"));
            Assert.That(script,
                Does.Contain("""valkey-cli --tls -h "$(dig +short CNAME demo.valkey-dr.live | sed 's/\.$//')" -p 6379 SET"""));
            Assert.That(script, Does.Not.Match(@"valkey-cli.* (-a|--pass)\b"));
        });
    }

    [Test]
    public async Task The_old_token_goes_when_the_primary_says_so()
    {
        var primary = await Deployed.OptionWith("token-primary", ("session-store:authTokenUpdateStrategy", "SET"));
        var cloud = new FakeCloud("us-east-2") { StackReference = _ => primary.Outputs, StackSecrets = _ => primary.SecretOutputs };
        var secondary = await StageRun.OfAsync(Deployed.OptionFile("token-secondary"), cloud);
        Assert.That(
            new[] { primary, secondary }.Select(stage => stage.Resource("cache-replication-group").Text("authTokenUpdateStrategy")),
            Is.EqualTo(new[] { "SET", "SET" }));
    }
}
