namespace SessionStore.Infra.Tests.Settings;

/// <summary>Where a Region cannot override the writer record, and what then.</summary>
/// <remarks>Proof limit: the Regions are those that the SDK knew when it was made.</remarks>
public class DataPlaneSettingsTests
{
    [TestCase("primary")]
    [TestCase("secondary")]
    public async Task A_Region_whose_alarms_Route_53_cannot_watch_is_refused_with_the_way_out(string stack)
    {
        var primary = Deployed.PrimaryOutputs;
        var cloud = new FakeCloud("eu-west-9") { StackReference = _ => primary };
        var failure = await Deployed.Failing(stack, cloud, ("session-store:extraRegions", "[\"eu-west-9\"]"), ("aws:region", "eu-west-9"),
            ("session-store:availabilityZones", "[\"eu-west-9a\",\"eu-west-9b\"]"));
        Assert.Multiple(() =>
        {
            Assert.That(failure.Message, Is.EqualTo(
                $"1 problem in the settings of stack {stack}:{Environment.NewLine}"
                + "  1. aws:region is \"eu-west-9\": expected a Region whose alarms Route 53 can watch (CloudWatchRegion in its API "
                + "reference), or session-store:dataPlaneFailover: false in the "
                + "primary's stack"));
            Assert.That(cloud.Registrations.Select(registered => registered.Args.Type), Is.SubsetOf(
                new[] { "pulumi:pulumi:StackReference" }));
        });
    }

    [Test]
    public void A_Region_that_is_wrong_anyway_is_one_problem() => Assert.That(
        () => Deployed.With("primary", ("aws:region", "eu-west-9"), ("session-store:availabilityZones", "[\"eu-west-9a\",\"eu-west-9b\"]")),
        Throws.InstanceOf<RunException>().With.Message.StartsWith("1 problem in the settings of stack primary"));

    [Test]
    public async Task A_name_that_Systems_Manager_refuses_does_without_overrides() => Assert.That(
        (await Deployed.With("primary", ("session-store:name", "aws-sessions"), ("session-store:dataPlaneFailover", "false")))
            .Outputs["name"],
        Is.EqualTo("aws-sessions"));
}
