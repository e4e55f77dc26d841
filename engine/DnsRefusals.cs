using System.Collections.Immutable;
using Pulumi.Testing;
using SessionStore.Infra.Failover;

namespace SessionStore.Engine;

/// <summary>
/// What Route 53, or its provider, refuses of records and health checks: ResourceRecordSet, HealthCheckConfig and AlarmIdentifier in the
/// Route 53 API reference, "Values specific for weighted records" in its Developer Guide.
/// </summary>
internal static class DnsRefusals
{
    private const string RecordType = "aws:route53/record:Record", HealthCheckType = "aws:route53/healthCheck:HealthCheck",
        AlarmType = "aws:cloudwatch/metricAlarm:MetricAlarm", Weighted = "weightedRoutingPolicies";

    private static readonly string[] _policies =
    [
        Weighted, "latencyRoutingPolicies", "failoverRoutingPolicies", "geolocationRoutingPolicies", "geoproximityRoutingPolicy",
        "cidrRoutingPolicy", "multivalueAnswerRoutingPolicy",
    ];

    private static readonly string[] _ofEndpoints =
        ["port", "ipAddress", "fqdn", "resourcePath", "searchString", "requestInterval", "failureThreshold", "measureLatency", "regions"];

    /// <summary>Everything for which Route 53 would refuse a resource; nothing where it would not.</summary>
    /// <param name="region">Where the resource's stack is.</param>
    /// <param name="stack">What the stack has registered before.</param>
    /// <param name="zone">The inputs of the records that other stacks have in the zone.</param>
    public static IEnumerable<string> Of(
        MockResourceArgs args, string region, IEnumerable<MockResourceArgs> stack, IEnumerable<ImmutableDictionary<string, object>> zone) =>
        args.Type switch
        {
            RecordType => Record(args.Inputs).Concat(Beside(
                args.Inputs,
                [.. stack.Where(other => other.Type == RecordType).Select(other => other.Inputs).Concat(zone)
                    .Where(other => Key(other) == Key(args.Inputs))])),
            HealthCheckType => HealthCheck(args.Inputs, region, [.. stack.Where(other => other.Type == AlarmType)]),
            _ => [],
        };

    private static IEnumerable<string> Record(ImmutableDictionary<string, object> inputs)
    {
        var policies = _policies.Where(inputs.ContainsKey).ToArray();
        var identifier = inputs.GetValueOrDefault("setIdentifier") as string;
        if (policies.Length > 1)
        {
            yield return $"{string.Join(" beside ", policies)}";
        }
        if (policies.Length > 0 != identifier is not null)
        {
            yield return "a routing policy without setIdentifier, or the other way round";
        }
        if (identifier is { Length: 0 or > 128 })
        {
            yield return $"setIdentifier has {identifier.Length} characters: expected 1 to 128";
        }
        if (Weight(inputs) is < 0 or > 255)
        {
            yield return $"weight is {Weight(inputs)}: expected 0 to 255";
        }
        if ((inputs.ContainsKey(Weighted) || inputs.GetValueOrDefault("type") is "CNAME")
            && inputs.GetValueOrDefault("records") is ImmutableArray<object> { Length: not 1 } values)
        {
            yield return $"{values.Length} records: expected one";
        }
    }

    private static IEnumerable<string> Beside(
        ImmutableDictionary<string, object> inputs, IReadOnlyList<ImmutableDictionary<string, object>> others)
    {
        foreach (var other in others)
        {
            if (_policies.Any(policy => inputs.ContainsKey(policy) != other.ContainsKey(policy)))
            {
                yield return $"{inputs["name"]} {inputs["type"]} has a record of another routing policy: InvalidChangeBatch";
            }
            else if (Equals(inputs.GetValueOrDefault("setIdentifier"), other.GetValueOrDefault("setIdentifier")))
            {
                yield return $"{inputs["name"]} {inputs["type"]} is there already, with the same setIdentifier: InvalidChangeBatch";
            }
            // Route 53 would take it, and change the others' without telling their stacks.
            else if (inputs.ContainsKey(Weighted) && Refusals.Number(inputs, "ttl") != Refusals.Number(other, "ttl"))
            {
                yield return $"ttl is {inputs["ttl"]}: expected {other["ttl"]}, as every weighted record of {inputs["name"]} has";
            }
        }
    }

    private static IEnumerable<string> HealthCheck(
        ImmutableDictionary<string, object> inputs, string region, IReadOnlyList<MockResourceArgs> alarms)
    {
        if (inputs.GetValueOrDefault("type") is not "CLOUDWATCH_METRIC")
        {
            yield return $"type is \"{inputs.GetValueOrDefault("type")}\": this cloud knows CLOUDWATCH_METRIC";
            yield break;
        }
        foreach (var input in _ofEndpoints.Where(inputs.ContainsKey))
        {
            yield return $"{input}, which a health check of type CLOUDWATCH_METRIC does not have";
        }
        if (inputs.GetValueOrDefault("insufficientDataHealthStatus") is not ("Healthy" or "Unhealthy" or "LastKnownStatus"))
        {
            yield return "insufficientDataHealthStatus is none of Healthy, Unhealthy, LastKnownStatus";
        }
        var place = inputs.GetValueOrDefault("cloudwatchAlarmRegion") as string;
        if (place is null || !WatchableRegions.All.Contains(place))
        {
            yield return $"cloudwatchAlarmRegion is \"{place}\": expected a CloudWatchRegion";
        }
        var name = inputs.GetValueOrDefault("cloudwatchAlarmName") as string;
        if (place != region || alarms.SingleOrDefault(alarm => alarm.Inputs.GetValueOrDefault("name") as string == name) is not { } watched)
        {
            yield return $"there is no alarm {name} in {place}";
        }
        // Standard resolution, and the five plain statistics of one metric.
        else if (Refusals.Number(watched.Inputs, "period") is not >= 60 || !watched.Inputs.ContainsKey("statistic"))
        {
            yield return $"the alarm {name} is not on a plain statistic of one metric of standard resolution";
        }
    }

    private static (object?, object?, object?) Key(ImmutableDictionary<string, object> inputs) =>
        (inputs.GetValueOrDefault("zoneId"), inputs.GetValueOrDefault("name"), inputs.GetValueOrDefault("type"));

    private static double? Weight(ImmutableDictionary<string, object> inputs) =>
        inputs.GetValueOrDefault(Weighted) is ImmutableArray<object> { Length: > 0 } policies
            ? Refusals.Number((ImmutableDictionary<string, object>)policies[0], "weight")
            : null;
}
