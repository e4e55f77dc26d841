using SessionStore.Configuration;

namespace SessionStore.Monitoring;

/// <summary>The alarms of a Region. Each says beside its threshold why silence counts as it does.</summary>
public static class RegionAlarms
{
    private const string Breaching = "breaching", NotBreaching = "notBreaching", Ignore = "ignore", Missing = "missing";

    // Quotas for ElastiCache: 65,000 connections a node, whatever its type. Told at four fifths.
    private const int MostConnections = 65_000;
    private const double Crowded = 0.8 * MostConnections;
    private const int HighPercent = 80;

    /// <summary>All alarms.</summary>
    /// <param name="metrics">What is measured.</param>
    /// <param name="settings">The configured limits.</param>
    public static IReadOnlyList<AlarmDefinition> Of(RegionMetrics metrics, AlarmSettings settings) =>
        [.. OfFunction(metrics), .. OfRecord(metrics), Lag(settings), .. OfCache(metrics)];

    private static IEnumerable<AlarmDefinition> OfFunction(RegionMetrics metrics)
    {
        // Lambda tries again after one and two minutes: one failed minute mends itself, and what fails for good is a dead letter. Lambda
        // sends a value with each invocation, and that there are none is another alarm's business.
        yield return new()
        {
            Part = "function-errors", Metrics = [metrics.FunctionErrors], Threshold = 1, Minutes = 5, BadMinutes = 2, MissingData = NotBreaching,
            Advice = "The failover function fails again and again: a promotion may leave the writer name behind. Read its log.",
            Section = RunbookSection.Function,
        };
        yield return new()
        {
            Part = "function-throttles", Metrics = [metrics.FunctionThrottles], Threshold = 1, Minutes = 5, BadMinutes = 2, MissingData = NotBreaching,
            Advice = "Lambda turns the failover function away: the account's concurrency is used up. Free some, or ask for more.",
            Section = RunbookSection.Function,
        };
        yield return new()
        {
            Part = "minute-rule-silent", Metrics = [metrics.FunctionInvocations], Comparison = "LessThanThreshold", Threshold = 1, Minutes = 5,
            // No invocation is no value.
            MissingData = Breaching,
            Advice = "Nothing has called the failover function for five minutes: the minute rule, the topic or the subscription is broken.",
            Section = RunbookSection.Function,
        };
        // A queue that nobody touches stops reporting within hours; what was in it is still in it, so that silence changes nothing.
        yield return new()
        {
            Part = "undelivered-events", Metrics = [metrics.Undelivered], Threshold = 1, Minutes = 1, MissingData = Ignore,
            Advice = "SNS could not hand an event to the failover function. Ask the function to look now, then purge the queue.",
            Section = RunbookSection.DeadLetters,
        };
        yield return new()
        {
            Part = "failed-events", Metrics = [metrics.Failed], Threshold = 1, Minutes = 1, MissingData = Ignore,
            Advice = "The failover function gave an event up after three tries. Ask the function to look now, then purge the queue.",
            Section = RunbookSection.DeadLetters,
        };
    }

    private static IEnumerable<AlarmDefinition> OfRecord(RegionMetrics metrics)
    {
        yield return new()
        {
            Part = "record-mismatch", Metrics = [metrics.RecordMatches], Comparison = "LessThanThreshold", Threshold = 1, Minutes = 3,
            // Sent only while the record belongs to this Region: in a secondary silence is right. A function that does not run is told of
            // by minute-rule-silent, one that fails by function-errors.
            MissingData = NotBreaching,
            Advice = "The writer name has not led to this Region for three minutes although this Region is the primary, or pinned: clients cannot write.",
            Section = RunbookSection.Record,
        };
        yield return new()
        {
            Part = "notification-inactive", Metrics = [metrics.NotificationActive], Comparison = "LessThanThreshold", Threshold = 1, Minutes = 3,
            // Not sent while nobody could ask ElastiCache: what was known stays true.
            MissingData = Ignore,
            Advice = "ElastiCache has stopped publishing to the topic, for good: a promotion is noticed by the minute rule only. Switch it on again.",
            Section = RunbookSection.Notification,
        };
    }

    private static AlarmDefinition Lag(AlarmSettings settings) => new()
    {
        Part = "replication-lag", Query = RegionMetrics.ReplicationLagQuery, Comparison = "GreaterThanThreshold", Threshold = settings.ReplicationLagSeconds, Minutes = 5,
        // Unknown is neither good nor bad. It is told when the values end: then either this Region was just promoted, or the link is cut.
        MissingData = Missing, TellsOfMissingData = true,
        Advice = $"Replication between the Regions is more than {settings.ReplicationLagSeconds} s behind, or its lag is no longer known: losing the primary's Region "
            + "now would lose that much. No lag is normal in a Region that has just been promoted.",
        Section = RunbookSection.Lag,
    };

    // Nodes report every minute. Without a value an alarm is grey, not green.
    private static IEnumerable<AlarmDefinition> OfCache(RegionMetrics metrics)
    {
        yield return Cache("memory", metrics.Memory, HighPercent, $"A node uses {HighPercent} % of its memory or more: soon sessions are evicted. Take a larger node type.");
        yield return Cache("engine-cpu", metrics.EngineCpu, HighPercent, $"The engine of a node is {HighPercent} % busy or more. Find the costly commands, or take a larger node type.");
        yield return Cache("connections", metrics.Connections, Crowded, $"A node has four fifths of the {MostConnections:#,0} connections that it takes, or more. Find the client that does not reuse them.");
        yield return Cache("evictions", metrics.Evictions, 1, "A node evicts keys for want of memory: sessions are lost. Take a larger node type.") with { Minutes = 1 };
    }

    private static AlarmDefinition Cache(string part, IReadOnlyList<Metric> nodes, double threshold, string advice) =>
        new() { Part = part, Metrics = nodes, Threshold = threshold, Minutes = 5, MissingData = Missing, Advice = advice, Section = RunbookSection.Cache };
}
