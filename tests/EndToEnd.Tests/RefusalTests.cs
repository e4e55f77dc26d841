using System.Collections.Immutable;
using Pulumi.Testing;
using SessionStore.Engine;

namespace SessionStore.EndToEnd.Tests;

/// <summary>The fake cloud refuses what AWS refuses: a stack that only a mock accepts is not proven.</summary>
public sealed class RefusalTests
{
    private const string Group = "aws:elasticache/replicationGroup:ReplicationGroup", Function = "aws:lambda/function:Function",
        Alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
    private const string Target = "aws:cloudwatch/eventTarget:EventTarget", Vpc = "aws:ec2/vpc:Vpc",
        Failures = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";

    private static IEnumerable<TestCaseData> Bad()
    {
        yield return Case(Function, "timeout is \"901\": expected a whole number from 1 to 900", ("timeout", 901));
        yield return Case(Function, "memorySize is \"64\"", ("memorySize", 64));
        yield return Case(Function, "the variable AWS_REGION, which Lambda keeps for itself",
            ("environment", Values(("variables", Values(("AWS_REGION", "x"))))));
        yield return Case(Function, "environment is larger than 4 KB",
            ("environment", Values(("variables", Values(("A", new string('x', 4096)))))));
        yield return Case(Failures, "maximumEventAgeInSeconds is \"59\": expected a whole number from 60 to "
            + "21600", ("maximumEventAgeInSeconds", 59));
        yield return Case(Failures, "maximumRetryAttempts is \"3\"", ("maximumRetryAttempts", 3));
        yield return Case("aws:cloudwatch/eventRule:EventRule", "scheduleExpression is \"rate(1 "
            + "minutes)\"", ("scheduleExpression", "rate(1 minutes)"));
        yield return Case(Target, "input is \"look\": expected JSON", ("input", "look"));
        yield return Case(Target, "input beside inputTransformer", ("input", "{}"), ("inputTransformer", Values(("inputTemplate", "x"))));
        yield return Case(Target, "retryPolicy with an age", ("retryPolicy", Values(("maximumEventAgeInSeconds", 30))));
        yield return Case(Target, "retryPolicy with an age", ("retryPolicy", Values(("maximumRetryAttempts", 186))));
        yield return Case("aws:sqs/queue:Queue", "kmsMasterKeyId beside sqsManagedSseEnabled", ("kmsMasterKeyId", "k"),
            ("sqsManagedSseEnabled", true));
        yield return Case("aws:sqs/queue:Queue", "messageRetentionSeconds is \"1209601\"", ("messageRetentionSeconds", 1209601));
        yield return Case("aws:sns/topic:Topic", "displayName is", ("displayName", new string('x', 101)));
        yield return Case(Alarm, "treatMissingData is \"ignored\": expected one of breaching", ("treatMissingData", "ignored"),
            ("metricName", "m"));
        yield return Case(Alarm, "datapointsToAlarm is larger", ("datapointsToAlarm", 3), ("evaluationPeriods", 2), ("metricName", "m"));
        yield return Case(Alarm, "either metricName or metricQueries");
        yield return Case(Alarm, "more than ten metrics",
            ("metricQueries", Enumerable.Repeat((object)Values(("metric", "m")), 11).ToImmutableArray()));
        yield return Case("aws:cloudwatch/logGroup:LogGroup", "retentionInDays is \"31\"", ("retentionInDays", 31));
        yield return Case(Group, "replicationGroupId is \"a--b\"", ("replicationGroupId", "a--b"));
        yield return Case(Group, "engine beside globalReplicationGroupId", ("globalReplicationGroupId", "g"), ("engine", "valkey"));
        yield return Case(Group, "numCacheClusters beside numNodeGroups", ("numCacheClusters", 2), ("replicasPerNodeGroup", 1));
        yield return Case(Group, "multiAzEnabled without", ("multiAzEnabled", true), ("automaticFailoverEnabled", true),
            ("numCacheClusters", 1));
        yield return Case(Group, "multiAzEnabled without", ("multiAzEnabled", true), ("numCacheClusters", 2));
        yield return Case(Group, "r6gd has to be created with data tiering", ("nodeType", "cache.r6gd.xlarge"));
        yield return Case(Group, "r6gd has to be created with data tiering", ("nodeType", "cache.r7g.large"), ("dataTieringEnabled", true));
        yield return Case(Group, "snapshotWindow and maintenanceWindow overlap", ("snapshotWindow", "05:00-06:00"),
            ("maintenanceWindow", "sun:05:30-sun:06:30"));
        yield return Case(Group, "shorter than an hour", ("snapshotWindow", "05:00-05:30"));
        yield return Case(Group, "a window that is none", ("maintenanceWindow", "sunday"));
        yield return Case("aws:ec2/securityGroup:SecurityGroup", "description is \"naïve\"", ("description", "naïve"));
        yield return Case("aws:ec2/instance:Instance", "userData is", ("userData", new string('x', 16385)));
        yield return Case("aws:iam/rolePolicy:RolePolicy", "policy is", ("policy", new string('x', 10241)));
        yield return Case("aws:kms/key:Key", "deletionWindowInDays is \"31\"", ("deletionWindowInDays", 31));
        yield return Case(Vpc, "cidrBlock 169.254.0.0/16 overlaps 169.254.0.0/16", ("cidrBlock", "169.254.0.0/16"));
        yield return Case(Vpc, "cidrBlock 10.0.0.0/8: expected /16 to /28", ("cidrBlock", "10.0.0.0/8"));
        yield return Case("pulumi:providers:aws", "tags whose keys differ only in case",
            ("defaultTags", """{"tags":{"Project":"a","project":"b"}}"""));
        yield return Case("pulumi:providers:aws", "a tag whose key is longer",
            ("defaultTags", $$$"""{"tags":{"k":"{{{new string('x', 257)}}}"}}"""));
        yield return Case("aws:ec2/route:Route", "RouteAlreadyExists: rtb-1 has a route to 10.1.0.0/16, to "
            + "tgw-1", ("routeTableId", "rtb-1"), ("destinationCidrBlock", "10.1.0.0/16"));
        yield return Case("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "VpcPeeringConnectionAlreadyExists: "
            + "pcx-1", ("vpcId", "vpc-2"), ("peerVpcId", "vpc-1"));
    }

    [TestCaseSource(nameof(Bad))]
    public void What_AWS_refuses_is_refused_with_the_reason(string type, string reason, ImmutableDictionary<string, object> inputs) =>
        Assert.That(
        () => Cloud().NewResourceAsync(new() { Type = type, Name = "bad", Inputs = inputs }),
        Throws.InstanceOf<InvalidOperationException>().With.Message.StartsWith($"AWS refuses {type} bad: ").And.Message.Contains(reason));

    [Test]
    public async Task Who_asks_for_a_peering_that_exists_gets_that_one()
    {
        var (id, _) = await Cloud().NewResourceAsync(new()
        {
            Type = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
            Name = "peering",
            Inputs = Values(("vpcId", "vpc-1"), ("peerVpcId", "vpc-2")),
        });
        Assert.That(id, Is.EqualTo("pcx-1"));
    }

    private static FakeCloud Cloud() => new("us-east-1")
    {
        Account = AccountNetwork.Sample("us-east-1") with
        {
            Vpcs = [new("vpc-1", "10.0.0.0/16") { Subnets = [], RouteTableIds = ["rtb-1"],
                Routes = [new("rtb-1", "10.1.0.0/16", "tgw-1")] }],
            Peerings = [new("pcx-1", "vpc-1", "vpc-2")],
        },
    };

    private static TestCaseData Case(string type, string reason, params (string Name, object Value)[] inputs) =>
        new TestCaseData(type, reason, Values(inputs)).SetArgDisplayNames(type.Split(':')[^1], reason);

    private static ImmutableDictionary<string, object> Values(params (string Name, object Value)[] values) =>
        values.ToImmutableDictionary(value => value.Name, value => value.Value);
}
