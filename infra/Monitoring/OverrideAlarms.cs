namespace SessionStore.Infra.Monitoring;

/// <summary>The alarms about the days on which Route 53's API does not answer, where the Regions can override the writer record.</summary>
internal static class OverrideAlarms
{
    /// <summary>What the alarm that Route 53 watches says of itself: it tells nobody anything.</summary>
    public static string WatchedDescription { get; } = new AlarmDefinition
    {
        Part = "overriding",
        Threshold = 1,
        Minutes = 1,
        MissingData = TreatMissingData.Missing,
        Advice = "Not for people: the health check of this Region's override watches it. It has insufficient data at rest, which is right, "
            + "and is OK while this Region overrides the writer record.",
        Section = RunbookSection.Override,
    }.Description;

    public static IEnumerable<AlarmDefinition> Of(RegionMetrics metrics)
    {
        yield return new()
        {
            Part = "override-in-force",
            Metrics = [metrics.Overriding],
            Threshold = 1,
            Minutes = 1,
            // Sent only while the Region overrides.
            MissingData = TreatMissingData.NotBreaching,
            Advice = "This Region overrides the writer record, because Route 53's API does not answer and the record would name another "
                + "Region: the name leads here all the same. It ends by itself.",
            Section = RunbookSection.Override,
        };
        yield return new()
        {
            Part = "route53-silent",
            Metrics = [metrics.ControlPlaneAnswers],
            Comparison = "LessThanThreshold",
            Threshold = 1,
            // One look that was throttled is not the loss of a Region.
            Minutes = 3,
            // Sent with every look. A function that does not run is told of by minute-rule-silent, one that fails by function-errors.
            MissingData = TreatMissingData.NotBreaching,
            Advice = "Route 53's API has not answered the failover function for three minutes: the writer record cannot be changed. Names "
                + "are still looked up, and a promotion is followed by an override.",
            Section = RunbookSection.ControlPlane,
        };
    }
}
