using SessionStore.Contract;

namespace SessionStore.Infra.Tests.Stages;

/// <remarks>Proof limit: the values are the mocks'; AWS's own have other forms.</remarks>
public class RegionOutputsTests
{
    private static readonly string[] _common =
    [
        "region", "writerName", "readerName", "port", "primaryEndpoint", "readerEndpoint", "replicationGroupId", "vpcId", "vpcCidr",
        "publicSubnetIds", "privateSubnetIds", "routeTableIds", "clientSecurityGroupId", "cacheSecurityGroupId", "topicArn", "functionName",
        "functionArn", "undeliveredQueueUrl", "failedQueueUrl", "alarmTopicArn", "dashboardName", "testHostId",
        "recordsParameterName", "overrideHealthCheckId",
    ];

    [Test]
    public async Task Each_stack_has_the_documented_outputs()
    {
        var primary = await Deployed.Stack("primary");
        var secondary = await Deployed.Stack("secondary");
        var tertiary = await Deployed.Stack("tertiary");
        Assert.Multiple(() =>
        {
            Assert.That(
                primary.Outputs.Keys,
                    Is.EquivalentTo(
                    _common.Concat(["name", "globalReplicationGroupId", "hostedZoneId", "failoverRoleArn", "clusterEnabled",
                        "dataPlaneFailover"])));
            Assert.That(
                secondary.Outputs.Keys,
                Is.EquivalentTo(
                    _common.Concat(["name", "globalReplicationGroupId", "peerRegions", "peeringConnectionId", "zoneAssociationId"])));
            Assert.That(tertiary.Outputs.Keys, Is.EquivalentTo(secondary.Outputs.Keys));
        });
    }

    [TestCase("primary", "us-east-1")]
    [TestCase("secondary", "us-east-2")]
    [TestCase("tertiary", "us-west-2")]
    public async Task An_application_is_configured_alike_in_every_Region(string stack, string region)
    {
        var stage = await Deployed.Stack(stack);
        Assert.Multiple(() =>
        {
            Assert.That(stage.Output("writerName"), Is.EqualTo("demo.valkey-dr.live"));
            Assert.That(stage.Output("readerName"), Is.EqualTo("reader.valkey-dr.live"));
            Assert.That(stage.Output("port"), Is.EqualTo(6379));
            Assert.That(stage.Output("region"), Is.EqualTo(region));
            Assert.That(stage.Output("primaryEndpoint"), Does.Contain($"session-store-{region}"));
            Assert.That(stage.Output("readerEndpoint"), Is.Not.EqualTo(stage.Output("primaryEndpoint")));
        });
    }

    [Test]
    public async Task Every_output_has_its_name_from_the_contract_and_no_name_there_is_of_no_use()
    {
        var names = typeof(OutputNames).GetFields().Select(field => (string)field.GetRawConstantValue()!);
        Assert.That((await EveryOutput()).Distinct(), Is.EquivalentTo(names));
    }

    private static async Task<IReadOnlyList<string>> EveryOutput()
    {
        List<string> outputs = [];
        foreach (var stack in new[] { "primary", "secondary" })
        {
            outputs.AddRange((await Deployed.Stack(stack)).Outputs.Keys);
        }
        foreach (var option in Deployed.Options)
        {
            outputs.AddRange((await Deployed.Option(option)).Outputs.Keys);
        }
        return outputs;
    }
}
