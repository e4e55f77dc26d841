using System.Collections.Concurrent;
using SessionStore.Engine;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// Route 53's health checks on alarms. They are data plane: they go on while no API answers ("AWS Fault Isolation Boundaries", Route 53).
/// A health check follows the alarm's data stream and does not wait for the alarm's state (AlarmIdentifier in the Route 53 API reference).
/// </summary>
/// <param name="cloudWatch">Where the metrics are.</param>
/// <param name="minute">How long a minute of an alarm's period is.</param>
internal sealed class LocalHealthChecks(LocalCloudWatch cloudWatch, TimeSpan minute)
{
    private readonly ConcurrentDictionary<string, HealthCheck> _checks = new();

    /// <summary>Creates the health checks that a stage declares.</summary>
    /// <exception cref="InvalidOperationException">A health check is on an alarm that no stage has declared.</exception>
    public void Add(string region, StageRun stage)
    {
        foreach (var check in stage.All("aws:route53/healthCheck:HealthCheck"))
        {
            if (check.Text("type") != "CLOUDWATCH_METRIC" || (check.Has("invertHealthcheck") && (bool)check["invertHealthcheck"]))
            {
                throw new NotSupportedException($"the health check {check.Name}: only one of type CLOUDWATCH_METRIC that is not inverted "
                    + "is played");
            }
            var (alarmRegion, name) = (check.Text("cloudwatchAlarmRegion"), check.Text("cloudwatchAlarmName"));
            var alarm = stage.All("aws:cloudwatch/metricAlarm:MetricAlarm")
                .SingleOrDefault(candidate => candidate.Text("name") == name && alarmRegion == region);
            _checks[check.Id] = new(
                LocalAlarm.Read(alarmRegion, alarm ?? throw new InvalidOperationException(
                    $"the health check {check.Name} is on the alarm {name} in {alarmRegion}, which the stage does not declare")),
                check.Text("insufficientDataHealthStatus"));
        }
    }

    /// <summary>Whether a health check is healthy now.</summary>
    /// <param name="id">The health check's ID; null for a record without one, which is always healthy.</param>
    /// <exception cref="InvalidOperationException">There is no such health check.</exception>
    public bool IsHealthy(string? id) => id is null
        || (_checks.TryGetValue(id, out var check)
            ? check.IsHealthy(State(check.Alarm))
            : throw new InvalidOperationException($"a record has the health check {id}, which does not exist"));

    /// <summary>The state of an alarm that a health check follows; null for any other alarm.</summary>
    public AlarmState? StateOf(string region, string name) =>
        _checks.Values.FirstOrDefault(check => check.Alarm.Region == region && check.Alarm.Name == name) is { } check
            ? State(check.Alarm) : null;

    private AlarmState State(LocalAlarm alarm) => alarm.At(
        cloudWatch.Points(alarm.Region, alarm.Namespace, alarm.Metric, alarm.Dimension, alarm.Of), DateTimeOffset.UtcNow, minute);

    private sealed record HealthCheck(LocalAlarm Alarm, string InsufficientData)
    {
        // InsufficientDataHealthStatus in the API reference.
        public bool IsHealthy(AlarmState state) => (state, InsufficientData) switch
        {
            (AlarmState.Ok, _) => true,
            (AlarmState.Alarm, _) => false,
            (_, "Healthy") => true,
            (_, "Unhealthy") => false,
            _ => throw new NotSupportedException($"the status {InsufficientData} without data is not played: expected Healthy or "
                + "Unhealthy"),
        };
    }
}
