using System.Collections.Immutable;
using Pulumi.Testing;

namespace SessionStore.Infra.Tests.Failover;

/// <summary>The fake cloud refuses what Route 53 and Systems Manager refuse of records, health checks and parameters.</summary>
public class DnsRefusalTests
{
    private const string Record = "aws:route53/record:Record", Check = "aws:route53/healthCheck:HealthCheck",
        Alarm = "aws:cloudwatch/metricAlarm:MetricAlarm", Parameter = "aws:ssm/parameter:Parameter";

    private static readonly ImmutableDictionary<string, object> _simple = Values(
        ("zoneId", "z"), ("name", "w.example.com"), ("type", "CNAME"), ("ttl", 10.0), ("records", List("target")));

    private static readonly ImmutableDictionary<string, object> _weighted = _simple
        .Add("setIdentifier", "current").Add("weightedRoutingPolicies", Weight(0));

    private static readonly ImmutableDictionary<string, object> _alarm = Values(
        ("name", "a"), ("metricName", "m"), ("statistic", "Maximum"), ("period", 60.0));

    private static readonly ImmutableDictionary<string, object> _check = Values(
        ("type", "CLOUDWATCH_METRIC"), ("cloudwatchAlarmName", "a"), ("cloudwatchAlarmRegion", "us-east-1"),
        ("insufficientDataHealthStatus", "Unhealthy"));

    private static IEnumerable<TestCaseData> Bad()
    {
        yield return Case("a routing policy without setIdentifier", Record, _weighted.Remove("setIdentifier"));
        yield return Case("a routing policy without setIdentifier", Record, _simple.Add("setIdentifier", "s"));
        yield return Case("setIdentifier has 129 characters", Record, _weighted.SetItem("setIdentifier", new string('s', 129)));
        yield return Case("setIdentifier has 0 characters", Record, _weighted.SetItem("setIdentifier", ""));
        yield return Case("weight is 256: expected 0 to 255", Record, _weighted.SetItem("weightedRoutingPolicies", Weight(256)));
        yield return Case("weight is -1", Record, _weighted.SetItem("weightedRoutingPolicies", Weight(-1)));
        yield return Case("2 records: expected one", Record, _weighted.SetItem("records", List("a", "b")));
        yield return Case("weightedRoutingPolicies beside latencyRoutingPolicies", Record,
            _weighted.Add("latencyRoutingPolicies", List(Values(("region", "us-east-1")))));
        yield return Case("no alarm other in us-east-1", Check, _check.SetItem("cloudwatchAlarmName", "other"));
        yield return Case("there is no alarm a in us-east-2", Check, _check.SetItem("cloudwatchAlarmRegion", "us-east-2"));
        yield return Case("cloudwatchAlarmRegion is \"eu-west-9\"", Check, _check.SetItem("cloudwatchAlarmRegion", "eu-west-9"));
        yield return Case("insufficientDataHealthStatus is none of", Check, _check.SetItem("insufficientDataHealthStatus", "unhealthy"));
        yield return Case("port, which a health check of type CLOUDWATCH_METRIC does not have", Check, _check.Add("port", 6379.0));
        yield return Case("type is \"CALCULATED\"", Check, _check.SetItem("type", "CALCULATED"));
        yield return Case("name is \"/aws/records\": expected letters", Parameter, Values(("name", "/aws/records")));
        yield return Case("name is \"/SSMstore/records\"", Parameter, Values(("name", "/SSMstore/records")));
        yield return Case("name is \"/a store\"", Parameter, Values(("name", "/a store")));
        yield return Case("type is \"Text\": expected one of String", Parameter, Values(("name", "/s/r"), ("type", "Text")));
        yield return Case("expected 1 to 4096 bytes", Parameter, Values(("name", "/s/r"), ("value", new string('x', 4097))));
    }

    [TestCaseSource(nameof(Bad))]
    public async Task What_one_resource_cannot_be(string expected, string type, ImmutableDictionary<string, object> inputs)
    {
        var cloud = new FakeCloud("us-east-1");
        await Create(cloud, Alarm, _alarm);
        Assert.That(() => Create(cloud, type, inputs), Throws.InvalidOperationException.With.Message.Contains(expected));
    }

    [TestCase("period", 10.0)]
    [TestCase("statistic", null)]
    public async Task An_alarm_that_Route_53_does_not_watch(string input, object? value)
    {
        var cloud = new FakeCloud("us-east-1");
        await Create(cloud, Alarm, value is null ? _alarm.Remove(input) : _alarm.SetItem(input, value));
        Assert.That(() => Create(cloud, Check, _check), Refused("the alarm a is not on a plain"));
    }

    [Test]
    public async Task A_simple_record_and_a_weighted_one_do_not_stand_beside_each_other_in_whatever_stack()
    {
        var here = new FakeCloud("us-east-1");
        await Create(here, Record, _simple);
        var there = new FakeCloud("us-east-2") { OtherRecords = [_simple] };
        Assert.Multiple(() =>
        {
            Assert.That(() => Create(here, Record, _weighted), Refused("has a record of another routing policy: InvalidChangeBatch"));
            Assert.That(() => Create(there, Record, _weighted), Refused("has a record of another routing policy: InvalidChangeBatch"));
        });
    }

    [Test]
    public async Task Weighted_records_of_a_name_differ_in_their_identifiers_and_agree_in_their_TTL()
    {
        var cloud = new FakeCloud("us-east-1");
        await Create(cloud, Record, _weighted);
        var other = _weighted.SetItem("setIdentifier", "other");
        Assert.Multiple(() =>
        {
            Assert.That(() => Create(cloud, Record, _weighted), Refused("is there already, with the same setIdentifier"));
            Assert.That(() => Create(cloud, Record, other.SetItem("ttl", 60.0)), Refused("ttl is 60: expected 10, as every weighted"));
            Assert.That(() => Create(cloud, Record, other), Throws.Nothing);
            Assert.That(() => Create(cloud, Record, _simple.SetItem("type", "TXT")), Throws.Nothing, "another type is another group");
        });
    }

    [Test]
    public async Task The_secondarys_override_fits_beside_the_primarys_records()
    {
        var primary = await Deployed.Stack("primary");
        var cloud = new FakeCloud("us-east-2")
        {
            StackReference = _ => primary.Outputs,
            OtherRecords = [.. primary.All(Record).Select(record => record.Inputs)],
        };
        Assert.That((await StageRun.OfAsync(Deployed.File("secondary"), cloud)).Resource("override-record").Text("setIdentifier"),
            Is.EqualTo("override-us-east-2"));
    }

    private static NUnit.Framework.Constraints.IResolveConstraint Refused(string expected) =>
        Throws.InvalidOperationException.With.Message.Contains(expected);

    private static Task Create(FakeCloud cloud, string type, ImmutableDictionary<string, object> inputs) =>
        cloud.NewResourceAsync(new() { Type = type, Name = "new", Provider = "", Inputs = inputs });

    private static ImmutableDictionary<string, object> Values(params (string Name, object Value)[] values) =>
        values.ToImmutableDictionary(value => value.Name, value => value.Value);

    private static ImmutableArray<object> List(params object[] values) => [.. values];

    private static ImmutableArray<object> Weight(int weight) => List(Values(("weight", (double)weight)));

    private static TestCaseData Case(string expected, string type, ImmutableDictionary<string, object> inputs) =>
        new TestCaseData(expected, type, inputs).SetArgDisplayNames(expected);
}
