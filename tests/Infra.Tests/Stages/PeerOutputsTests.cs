using System.Collections.Immutable;

namespace SessionStore.Infra.Tests.Stages;

/// <summary>What a secondary hands to the next one, and what is refused of it.</summary>
/// <remarks>Proof limit: stack references are played; a backend may answer an older deployment's outputs.</remarks>
public class PeerOutputsTests
{
    private const string Peer = "session-store:peers is \"organization/session-store/secondary\": expected ";

    private static readonly string[] _contract =
    [
        "name", "region", "globalReplicationGroupId", "peerRegions", "vpcId", "vpcCidr", "routeTableIds", "cacheSecurityGroupId",
            "clientSecurityGroupId",
    ];

    [Test]
    public void What_a_secondary_puts_out_is_what_the_next_one_reads() =>
        Assert.That(_contract, Is.SubsetOf(Deployed.Outputs("secondary").Keys));

    [TestCaseSource(nameof(_contract))]
    public void A_missing_output_names_itself_the_stack_and_the_command(string output) => Assert.That(
        () => Deployed.TertiaryOf(Deployed.PrimaryOutputs, Without(Deployed.Outputs("secondary"), output)),
        Throws.InstanceOf<RunException>().With.Message.EqualTo(
            $"""
            the stack organization/session-store/secondary lacks what another secondary needs:
              1. output {output} is missing
            {Deployed.UpdateFirst("secondary", "peers")}
            """));

    [Test]
    public async Task Stacks_that_are_not_there_are_told_with_the_settings_that_name_them()
    {
        var failure = await Deployed.Failing("tertiary", new FakeCloud("us-west-2"));
        Assert.That(failure.Message, Does.Contain("the stack organization/session-store/primary, which session-store:primaryStack "
            + "names, cannot be read: expected a stack that is deployed")
            .And.Contain("the stack organization/session-store/secondary, which session-store:peers names, cannot be read"));
    }

    [Test]
    public void What_two_stacks_lack_comes_in_one_message_before_anything_is_registered()
    {
        var (primary, secondary) = (Without(Deployed.PrimaryOutputs, "hostedZoneId", "vpcCidr"),
            Without(Deployed.Outputs("secondary"), "vpcId"));
        var cloud = new FakeCloud("us-west-2")
        {
            StackReference = name =>
            name.EndsWith("/primary", StringComparison.Ordinal) ? primary : secondary
        };
        var failure = Deployed.Failing("tertiary", cloud).GetAwaiter().GetResult();
        Assert.Multiple(() =>
        {
            Assert.That(failure.Message, Is.EqualTo(
                $"""
                the stack organization/session-store/primary lacks what a secondary needs:
                  1. output hostedZoneId is missing
                  2. output vpcCidr is missing
                {Deployed.UpdateFirst("primary", "primaryStack")}
                the stack organization/session-store/secondary lacks what another secondary needs:
                  1. output vpcId is missing
                {Deployed.UpdateFirst("secondary", "peers")}
                """));
            Assert.That(cloud.Registrations.Select(registered => registered.Args.Type), Is.All.EqualTo("pulumi:pulumi:StackReference"));
        });
    }

    [Test]
    public void A_list_of_something_else_than_texts_is_named_with_what_was_expected() => Assert.That(
        () => Deployed.TertiaryOf(Deployed.PrimaryOutputs, With(("peerRegions", "us-east-2"))),
        Throws.InstanceOf<RunException>().With.Message.Contains("output peerRegions is \"us-east-2\": expected a list of Regions"));

    [Test]
    public void A_peer_of_another_store_is_refused() => Refused(
        Peer + "a secondary of the store session-store (ldgnf-session-store), not of carts (ldgnf-carts)", ("name", "carts"),
            ("globalReplicationGroupId", "ldgnf-carts"));

    [Test]
    public void A_peer_that_has_left_this_datastore_for_another_is_refused() => Refused(
        Peer + "a secondary of the store session-store (ldgnf-session-store), not of session-store (sgaui-session-store)",
            ("globalReplicationGroupId", "sgaui-session-store"));

    [Test]
    public void A_peer_in_the_primarys_Region_is_refused() =>
        Refused(Peer + "a secondary in another Region than the primary's us-east-1", ("region", "us-east-1"));

    [Test]
    public void A_peer_in_this_stacks_Region_is_refused() =>
        Refused("aws:region is \"us-west-2\": expected another Region than the peer organization/session-store/secondary's",
            ("region", "us-west-2"));

    [Test]
    public void A_peer_whose_addresses_overlap_the_primarys_is_refused() => Refused(
        Peer + "a secondary whose CIDR block, 10.16.128.0/17, does not overlap the primary's 10.16.0.0/16", ("vpcCidr", "10.16.128.0/17"));

    [Test]
    public void A_peer_whose_addresses_overlap_this_stacks_is_refused() => Refused(
        "session-store:vpcCidr is \"10.20.0.0/16\": expected a CIDR block that does not overlap the peer "
            + "organization/session-store/secondary's 10.20.7.0/24",
        ("vpcCidr", "10.20.7.0/24"));

    [Test]
    public void A_peer_that_names_a_peer_itself_is_refused_because_there_are_two_secondaries_already() => Refused(
        Peer + "a secondary without peers of its own: it names that of eu-west-1, only the later of two secondaries names the other, "
        + "and a Global Datastore has at most 2",
        ("peerRegions", ImmutableArray.Create<object>("eu-west-1")));

    [Test]
    public void All_of_it_comes_in_one_message()
    {
        var peer = With(("name", "carts"), ("vpcCidr", "10.20.0.0/16"));
        var failure = Assert.ThrowsAsync<RunException>(() => Deployed.TertiaryOf(
            Deployed.PrimaryOutputs, peer, ("aws:region", "us-east-2"),
                ("session-store:availabilityZones", "[\"us-east-2a\",\"us-east-2b\"]")))!;
        Assert.Multiple(() =>
        {
            Assert.That(failure.Message, Does.StartWith("3 problems in the settings of stack tertiary:"));
            Assert.That(failure.Message, Does.Contain("1. aws:region is \"us-east-2\"").And.Contain("2. session-store:vpcCidr")
                .And.Contain("3. " + Peer));
        });
    }

    private static void Refused(string problem, params (string Output, object Value)[] changes) => Assert.That(
        () => Deployed.TertiaryOf(Deployed.PrimaryOutputs, With(changes)), Throws.InstanceOf<RunException>()
            .With.Message.Contains(problem));

    private static Dictionary<string, object> With(params (string Output, object Value)[] changes)
    {
        var outputs = Deployed.Outputs("secondary").ToDictionary();
        foreach (var (output, value) in changes)
        {
            outputs[output] = value;
        }
        return outputs;
    }

    private static Dictionary<string, object> Without(IReadOnlyDictionary<string, object> outputs, params string[] missing) =>
        outputs.Where(pair => !missing.Contains(pair.Key)).ToDictionary();
}
