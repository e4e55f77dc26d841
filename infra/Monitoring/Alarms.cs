using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.CloudWatch.Inputs;

namespace SessionStore.Infra.Monitoring;

/// <summary>A Region's alarms.</summary>
internal sealed class Alarms : ComponentResource
{
    private const int PeriodSeconds = 60;

    /// <summary>The ARNs of all alarms, in the order of their definitions.</summary>
    public IReadOnlyList<Output<string>> Arns { get; }

    public Alarms(string name, AlarmsArgs args, ComponentResourceOptions? options = null)
        : base("session-store:monitoring:Alarms", name, options)
    {
        Arns = [.. args.Definitions.Select(definition => new MetricAlarm(
            $"{name}-{definition.Part}", Alarm(definition, args), new() { Parent = this }).Arn)];
        RegisterOutputs();
    }

    private static MetricAlarmArgs Alarm(AlarmDefinition definition, AlarmsArgs args)
    {
        var alarm = new MetricAlarmArgs
        {
            Name = args.Context.Naming.Alarm(definition.Part),
            AlarmDescription = definition.Description,
            ComparisonOperator = definition.Comparison,
            Threshold = definition.Threshold,
            EvaluationPeriods = definition.Minutes,
            DatapointsToAlarm = definition.BadMinutes ?? definition.Minutes,
            TreatMissingData = definition.MissingData,
            AlarmActions = { args.TopicArn },
            OkActions = { args.TopicArn },
        };
        if (definition.TellsOfMissingData)
        {
            alarm.InsufficientDataActions = [args.TopicArn];
        }
        if (definition.Query is { } query)
        {
            alarm.MetricQueries =
            [
                new MetricAlarmMetricQueryArgs
                {
                    Id = "query",
                    Expression = query,
                    Period = PeriodSeconds,
                    Label = definition.Part,
                    ReturnData = true,
                },
            ];
        }
        else if (definition.Metrics is [var only])
        {
            alarm.Namespace = only.Namespace;
            alarm.MetricName = only.Name;
            alarm.Statistic = only.Statistic;
            alarm.Period = PeriodSeconds;
            alarm.Dimensions = Dimensions(only);
        }
        else
        {
            alarm.MetricQueries = Largest(definition).ToArray();
        }
        return alarm;
    }

    private static InputMap<string> Dimensions(Metric metric)
    {
        var dimensions = new InputMap<string>();
        foreach (var (name, value) in metric.Dimensions)
        {
            dimensions[name] = value;
        }
        return dimensions;
    }

    // Of an array of metrics MAX takes those that have a value: a node that is being replaced does not blind the alarm.
    private static IEnumerable<Input<MetricAlarmMetricQueryArgs>> Largest(AlarmDefinition definition)
    {
        yield return new MetricAlarmMetricQueryArgs
        {
            Id = "largest",
            Expression = "MAX(METRICS())",
            Label = definition.Part,
            ReturnData = true,
        };
        foreach (var (index, metric) in definition.Metrics.Index())
        {
            yield return new MetricAlarmMetricQueryArgs
            {
                Id = $"m{index + 1}",
                Label = metric.Label,
                ReturnData = false,
                Metric = new MetricAlarmMetricQueryMetricArgs
                {
                    Namespace = metric.Namespace,
                    MetricName = metric.Name,
                    Stat = metric.Statistic,
                    Period = PeriodSeconds,
                    Dimensions = Dimensions(metric),
                },
            };
        }
    }
}

internal sealed record AlarmsArgs
{
    public required RegionContext Context { get; init; }

    public required IReadOnlyList<AlarmDefinition> Definitions { get; init; }

    /// <summary>The topic on which the alarms are told.</summary>
    public required Output<string> TopicArn { get; init; }
}
