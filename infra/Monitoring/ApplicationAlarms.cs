namespace SessionStore.Infra.Monitoring;

/// <summary>The alarms about a Region's application.</summary>
internal static class ApplicationAlarms
{
    // Single errors are for its logs; this many in most minutes are for a person.
    private const int ErrorsInAMinute = 10;

    public static IEnumerable<AlarmDefinition> Of(ApplicationMetrics metrics)
    {
        yield return new()
        {
            Part = "application-unhealthy-hosts",
            Metrics = [metrics.UnhealthyHosts],
            Threshold = 1,
            // A rolling update starts one after the other, and an instance that fails is replaced within minutes.
            Minutes = 10,
            // No instance is no unhealthy one; there is an alarm on that.
            MissingData = TreatMissingData.NotBreaching,
            Advice = "For ten minutes there was an instance that does not answer on /healthz: replacing it does not help.",
            Section = RunbookSection.Application,
        };
        yield return new()
        {
            Part = "application-no-healthy-host",
            Metrics = [metrics.HealthyHosts],
            Comparison = "LessThanThreshold",
            Threshold = 1,
            Minutes = 2,
            // Where no target is registered there is nothing to count.
            MissingData = TreatMissingData.Breaching,
            Advice = "No instance of the application answers in this Region; the accelerator leads its users to another one, where "
                + "there is one.",
            Section = RunbookSection.Application,
        };
        yield return Errors("application-errors", metrics.TargetErrors, "The application answers with errors of its own (5xx).");
        yield return Errors("load-balancer-errors", metrics.LoadBalancerErrors,
            "The load balancer answers with errors by itself (5xx): nobody behind it is healthy, or answers in time.");
    }

    private static AlarmDefinition Errors(string part, Metric metric, string advice) => new()
    {
        Part = part,
        Metrics = [metric],
        Threshold = ErrorsInAMinute,
        Minutes = 5,
        BadMinutes = 3,
        // Sent only where there are any.
        MissingData = TreatMissingData.NotBreaching,
        Advice = advice,
        Section = RunbookSection.Application,
    };
}
