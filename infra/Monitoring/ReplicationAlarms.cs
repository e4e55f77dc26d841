namespace SessionStore.Infra.Monitoring;

/// <summary>The alarms about a Region's replicator.</summary>
internal static class ReplicationAlarms
{
    // A new instance is there within five minutes, and fills a store of millions of sessions within as many more.
    private const int Silence = 10, Filling = 15;

    /// <param name="lagSeconds">The lag that is too much.</param>
    public static IEnumerable<AlarmDefinition> Of(ReplicationMetrics metrics, int lagSeconds)
    {
        yield return new()
        {
            Part = "replicator-silent",
            Metrics = [metrics.Reports],
            Comparison = "LessThanThreshold",
            Threshold = 1,
            Minutes = Silence,
            // No report is no value.
            MissingData = TreatMissingData.Breaching,
            Advice = "The replicator has told nothing for ten minutes: nobody knows whether sessions arrive in this Region.",
            Section = RunbookSection.ReplicatorSilent,
        };
        yield return new()
        {
            Part = "replicator-not-in-step",
            Metrics = [metrics.InStep],
            Comparison = "LessThanThreshold",
            Threshold = 1,
            Minutes = Filling,
            // Not sent while it rests, and silence has an alarm of its own.
            MissingData = TreatMissingData.NotBreaching,
            Advice = "The replicator has not been in step for fifteen minutes: this Region lacks sessions, or has ended ones. Do not lead "
                + "the writer name here.",
            Section = RunbookSection.ReplicatorBehind,
        };
        yield return new()
        {
            Part = "replicator-lag",
            Metrics = [metrics.Lag],
            Comparison = "GreaterThanThreshold",
            Threshold = lagSeconds * 1000,
            Minutes = 5,
            // Likewise.
            MissingData = TreatMissingData.NotBreaching,
            Advice = $"Changes take more than {lagSeconds} s to arrive in this Region: losing the writer's Region now would lose that "
                + "much.",
            Section = RunbookSection.ReplicatorBehind,
        };
        yield return new()
        {
            Part = "replicator-deaf",
            Metrics = [metrics.Deaf],
            Threshold = 1,
            Minutes = 3,
            // Likewise.
            MissingData = TreatMissingData.NotBreaching,
            Advice = "The source changes and does not tell the replicator: its parameter notify-keyspace-events is not KA. Deletions and "
                + "new writes do not arrive.",
            Section = RunbookSection.ReplicatorDeaf,
        };
        yield return new()
        {
            Part = "replicator-refused-keys",
            Metrics = [metrics.RefusedKeys],
            Threshold = 1,
            Minutes = 5,
            // Sent with every report.
            MissingData = TreatMissingData.Ignore,
            Advice = "The store in this Region does not take some keys: they are of a newer engine, of a type that it does not know, or "
                + "too large. They are missing here.",
            Section = RunbookSection.ReplicatorRefused,
        };
        yield return new()
        {
            Part = "replicator-differences",
            Metrics = [metrics.Differences],
            Threshold = 1,
            Minutes = 1,
            // Sent once a day: until the next comparison, what the last one found stays true.
            MissingData = TreatMissingData.Ignore,
            Advice = "The comparison has found sessions that are missing in this Region, too much, or different.",
            Section = RunbookSection.ReplicatorDifferences,
        };
    }
}
