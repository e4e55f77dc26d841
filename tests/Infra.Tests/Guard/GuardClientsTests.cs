using Amazon.Runtime;
using SessionStore.Guard;

namespace SessionStore.Infra.Tests.Guard;

public class GuardClientsTests
{
    [Test]
    public void A_profile_that_is_not_there_is_named() => Assert.That(
        () => GuardClients.Credentials(new ProviderSettings("no-such-profile", [], [])),
        Throws.InvalidOperationException.With.Message.EqualTo("aws:profile is \"no-such-profile\": expected a profile in the AWS configuration or credentials file"));

    [Test]
    public void Roles_are_taken_on_one_after_the_other()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "key");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "secret");
        var credentials = (AssumeRoleAWSCredentials)GuardClients.Credentials(new ProviderSettings(null, [], [new("arn:first"), new("arn:second", "external", "session")]));
        var first = (AssumeRoleAWSCredentials)credentials.SourceCredentials;
        Assert.Multiple(() =>
        {
            Assert.That(credentials.RoleArn, Is.EqualTo("arn:second"));
            Assert.That(credentials.RoleSessionName, Is.EqualTo("session"));
            Assert.That(credentials.Options.ExternalId, Is.EqualTo("external"));
            Assert.That(first.RoleArn, Is.EqualTo("arn:first"));
            Assert.That(first.RoleSessionName, Is.EqualTo("session-store"));
        });
    }
}
