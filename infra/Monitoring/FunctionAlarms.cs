namespace SessionStore.Infra.Monitoring;

/// <summary>The alarms about the failover function and what calls it.</summary>
internal static class FunctionAlarms
{
    public static IEnumerable<AlarmDefinition> Of(RegionMetrics metrics)
    {
        // Lambda tries again after one and two minutes: one failed minute mends itself, and what fails for good is a dead letter. Lambda
        // sends a value with each invocation, and that there are none is another alarm's business.
        yield return new()
        {
            Part = "function-errors",
            Metrics = [metrics.FunctionErrors],
            Threshold = 1,
            Minutes = 5,
            BadMinutes = 2,
            MissingData = TreatMissingData.NotBreaching,
            Advice = "The failover function fails again and again: a promotion may leave the writer name behind. Read its log.",
            Section = RunbookSection.Function,
        };
        yield return new()
        {
            Part = "function-throttles",
            Metrics = [metrics.FunctionThrottles],
            Threshold = 1,
            Minutes = 5,
            BadMinutes = 2,
            MissingData = TreatMissingData.NotBreaching,
            Advice = "Lambda turns the failover function away: the account's concurrency is used up. Free some, or ask for more.",
            Section = RunbookSection.Function,
        };
        yield return new()
        {
            Part = "minute-rule-silent",
            Metrics = [metrics.FunctionInvocations],
            Comparison = "LessThanThreshold",
            Threshold = 1,
            Minutes = 5,
            // No invocation is no value.
            MissingData = TreatMissingData.Breaching,
            Advice = "Nothing has called the failover function for five minutes: the minute rule or its permission is broken.",
            Section = RunbookSection.Function,
        };
        // EventBridge sends no value where nothing failed ("Monitoring Amazon EventBridge" in its user guide).
        yield return new()
        {
            Part = "minute-rule-failed",
            Metrics = [metrics.MinuteRuleFailures],
            Threshold = 1,
            Minutes = 5,
            BadMinutes = 2,
            MissingData = TreatMissingData.NotBreaching,
            Advice = "EventBridge cannot call the failover function: its permission for the rule is missing, or Lambda turns the calls "
                + "away.",
            Section = RunbookSection.Function,
        };
        // A queue that nobody touches stops reporting within hours; what was in it is still in it, so that silence changes nothing.
        yield return new()
        {
            Part = "undelivered-events",
            Metrics = [metrics.Undelivered],
            Threshold = 1,
            Minutes = 1,
            MissingData = TreatMissingData.Ignore,
            Advice = "SNS could not hand an event to the failover function. Mend the cause, then redrive: "
                + "`scripts/ops redrive`.",
            Section = RunbookSection.DeadLetters,
        };
        yield return new()
        {
            Part = "failed-events",
            Metrics = [metrics.Failed],
            Threshold = 1,
            Minutes = 1,
            MissingData = TreatMissingData.Ignore,
            Advice = "The failover function gave an event up after three tries. Mend the cause, then redrive: "
                + "`scripts/ops redrive`.",
            Section = RunbookSection.DeadLetters,
        };
    }
}
