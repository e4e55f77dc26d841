using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Route53;
using Pulumi.Aws.Route53.Inputs;
using Pulumi.Aws.Ssm;
using SessionStore.Contract;

namespace SessionStore.Infra.Failover;

/// <summary>
/// What lets the Region take the writer name without a call to Route 53: a record that leads to the Region and answers only while the
/// failover function says so, with one metric value a minute. At rest there are no values, and Route 53 takes the check for unhealthy.
/// </summary>
internal sealed class WriterOverride : ComponentResource
{
    // What Route 53 watches: a metric of standard resolution and one of the five plain statistics (AlarmIdentifier in its API reference).
    private const int PeriodSeconds = 60, Minutes = 1, Threshold = 1;
    private const string Statistic = "Maximum", Comparison = "LessThanThreshold";

    // At rest the alarm has insufficient data: anything else would make it an ALARM at rest, or OK, which overrides.
    private const string MissingData = "missing";

    /// <summary>The health check that is healthy while the Region overrides.</summary>
    public Output<string> HealthCheckId { get; }

    /// <summary>The parameter in which the function keeps the records as it last read them.</summary>
    public Output<string> RecordsParameter { get; }

    public WriterOverride(string name, WriterOverrideArgs args, ComponentResourceOptions? options = null)
        : base("session-store:dns:WriterOverride", name, options)
    {
        var naming = args.Context.Naming;
        var child = new CustomResourceOptions { Parent = this };
        // By its name and not by an output of the member: so alarm and check exist long before the record of a new store.
        var alarm = new MetricAlarm($"{name}-alarm", new()
        {
            Name = naming.Alarm("overriding"),
            AlarmDescription = args.AlarmDescription,
            Namespace = FunctionMetrics.Namespace,
            MetricName = FunctionMetrics.Overriding,
            Dimensions = { [FunctionMetrics.ReplicationGroupId] = naming.ReplicationGroupId },
            Statistic = Statistic,
            Period = PeriodSeconds,
            EvaluationPeriods = Minutes,
            DatapointsToAlarm = Minutes,
            ComparisonOperator = Comparison,
            Threshold = Threshold,
            TreatMissingData = MissingData,
        }, child);
        var check = new HealthCheck($"{name}-health-check", new()
        {
            Type = "CLOUDWATCH_METRIC",
            CloudwatchAlarmName = alarm.Name,
            CloudwatchAlarmRegion = args.Context.Region,
            InsufficientDataHealthStatus = "Unhealthy",
            // Route 53 keeps a copy of the alarm (CloudWatchAlarmConfiguration in its API reference) and takes a new one when it is told.
            Triggers = { ["alarm"] = $"{Statistic} {Comparison} {Threshold} for {Minutes} x {PeriodSeconds} s, {MissingData}" },
            Tags = { ["Name"] = naming.Tag($"override-{args.Context.Region}") },
        }, child);
        _ = new Record($"{name}-record", new()
        {
            ZoneId = args.ZoneId,
            Name = args.WriterName,
            Type = RecordType.CNAME,
            // That of all weighted records of a name, or Route 53 changes the others' ("Values specific for weighted records").
            Ttl = FunctionTimes.RecordTtlSeconds,
            SetIdentifier = $"{WriterSets.OverridePrefix}{args.Context.Region}",
            WeightedRoutingPolicies = { new RecordWeightedRoutingPolicyArgs { Weight = WriterSets.OverrideWeight } },
            HealthCheckId = check.Id,
            Records = { args.Endpoint },
        }, Resting(args));
        var parameter = new Parameter($"{name}-parameter", new()
        {
            Name = naming.RecordsParameter,
            Description = "The writer records as the failover function last read them",
            // No secret: targets and history of the records, which everybody in the VPCs can look up.
            Type = "String",
            Value = "{}",
        }, new()
        {
            Parent = this,
            // Owned by the failover function, which keeps there what it has read.
            IgnoreChanges = { "value" },
        });

        HealthCheckId = check.Id;
        RecordsParameter = parameter.Name;
        RegisterOutputs();
    }

    private CustomResourceOptions Resting(WriterOverrideArgs args)
    {
        var hook = RestingHealthCheck.Hook(args.IsHealthy);
        var options = new CustomResourceOptions { Parent = this, DependsOn = args.After.ToArray() };
        options.Hooks.BeforeCreate.Add(hook);
        options.Hooks.BeforeUpdate.Add(hook);
        return options;
    }
}

internal sealed record WriterOverrideArgs
{
    public required RegionContext Context { get; init; }

    /// <summary>The private hosted zone.</summary>
    public required Input<string> ZoneId { get; init; }

    public required string WriterName { get; init; }

    /// <summary>The endpoint of the Region that takes writes while the Region is the primary.</summary>
    public required Output<string> Endpoint { get; init; }

    /// <summary>What the alarm says of itself.</summary>
    public required string AlarmDescription { get; init; }

    /// <summary>What Route 53 takes a health check for; null while it has not said.</summary>
    public required Func<string, CancellationToken, Task<bool?>> IsHealthy { get; init; }

    /// <summary>What has to be there before the record: the other records of the name that the same stack creates.</summary>
    public required IReadOnlyList<Resource> After { get; init; }
}
