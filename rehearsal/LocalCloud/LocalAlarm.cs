using System.Globalization;
using SessionStore.Engine;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>The states of an alarm: OK, ALARM and INSUFFICIENT_DATA.</summary>
internal enum AlarmState
{
    Ok,
    Alarm,
    InsufficientData,
}

/// <summary>
/// A CloudWatch alarm on one metric, evaluated as "Configuring how CloudWatch alarms treat missing data" in the CloudWatch user guide has
/// it: only periods that are over count, and where data is missing, older data points of the evaluation range stand in for it.
/// </summary>
internal sealed record LocalAlarm(
    string Region, string Name, string Namespace, string Metric, string Dimension, string Of, string Comparison, double Threshold,
    int EvaluationPeriods, TimeSpan Period)
{
    /// <summary>
    /// How many periods beyond those that it evaluates an alarm looks back. The guide's example is of an alarm on three periods that
    /// retrieves five; how many one on a single period retrieves it does not say. The longer range is the less comfortable one: an override
    /// lasts longer after its last value.
    /// </summary>
    public const int FurtherPeriods = 4;

    /// <summary>Reads an alarm as a stage registered it.</summary>
    /// <exception cref="NotSupportedException">It is one that is not played here.</exception>
    public static LocalAlarm Read(string region, Registered alarm)
    {
        if (alarm.Has("metricQueries") || (alarm.Has("treatMissingData") && alarm.Text("treatMissingData") != "missing"))
        {
            throw new NotSupportedException($"the alarm {alarm.Text("name")}: only one on a single metric that treats missing data as "
                + "missing is played");
        }
        var dimension = alarm.Object("dimensions").Single();
        return new(
            region, alarm.Text("name"), alarm.Text("namespace"), alarm.Text("metricName"), dimension.Key, (string)dimension.Value,
            alarm.Text("comparisonOperator"), Convert.ToDouble(alarm["threshold"], CultureInfo.InvariantCulture),
            alarm.Number("evaluationPeriods"), TimeSpan.FromSeconds(alarm.Number("period")));
    }

    /// <summary>Evaluates the alarm.</summary>
    /// <param name="points">What was measured, in any order.</param>
    /// <param name="now">The time.</param>
    /// <param name="minute">How long a minute is.</param>
    public AlarmState At(IEnumerable<(DateTimeOffset At, double Value)> points, DateTimeOffset now, TimeSpan minute)
    {
        var period = Math.Max(1, (long)(Period.Ticks * (minute / TimeSpan.FromMinutes(1))));
        var running = now.UtcTicks / period;
        // Of several values in a period the greatest counts: the statistic Maximum. Nobody sends more than one that differs.
        var values = points.GroupBy(point => point.At.UtcTicks / period, point => point.Value)
            .Where(values => values.Key < running && values.Key >= running - EvaluationPeriods - FurtherPeriods)
            .OrderByDescending(values => values.Key).Take(EvaluationPeriods).Select(values => values.Max()).ToArray();
        return values.Length < EvaluationPeriods ? AlarmState.InsufficientData
            : values.All(Breaches) ? AlarmState.Alarm
            : AlarmState.Ok;
    }

    private bool Breaches(double value) => Comparison switch
    {
        "GreaterThanThreshold" => value > Threshold,
        "GreaterThanOrEqualToThreshold" => value >= Threshold,
        "LessThanThreshold" => value < Threshold,
        "LessThanOrEqualToThreshold" => value <= Threshold,
        _ => throw new NotSupportedException($"the alarm {Name}: the comparison {Comparison} is not played"),
    };
}
