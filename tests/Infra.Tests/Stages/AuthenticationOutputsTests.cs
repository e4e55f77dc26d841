namespace SessionStore.Infra.Tests.Stages;

/// <summary>How clients sign in crosses from the primary's stack to the secondaries', and secrets stay secrets on the way.</summary>
/// <remarks>Proof limit: stack references are played; that a backend keeps secret outputs encrypted is Pulumi's.</remarks>
public class AuthenticationOutputsTests
{
    [Test]
    public async Task A_store_without_has_none_of_these_outputs() =>
        Assert.That((await Deployed.Stack("primary")).Outputs.Keys.Where(name => name.StartsWith("auth", StringComparison.Ordinal)),
            Is.Empty);

    [Test]
    public async Task The_mode_and_what_belongs_to_it_are_outputs()
    {
        var primary = await Deployed.Option("token-primary");
        Assert.That(
            new[] { "auth", "authToken", "authTokenUpdateStrategy" }.Select(primary.Output),
                Is.EqualTo(new[] { "token", Secrets.Token, "ROTATE" }));
    }

    [Test]
    public async Task The_users_their_passwords_and_the_names_that_they_sign_in_with_are_outputs()
    {
        var primary = await Deployed.Option("users-primary");
        Assert.Multiple(() =>
        {
            Assert.That(primary.Output("auth"), Is.EqualTo("users"));
            Assert.That(primary.Output("users"), Is.EqualTo(new[] { "app on ~session:* +@all -@dangerous", "reader on ~* -@all +@read" }));
            Assert.That(primary.Output("userPasswords"), Is.EqualTo(Secrets.UserPasswords));
            Assert.That(primary.Output("userNames"), Is.EqualTo(new[] { "session-store-app", "session-store-reader" }));
            Assert.That(primary.SecretOutputs, Is.EquivalentTo(new[] { "userPasswords" }));
            Assert.That(primary.Outputs, Does.Not.ContainKey("authTokenUpdateStrategy"));
        });
    }

    [TestCase("users-secondary", "users", "output users is missing")]
    [TestCase("iam-secondary", "users", "output users is missing")]
    [TestCase("users-secondary", "userPasswords", "output userPasswords is missing, or not a secret text")]
    [TestCase("token-secondary", "authToken", "output authToken is missing, or not a secret text")]
    [TestCase("token-secondary", "authTokenUpdateStrategy", "output authTokenUpdateStrategy is missing")]
    public async Task A_missing_output_names_itself(string stack, string output, string problem)
    {
        var primary = await Deployed.Option(stack.Replace("secondary", "primary", StringComparison.Ordinal));
        Refused(stack, primary.Outputs.Where(pair => pair.Key != output).ToDictionary(), primary.SecretOutputs, problem);
    }

    [Test]
    public async Task A_token_that_is_no_secret_in_the_primarys_outputs_is_refused() =>
        Refused("token-secondary", (await Deployed.Option("token-primary")).Outputs, [],
            "output authToken is missing, or not a secret text");

    [Test]
    public async Task A_token_that_is_none_is_refused_without_being_shown()
    {
        var outputs = (await Deployed.Option("token-primary")).Outputs.ToDictionary();
        outputs["authToken"] = "hunter2";
        Refused("token-secondary", outputs, ["authToken"], "output authToken has 7 characters", hidden: "hunter2");
    }

    [Test]
    public async Task A_secret_where_a_plain_value_belongs_is_not_shown()
    {
        var outputs = (await Deployed.Option("token-primary")).Outputs.ToDictionary();
        outputs["vpcCidr"] = "hunter2";
        Refused("token-secondary", outputs, ["authToken", "vpcCidr"], "output vpcCidr is a secret: expected a CIDR block",
            hidden: "hunter2");
    }

    [Test]
    public void A_mode_of_another_kind_does_not_leave_a_member_open()
    {
        var outputs = Deployed.PrimaryOutputs.ToDictionary();
        outputs["auth"] = 7;
        Refused("token-secondary", outputs, [], "output auth is \"7\": expected a text");
    }

    [Test]
    public async Task A_mode_of_a_newer_primary_is_refused()
    {
        var outputs = Deployed.PrimaryOutputs.ToDictionary();
        outputs["auth"] = "passkeys";
        Refused("token-secondary", outputs, [], "output auth is \"passkeys\": expected ");
    }

    private static void Refused(
        string stack, IReadOnlyDictionary<string, object> outputs, IEnumerable<string> secrets, string problem,
            string hidden = Secrets.Token)
    {
        var cloud = new FakeCloud("us-east-2") { StackReference = _ => outputs, StackSecrets = _ => secrets };
        var refused = Assert.CatchAsync<RunException>(() => StageRun.OfAsync(Deployed.OptionFile(stack), cloud));
        Assert.Multiple(() =>
        {
            Assert.That(refused!.Message, Does.Contain(problem).And.Contains("Run `pulumi up --stack organization/session-store/"));
            Assert.That(refused.ToString(), Does.Not.Contain(hidden));
            Assert.That(cloud.Registrations.Select(registered => registered.Args.Type),
                Is.EqualTo(new[] { "pulumi:pulumi:StackReference" }));
        });
    }
}
