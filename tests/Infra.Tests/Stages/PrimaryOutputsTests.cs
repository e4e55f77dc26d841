namespace SessionStore.Infra.Tests.Stages;

/// <remarks>Proof limit: stack references are played; a backend may answer an older deployment's outputs.</remarks>
public class PrimaryOutputsTests
{
    private static readonly string[] _contract =
    [
        "name", "region", "globalReplicationGroupId", "replicationGroupId", "failoverRoleArn", "hostedZoneId", "writerName", "readerName",
        "vpcId", "vpcCidr", "routeTableIds", "cacheSecurityGroupId", "clientSecurityGroupId", "clusterEnabled",
    ];

    [Test]
    public async Task What_the_primary_puts_out_is_what_the_secondary_reads()
    {
        var primary = await Deployed.Stack("primary");
        var secondary = await Deployed.Stack("secondary");
        Assert.Multiple(() =>
        {
            Assert.That(_contract, Is.SubsetOf(primary.Outputs.Keys));
            Assert.That(primary.Outputs.Keys, Has.None.EqualTo("transitGatewayId"), "a store that is deployed already need not run again");
            Assert.That(secondary.Only("pulumi:pulumi:StackReference").Name, Is.EqualTo("organization/session-store/primary"));
            Assert.That(secondary.Output("writerName"), Is.EqualTo(primary.Output("writerName")));
            Assert.That(secondary.Output("readerName"), Is.EqualTo(primary.Output("readerName")));
        });
    }

    [TestCaseSource(nameof(_contract))]
    public void A_missing_output_names_itself_the_stack_and_the_command(string output)
    {
        var outputs = Deployed.PrimaryOutputs.Where(pair => pair.Key != output).ToDictionary();
        Assert.That(
            () => Deployed.SecondaryOf(outputs),
            Throws.InstanceOf<RunException>().With.Message.EqualTo(
                $"""
                the stack organization/session-store/primary lacks what a secondary needs:
                  1. output {output} is missing
                {Deployed.UpdateFirst("primary", "primaryStack")}
                """));
    }

    [Test]
    public void Outputs_of_another_kind_are_all_named_with_what_they_are()
    {
        var outputs = Deployed.PrimaryOutputs.ToDictionary();
        outputs["vpcCidr"] = "everywhere";
        outputs["routeTableIds"] = "rtb-1";
        outputs["hostedZoneId"] = 5;
        outputs["clusterEnabled"] = "maybe";
        outputs["transitGatewayId"] = 6;
        Assert.That(
            () => Deployed.SecondaryOf(outputs),
            Throws.InstanceOf<RunException>().With.Message.Contains("output hostedZoneId is \"5\": expected a text")
                .And.Message.Contains("output vpcCidr is \"everywhere\": expected a CIDR block")
                .And.Message.Contains("output routeTableIds is \"rtb-1\": expected a list of IDs")
                .And.Message.Contains("output clusterEnabled is \"maybe\": expected true or false")
                .And.Message.Contains("output transitGatewayId is \"6\": expected a text"));
    }

    [Test]
    public async Task Nothing_is_registered_while_outputs_are_missing()
    {
        var cloud = new FakeCloud("us-east-2") { StackReference = _ => new Dictionary<string, object>() };
        await Deployed.Failing("secondary", cloud);
        Assert.That(cloud.Registrations.Select(registered => registered.Args.Type), Is.EqualTo(new[] { "pulumi:pulumi:StackReference" }));
    }
}
