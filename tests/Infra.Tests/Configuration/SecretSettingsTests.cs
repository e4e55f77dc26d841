namespace SessionStore.Infra.Tests.Configuration;

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
        "session-store:authToken is in plain text: expected a secret: take this one for known, and type another after `pulumi config set --secret authToken --stack primary`",
        StackFile.Read(Deployed.Root, "primary").With(("session-store:auth", "token"), (Key, Secrets.Token)));

    [Test]
    public void A_token_that_nobody_asks_for_is_refused_without_being_shown()
    {
        RefusedWithout(
            Secrets.Token,
            "session-store:authToken is a secret: expected no value: session-store:auth is none",
            StackFile.Read(Deployed.Root, "primary").WithSecrets((Key, Secrets.Token)));
        RefusedWithout(
            Secrets.Token,
            "session-store:authToken is a secret: expected no value: a secondary inherits it from the primary stack, so set it there",
            StackFile.Read(Deployed.Root, "secondary").With((Key, Secrets.Token)));
    }

    [Test]
    public void A_misspelt_secret_is_refused_without_being_shown() => RefusedWithout(
        Secrets.Token,
        "session-store:authTokn is a secret: nothing reads this key; Pulumi.yaml lists those that exist",
        StackFile.Read(Deployed.Root, "primary").WithSecrets(("session-store:authTokn", Secrets.Token)));

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
