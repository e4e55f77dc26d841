using SessionStore.Contract;

namespace SessionStore.Infra.Tests.Stages;

/// <summary>A store that was deployed with one simple writer record gets the group by one update of each stack.</summary>
/// <remarks>
/// Proof limit: that the provider turns the record in one batch is read from its source (resourceRecordUpdate in
/// internal/service/route53/record.go of hashicorp/terraform-provider-aws), and no provider runs here.
/// </remarks>
public class ExistingStoreTests
{
    private const string Switch = "session-store:dataPlaneFailover";

    // ForceNew in that source; a change of any other input is an update.
    private static readonly string[] _replacing = ["name", "zoneId"];

    private static readonly string[] _added =
    [
        "+ override", "+ override-alarm", "+ override-health-check", "+ override-record", "+ override-parameter",
        "+ watch-alarms-override-in-force", "+ watch-alarms-route53-silent", "watch-dashboard dashboardBody",
        "failover-function environment",
    ];

    [Test]
    public async Task The_primarys_record_is_updated_in_place_and_the_rest_is_new()
    {
        var (before, after) = (await Before(), await Deployed.Stack("primary"));
        var changes = Difference.Between(before, after).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(changes, Is.EquivalentTo(_added.Concat(
                ["dns-writer setIdentifier", "dns-writer weightedRoutingPolicies", "failover-role-policy policy"])));
            Assert.That(_replacing.Select(input => $"dns-writer {input}"), Has.None.Matches<string>(changes.Contains));
            Assert.That((before.Resource("dns-writer").Type, before.Resource("dns-writer").Parent),
                Is.EqualTo((after.Resource("dns-writer").Type, after.Resource("dns-writer").Parent)), "the same URN");
            Assert.That(after.Resource("dns-writer").IgnoreChanges, Is.EqualTo(before.Resource("dns-writer").IgnoreChanges));
            Assert.That(before.Outputs.Keys.Except(after.Outputs.Keys), Is.Empty);
        });
    }

    [Test]
    public async Task A_secondary_shows_nothing_until_the_primarys_stack_has_run()
    {
        var before = await Deployed.SecondaryOf((await Before()).Outputs);
        Assert.Multiple(() =>
        {
            Assert.That(before.Resources.Select(resource => resource.Name), Has.None.StartsWith("override"));
            Assert.That(before.Outputs.Keys, Has.None.EqualTo(OutputNames.RecordsParameterName));
        });
    }

    [Test]
    public async Task And_then_what_is_new_alone() => Assert.That(
        Difference.Between(await Deployed.SecondaryOf((await Before()).Outputs), await Deployed.Stack("secondary")),
        Is.EquivalentTo(_added));

    [Test]
    public async Task In_between_the_secondarys_function_is_as_it_was()
    {
        var before = await Deployed.SecondaryOf((await Before()).Outputs);
        var variables = (IReadOnlyDictionary<string, object>)before.Resource("failover-function").Object("environment")["variables"];
        Assert.That(variables.Keys, Has.None.EqualTo(FunctionEnvironment.RecordsParameter));
    }

    [Test]
    public async Task An_output_that_says_no_is_no() => Assert.That(
        (await Deployed.SecondaryOf(With(false))).Resources.Select(resource => resource.Name), Has.None.StartsWith("override"));

    [Test]
    public void An_output_of_another_kind_is_named() => Assert.That(
        () => Deployed.SecondaryOf(With("perhaps")),
        Throws.InstanceOf<RunException>().With.Message.Contains("output dataPlaneFailover is \"perhaps\": expected true or false"));

    private static Dictionary<string, object> With(object value) =>
        new(Deployed.PrimaryOutputs) { [OutputNames.DataPlaneFailover] = value };

    // What a program without overrides registers; Deployed.Option("simple-primary") is the same from a file.
    private static Task<StageRun> Before() => Deployed.With("primary", (Switch, "false"));
}
