using SessionStore.Contract;

namespace SessionStore.Infra.Tests.Policy;

/// <summary>
/// At rest the writer name is one record, whatever the Regions' alarms show; a Region goes before it while it says so, and in no other way.
/// </summary>
public static class OverrideRule
{
    private const string Alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";

    // Of AlarmIdentifier in the Route 53 API reference.
    private static readonly string[] _statistics = ["Average", "Minimum", "Maximum", "Sum", "SampleCount"];

    /// <summary>What breaks the rule.</summary>
    public static IEnumerable<string> Violations(PolicyCase test)
    {
        var records = test.Stages.SelectMany(stage => stage.All("aws:route53/record:Record")
            .Where(record => record.Has("weightedRoutingPolicies")).Select(record => (Stage: stage, Record: record))).ToArray();
        return [.. Group(records), .. test.Stages.SelectMany(stage => Stage(stage, records.Length > 0))];
    }

    private static IEnumerable<string> Group((PolicyStage Stage, Registered Record)[] records)
    {
        foreach (var name in records.GroupBy(pair => pair.Record.Text("name")))
        {
            var current = name.Where(pair => pair.Record.Text("setIdentifier") == WriterSets.Current).ToArray();
            if (current.Length != 1)
            {
                yield return $"{name.Key} has {current.Length} records {WriterSets.Current}: expected one";
            }
            foreach (var twins in name.GroupBy(pair => pair.Record.Text("setIdentifier")).Where(twins => twins.Count() > 1))
            {
                yield return $"{Where(twins)} have the same setIdentifier, {twins.Key}: expected different ones";
            }
            if (name.Select(pair => pair.Record.Number("ttl")).Distinct().ToArray() is { Length: > 1 } or [> 60])
            {
                yield return $"{Where(name)} have a ttl of {string.Join(" and ", name.Select(pair => pair.Record.Number("ttl")))}: "
                    + "expected the same of at most 60";
            }
            foreach (var (stage, record) in name)
            {
                var isCurrent = record.Text("setIdentifier") == WriterSets.Current;
                var weight = Convert.ToInt32(record.Objects("weightedRoutingPolicies").Single()["weight"]);
                var due = isCurrent ? WriterSets.CurrentWeight : WriterSets.OverrideWeight;
                if (weight != due || record.Has("healthCheckId") == isCurrent)
                {
                    yield return $"{stage.Naming(record)} has the weight {weight} and {(record.Has("healthCheckId") ? "a" : "no")} health "
                        + $"check: expected {(isCurrent ? "0 and none" : "1 and one")}";
                }
            }
        }
    }

    private static IEnumerable<string> Stage(PolicyStage stage, bool overrides)
    {
        var checks = stage.All("aws:route53/healthCheck:HealthCheck").ToArray();
        if (checks.Length != (overrides ? 1 : 0))
        {
            yield return $"{stage.Stack} has {checks.Length} health checks: expected {(overrides ? "one" : "none")}";
        }
        foreach (var check in checks)
        {
            if (check.Text("insufficientDataHealthStatus") != "Unhealthy" || check.Has("invertHealthcheck") || check.Has("disabled"))
            {
                yield return $"{stage.Naming(check)} is not unhealthy at rest: expected Unhealthy without data, and nothing inverted";
            }
            var region = stage.All("pulumi:providers:aws").Single().Text("region");
            if (check.Text("cloudwatchAlarmRegion") != region)
            {
                yield return $"{stage.Naming(check)} watches an alarm in {check.Text("cloudwatchAlarmRegion")}: expected {region}";
            }
            var alarm = stage.All(Alarm).SingleOrDefault(alarm => alarm.Text("name") == check.Text("cloudwatchAlarmName"));
            foreach (var flaw in alarm is null ? [$"{stage.Naming(check)} watches no alarm of the stack"] : Watched(stage, alarm))
            {
                yield return flaw;
            }
        }
    }

    private static IEnumerable<string> Watched(PolicyStage stage, Registered alarm)
    {
        foreach (var input in new[] { "alarmActions", "okActions", "insufficientDataActions" }
            .Where(input => alarm.Has(input) && alarm.List(input).Count > 0))
        {
            yield return $"{stage.Naming(alarm)} has {input}: expected none, it is Route 53's";
        }
        if (!alarm.Has("period") || alarm.Number("period") != 60
            || !alarm.Has("statistic") || !_statistics.Contains(alarm.Text("statistic")))
        {
            yield return $"{stage.Naming(alarm)} is on nothing that Route 53 watches: expected a plain statistic of 60 s";
        }
        // No value at rest, and 1 while the Region overrides: not in ALARM at either time.
        if (alarm.Text("metricName") != FunctionMetrics.Overriding || alarm.Text("comparisonOperator") != "LessThanThreshold"
            || alarm.Number("threshold") != 1 || alarm.Text("treatMissingData") != "missing")
        {
            yield return $"{stage.Naming(alarm)} is not without data at rest and OK while the Region overrides";
        }
    }

    private static string Where(IEnumerable<(PolicyStage Stage, Registered Record)> records) =>
        string.Join(" and ", records.Select(pair => pair.Stage.Naming(pair.Record)));
}
