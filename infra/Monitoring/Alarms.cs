using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.CloudWatch.Inputs;

namespace SessionStore.Infra.Monitoring;

/// <summary>A Region's alarms.</summary>
public sealed class Alarms : ComponentResource
{
    private const int PeriodSeconds = 60;

    /// <summary>The ARNs of all alarms, in the order of their definitions.</summary>
    public IReadOnlyList<Output<string>> Arns { get; }

    /// <summary>Creates the alarms.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="definitions">What to watch.</param>
    /// <param name="topicArn">Where it is told.</param>
    /// <param name="naming">The physical names.</param>
    /// <param name="options">The component's options.</param>
    public Alarms(
        string name, IReadOnlyList<AlarmDefinition> definitions, Output<string> topicArn, Naming naming, ComponentResourceOptions? options = null)
        : base("session-store:monitoring:Alarms", name, options)
    {
        Arns = [.. definitions.Select(definition => new MetricAlarm(
            $"{name}-{definition.Part}", Args(definition, topicArn, naming), new() { Parent = this }).Arn)];
        RegisterOutputs();
    }

    private static MetricAlarmArgs Args(AlarmDefinition definition, Output<string> topicArn, Naming naming)
    {
        var args = new MetricAlarmArgs
        {
            Name = naming.Alarm(definition.Part),
            AlarmDescription = definition.Description,
            ComparisonOperator = definition.Comparison,
            Threshold = definition.Threshold,
            EvaluationPeriods = definition.Minutes,
            DatapointsToAlarm = definition.BadMinutes ?? definition.Minutes,
            TreatMissingData = definition.MissingData,
            AlarmActions = { topicArn },
            OkActions = { topicArn },
        };
        if (definition.TellsOfMissingData)
        {
            args.InsufficientDataActions = [topicArn];
        }
        if (definition.Query is { } query)
        {
            args.MetricQueries =
            [
                new MetricAlarmMetricQueryArgs { Id = "query", Expression = query, Period = PeriodSeconds, Label = definition.Part, ReturnData = true },
            ];
        }
        else if (definition.Metrics is [var only])
        {
            args.Namespace = only.Namespace;
            args.MetricName = only.Name;
            args.Statistic = only.Statistic;
            args.Period = PeriodSeconds;
            args.Dimensions = new InputMap<string> { [only.Dimension] = only.Value };
        }
        else
        {
            args.MetricQueries = Largest(definition).ToArray();
        }
        return args;
    }

    // Of an array of metrics MAX takes those that have a value: a node that is being replaced does not blind the alarm.
    private static IEnumerable<Input<MetricAlarmMetricQueryArgs>> Largest(AlarmDefinition definition)
    {
        yield return new MetricAlarmMetricQueryArgs { Id = "largest", Expression = "MAX(METRICS())", Label = definition.Part, ReturnData = true };
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
                    Dimensions = { [metric.Dimension] = metric.Value },
                },
            };
        }
    }
}
