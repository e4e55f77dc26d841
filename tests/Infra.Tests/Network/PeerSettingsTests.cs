namespace SessionStore.Infra.Tests.Network;

/// <summary>Who may be named as a peer.</summary>
public class PeerSettingsTests
{
    [TestCase("secondary",
        "session-store:peers is \"secondary\": expected a list of stacks of this project, such as [\"secondary\"], or of "
            + "organization/project/stack")]
    [TestCase("[\"a/b\"]", "session-store:peers is \"[\"a/b\"]\": expected a list of stacks of this project")]
    [TestCase("[\"\"]", "session-store:peers is \"[\"\"]\": expected a list of stacks of this project")]
    [TestCase("[\"secondary\",\"other\"]",
        "session-store:peers is \"[\"secondary\",\"other\"]\": expected at most 1 stack, because a Global Datastore has at most 2 "
            + "secondaries and this stack is one of them")]
    [TestCase("[\"secondary\",\"organization/session-store/secondary\"]", "expected each stack once")]
    [TestCase("[\"primary\"]",
        "session-store:peers is \"[\"primary\"]\": expected secondaries only: organization/session-store/primary is the primary's stack")]
    [TestCase("[\"organization/session-store/primary\"]",
        "expected secondaries only: organization/session-store/primary is the primary's stack")]
    [TestCase("[\"tertiary\"]", "session-store:peers is \"[\"tertiary\"]\": expected other stacks than this one")]
    public void A_secondary_refuses(string value, string problem) =>
        Assert.That(() =>
            Deployed.With("tertiary", ("session-store:peers", value)), Throws.InstanceOf<RunException>().With.Message.Contains(problem));

    [Test]
    public async Task Everything_that_is_wrong_comes_at_once_and_before_a_stack_is_read()
    {
        var cloud = new FakeCloud("us-west-2");
        var failure = await Deployed.Failing(
            "tertiary", cloud, ("session-store:peers", "[\"primary\",\"tertiary\",\"tertiary\",\"third\",\"fourth\"]"));
        Assert.Multiple(() =>
        {
            Assert.That(failure.Message, Does.StartWith("4 problems in the settings of stack tertiary:"));
            Assert.That(cloud.Registrations, Is.Empty);
        });
    }

    [Test]
    public void The_primary_refuses_it_because_it_never_learns_of_secondaries() => Assert.That(
        () => Deployed.With("primary", ("session-store:peers", "[\"secondary\"]")),
        Throws.InstanceOf<RunException>().With.Message.Contains(
            "session-store:peers is \"[\"secondary\"]\": expected no value: the later of two secondaries names the other, and the primary "
                + "never learns of them"));

    [Test]
    public async Task A_peer_of_another_organization_or_project_can_be_named_whole()
    {
        // Told apart by their names in the fake cloud: the last part is the committed stack's.
        var stage = await Deployed.With("tertiary", ("session-store:peers", "[\"acme/stores/secondary\"]"));
        Assert.That(stage.All("pulumi:pulumi:StackReference").Select(reference => reference.Name), Does.Contain("acme/stores/secondary"));
    }
}
