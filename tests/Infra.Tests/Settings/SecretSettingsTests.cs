namespace SessionStore.Infra.Tests.Settings;

/// <summary>Secrets are told about, and never told.</summary>
public class SecretSettingsTests
{
    private const string Key = "session-store:authToken";

    [TestCase("", "session-store:authToken is not set: expected an AUTH token of 16 to 128 letters, digits and ! & # $ ^ < > -")]
    [TestCase("hunter2", "session-store:authToken has 7 characters: expected an AUTH token of 16 to 128")]
    [TestCase("correct horse battery", "session-store:authToken has other characters: expected an AUTH token of 16 to 128")]
    [TestCase("correct/horse@battery", "session-store:authToken has other characters")]
    [TestCase("correct-horse-bättery", "session-store:authToken has other characters")]
    public void A_token_that_is_none_is_refused_without_being_shown(string token, string problem) =>
        RefusedWithout(token, problem, Deployed.OptionFile("token-primary").WithSecrets((Key, token)));

    [TestCase("Sixteen-chars-16")]
    [TestCase("All!of&these#may$be^in<it>-0")]
    public async Task A_token_that_is_one_is_taken(string token) => Assert.That(
        (await Deployed.Run(Deployed.OptionFile("token-primary").WithSecrets((Key, token)))).Output("authToken"), Is.EqualTo(token));

    [Test]
    public void A_token_in_plain_text_is_refused_with_the_command_that_encrypts_one() => RefusedWithout(
        Secrets.Token,
        "session-store:authToken is in plain text: expected a secret: take this one for known, and type another after `pulumi config set "
            + "--secret authToken --stack primary`",
        StackFile.Read(Deployed.Root, "primary").With(("session-store:auth", "token"), (Key, Secrets.Token)));

    [Test]
    public void A_token_that_nobody_asks_for_is_refused_without_being_shown()
    {
        RefusedWithout(
            Secrets.Token,
            "session-store:authToken is set: expected no value: session-store:auth is none",
            StackFile.Read(Deployed.Root, "primary").WithSecrets((Key, Secrets.Token)));
        RefusedWithout(
            Secrets.Token,
            "session-store:authToken is set: expected no value: a secondary inherits it from the primary stack, so set it there",
            StackFile.Read(Deployed.Root, "secondary").With((Key, Secrets.Token)));
    }

    [Test]
    public void A_misspelt_secret_is_refused_without_being_shown() => RefusedWithout(
        Secrets.Token,
        "session-store:authTokn is set: nothing reads this key; did you mean session-store:authToken?",
        StackFile.Read(Deployed.Root, "primary").WithSecrets(("session-store:authTokn", Secrets.Token)));

    [TestCase("",
        "session-store:userPasswords is not set: expected a JSON object of users to passwords, or to lists of two, each of 16 to 128")]
    [TestCase("hunter2", "session-store:userPasswords has another form: expected a JSON object of users to passwords")]
    [TestCase("{\"app\":7}", "session-store:userPasswords has another form")]
    [TestCase("{\"app\":[]}", "session-store:userPasswords has another form")]
    [TestCase("{\"app\":[null]}", "session-store:userPasswords has another form")]
    [TestCase("{\"app\":[\"Sixteen-chars-16\",\"Sixteen-chars-17\",\"Sixteen-chars-18\"]}", "session-store:userPasswords has another form")]
    [TestCase("{\"app\":\"Sixteen-chars-16\"}", "session-store:userPasswords has none for \"reader\": expected")]
    [TestCase("{\"app\":\"hunter2\",\"reader\":\"correct horse battery\"}",
        "session-store:userPasswords has 7 characters in one for \"app\" and has other characters in one for \"reader\": expected")]
    [TestCase("{\"app\":\"Sixteen-chars-16\",\"reader\":\"comma,comma,comma\"}",
        "session-store:userPasswords has other characters in one for \"reader\"")]
    [TestCase("{\"app\":\"Sixteen-chars-16\",\"reader\":\"Sixteen-chars-16\",\"hunter2\":\"x\"}",
        "session-store:userPasswords has 1 for nobody in session-store:users: expected")]
    public void Passwords_that_are_none_are_refused_without_being_shown(string passwords, string problem)
    {
        var file = Deployed.OptionFile("users-primary").WithSecrets(("session-store:userPasswords", passwords));
        RefusedWithout(passwords, problem, file);
        RefusedWithout(passwords.Contains("hunter2", StringComparison.Ordinal) ? "hunter2" : "", problem, file);
    }

    [Test]
    public void Passwords_in_plain_text_are_refused_with_the_command_that_encrypts_them() => RefusedWithout(
        Secrets.AppPassword,
        "session-store:userPasswords is in plain text: expected a secret: take this one for known, and type another after `pulumi config "
            + "set --secret userPasswords --stack primary`",
        StackFile.Read(Deployed.Root, "primary").With(
            ("session-store:auth", "users"), ("session-store:users", "[\"app on ~* +@all\"]"),
                ("session-store:userPasswords", Secrets.UserPasswords)));

    [TestCase("[]", "session-store:users is not set: expected users in the form \"name on RULES\" or \"name off RULES\"")]
    [TestCase("[\"app\",\"reader on ~* +@read\"]",
        "session-store:users gives \"app\" an access string that does not begin with on or off and a rule: expected users in the form")]
    [TestCase("[\"app ~* +@all\",\"reader on ~* +@read\"]",
        "session-store:users gives \"app\" an access string that does not begin with on or off and a rule")]
    [TestCase("[\"app on ~* +@all\",\"reader on ~* +@read\",\"app off ~* +@all\"]",
        "session-store:users names \"app\" twice: expected different names")]
    [TestCase("[\"App on ~* +@all\"]", "session-store:users names \"App\": expected lower-case letters")]
    [TestCase("[\"default on ~* +@all\"]",
        "session-store:users names \"default\": expected no user of that name, which ElastiCache switches off")]
    [TestCase("[\"a-user-with-a-name-of-more-than-26-letters on ~* +@all\"]", "has at most 40 characters, not 56")]
    [TestCase("[\"app on nopass ~* +@all\"]", "session-store:users speaks of passwords in the access string of \"app\": expected rules")]
    [TestCase("[\"app on >hunter2 ~* +@all\"]",
        "session-store:users speaks of passwords in the access string of \"app\": expected rules for keys, channels and commands only; "
            + "passwords belong into session-store:userPasswords")]
    public void Users_that_are_none_are_refused_and_a_password_among_them_is_not_shown(string users, string problem) =>
        RefusedWithout("hunter2", problem, Deployed.OptionFile("users-primary").With(("session-store:users", users)));

    [TestCase("token-primary", "session-store:users", "[\"app on >hunter2\"]",
        "session-store:users is set: expected no value: session-store:auth is token")]
    [TestCase("users-primary", "session-store:authToken", "hunter2",
        "session-store:authToken is set: expected no value: session-store:auth is users")]
    [TestCase("token-primary", "session-store:authTokenUpdateStrategy", "DELETE",
        "session-store:authTokenUpdateStrategy is \"DELETE\": expected ROTATE or SET with session-store:auth: token")]
    [TestCase("users-primary", "session-store:authTokenUpdateStrategy", "SET",
        "session-store:authTokenUpdateStrategy is \"SET\": expected DELETE with session-store:auth: users")]
    [TestCase("iam-primary", "session-store:userPasswords", "hunter2",
        "session-store:userPasswords is set: expected no value: session-store:auth is iam")]
    [TestCase("iam-primary", "session-store:authToken", "hunter2",
        "session-store:authToken is set: expected no value: session-store:auth is iam")]
    [TestCase("iam-primary", "session-store:users", "[]", "session-store:users is not set: expected users in the form")]
    public void What_belongs_to_another_mode_is_refused(string stack, string key, string value, string problem) =>
        RefusedWithout("hunter2", problem, Deployed.OptionFile(stack).With((key, value)));

    private static void RefusedWithout(string secret, string problem, StackFile file)
    {
        var refused = Assert.CatchAsync<RunException>(() => Deployed.Run(file));
        Assert.Multiple(() =>
        {
            Assert.That(refused!.Message, Does.Contain(problem));
            Assert.That(secret.Length == 0 || !refused.ToString().Contains(secret, StringComparison.Ordinal), refused.ToString());
        });
    }
}
