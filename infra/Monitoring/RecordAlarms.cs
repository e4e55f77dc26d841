namespace SessionStore.Infra.Monitoring;

/// <summary>The alarms about what the failover function sees: the writer record, and whether ElastiCache tells of promotions.</summary>
internal static class RecordAlarms
{
    public static IEnumerable<AlarmDefinition> Of(RegionMetrics metrics)
    {
        yield return new()
        {
            Part = "record-mismatch",
            Metrics = [metrics.RecordMatches],
            Comparison = "LessThanThreshold",
            Threshold = 1,
            Minutes = 3,
            // Sent only while the record belongs to this Region: in a secondary silence is right. A function that does not run is told of
            // by minute-rule-silent, one that fails by function-errors.
            MissingData = TreatMissingData.NotBreaching,
            Advice = "The writer name has not led to this Region for three minutes although this Region is the primary, or pinned: "
                + "clients cannot write.",
            Section = RunbookSection.Record,
        };
        yield return new()
        {
            Part = "notification-inactive",
            Metrics = [metrics.NotificationActive],
            Comparison = "LessThanThreshold",
            Threshold = 1,
            Minutes = 3,
            // Not sent while nobody could ask ElastiCache: what was known stays true.
            MissingData = TreatMissingData.Ignore,
            Advice = "ElastiCache has stopped publishing to the topic, for good: a promotion is noticed by the minute rule only. "
                + "`scripts/ops revive-notifications` switches it on again.",
            Section = RunbookSection.Notification,
        };
    }
}
