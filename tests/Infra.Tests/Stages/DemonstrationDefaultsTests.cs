namespace SessionStore.Infra.Tests.Stages;

/// <summary>What a demonstration may have and production should not is told at every run, in one line.</summary>
public class DemonstrationDefaultsTests
{
    [Test]
    public async Task The_committed_primary_warns_of_both_in_one_line() => Assert.That(
        (await Deployed.Stack("primary")).Warnings,
        Is.EqualTo(new[]
        {
            "session-store:testHost is true and session-store:auth is none: for trying the store out; in production set "
            + "session-store:testHost to false and session-store:auth to token, users or iam",
        }));

    [Test]
    public async Task A_secondary_warns_of_its_test_host_and_leaves_signing_in_to_the_primary() => Assert.That(
        (await Deployed.Stack("secondary")).Warnings,
        Is.EqualTo(new[]
        {
            "session-store:testHost is true: for trying the store out; in production set session-store:testHost to false",
        }));

    [TestCase("token-primary")]
    [TestCase("users-primary")]
    [TestCase("iam-primary")]
    public async Task Without_both_nothing_is_said(string stack) =>
        Assert.That((await Deployed.OptionWith(stack, ("session-store:testHost", "false"))).Warnings, Is.Empty);

    [Test]
    public async Task A_preview_warns_as_well() => Assert.That((await Deployed.Preview("primary")).Warnings, Has.Count.EqualTo(1));
}
