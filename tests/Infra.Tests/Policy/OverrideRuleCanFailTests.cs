using System.Collections.Immutable;

namespace SessionStore.Infra.Tests.Policy;

/// <summary>Each way in which an override could be in force at rest, or alarm somebody at rest, is named.</summary>
public sealed class OverrideRuleCanFailTests
{
    private static readonly ImmutableArray<object> _topic = ["arn:aws:sns:us-east-1:123456789012:alarms"];

    private static IEnumerable<TestCaseData> Mutations()
    {
        yield return Case("dns-writer", "setIdentifier", "other", "has 0 records current: expected one");
        yield return Case("dns-writer", "weightedRoutingPolicies", Weight(1), "has the weight 1 and no health check: expected 0 and none");
        yield return Case("dns-writer", "healthCheckId", "check", "has the weight 0 and a health check: expected 0 and none");
        yield return Case("dns-writer", "ttl", 60, "have a ttl of 60 and 10 and 10: expected the same");
        yield return Case("override-record", "weightedRoutingPolicies", Weight(0),
            "has the weight 0 and a health check: expected 1 and one");
        yield return Case("override-record", "healthCheckId", null, "has the weight 1 and no health check: expected 1 and one");
        yield return Case("override-record", "setIdentifier", "current", "have the same setIdentifier, current: expected different ones");
        yield return Case("override-record", "setIdentifier", "override-us-east-2", "have the same setIdentifier, override-us-east-2");
        yield return Case("override-health-check", "insufficientDataHealthStatus", "LastKnownStatus", "is not unhealthy at rest");
        yield return Case("override-health-check", "invertHealthcheck", true, "is not unhealthy at rest");
        yield return Case("override-health-check", "disabled", true, "is not unhealthy at rest");
        yield return Case("override-health-check", "cloudwatchAlarmRegion", "us-east-2", "in us-east-2: expected us-east-1");
        yield return Case("override-health-check", "cloudwatchAlarmName", "other", "watches no alarm of the stack");
        foreach (var actions in new[] { "alarmActions", "okActions", "insufficientDataActions" })
        {
            yield return Case("override-alarm", actions, _topic, $"has {actions}: expected none");
        }
        yield return Case("override-alarm", "period", 10, "expected a plain statistic of 60 s");
        yield return Case("override-alarm", "statistic", null, "expected a plain statistic of 60 s");
        foreach (var (input, value) in new (string, object)[]
            {
                ("treatMissingData", "notBreaching"), ("treatMissingData", "breaching"),
                ("comparisonOperator", "GreaterThanOrEqualToThreshold"),
                ("threshold", 0), ("metricName", "IsPrimary"),
            })
        {
            yield return Case("override-alarm", input, value, "is not without data at rest");
        }
    }

    [TestCaseSource(nameof(Mutations))]
    public async Task A_change_that_breaks_it_is_named(string resource, string input, object? value, string expected)
    {
        var primary = await Deployed.Stack("primary");
        var changed = primary.Resources.Select(candidate => candidate.Name != resource ? candidate
            : value is null ? candidate.Without(input)
            : candidate.With((input, value)));
        var test = new PolicyCase(
            "changed",
            [new("primary", [.. changed]), PolicyCase.Of("secondary", await Deployed.Stack("secondary"))],
            DeletionProtection: true);
        Assert.That(OverrideRule.Violations(test), Has.Some.Contains(expected));
    }

    [Test]
    public async Task A_stage_without_an_override_beside_one_with_is_named()
    {
        var secondary = (await Deployed.Stack("secondary")).Resources.Where(resource => resource.Parent != "override");
        var test = new PolicyCase(
            "changed",
            [PolicyCase.Of("primary", await Deployed.Stack("primary")), new("secondary", [.. secondary])],
            DeletionProtection: true);
        Assert.That(OverrideRule.Violations(test), Is.EqualTo(new[] { "secondary has 0 health checks: expected one" }));
    }

    private static ImmutableArray<object> Weight(int weight) =>
        [ImmutableDictionary<string, object>.Empty.Add("weight", (double)weight)];

    private static TestCaseData Case(string resource, string input, object? value, string expected) =>
        new TestCaseData(resource, input, value, expected).SetArgDisplayNames(resource, input, $"{value}");
}
