using SessionStore.Contract;

namespace SessionStore.Infra.Monitoring;

/// <summary>The alarms of a Region whose store is on MemoryDB.</summary>
internal static class MemoryDbAlarms
{
    // As those of ElastiCache: told at four fifths. 65,000 is maxclients: "Redis OSS and Valkey specific parameters" in the developer
    // guide.
    private const int HighPercent = 80, Crowded = 52_000;

    // A client that tries a wrong password, or a command that it must not use, does so again and again.
    private const int RefusalsInAMinute = 10;

    /// <param name="application">What is measured of the application; null where there is none.</param>
    public static IReadOnlyList<AlarmDefinition> Of(
        MemoryDbMetrics metrics, AlarmSettings settings, ApplicationMetrics? application) =>
    [
        Lag(metrics, settings), .. Nodes(metrics), .. Refusals(metrics), .. application is null ? [] : ApplicationAlarms.Of(application),
    ];

    private static AlarmDefinition Lag(MemoryDbMetrics metrics, AlarmSettings settings) => Of(
        PhysicalNames.ReplicationLagAlarm,
        metrics.Lag,
        settings.ReplicationLagSeconds * 1000,
        $"Writes of another Region come more than {settings.ReplicationLagSeconds} s late, or nobody knows how late: a Region is isolated, "
            + "or lost. Above 60 s the sweepers stop, and the store grows.",
        RunbookSection.MemoryDbRegion) with
    {
        Comparison = "GreaterThanThreshold",
        // Unknown is neither good nor bad, and is told; a store of one Region has no values.
        TellsOfMissingData = true,
    };

    private static IEnumerable<AlarmDefinition> Nodes(MemoryDbMetrics metrics)
    {
        yield return Of("memory", metrics.Memory, HighPercent,
            $"A node uses {HighPercent} % of its memory or more. Nothing is evicted: a full store takes no writes. Look whether sessions "
                + "are swept.", RunbookSection.MemoryDbNodes);
        yield return Of("engine-cpu", metrics.EngineCpu, HighPercent,
            $"The engine of a node is {HighPercent} % busy or more. Find the costly commands, or add shards.",
            RunbookSection.MemoryDbNodes);
        yield return Of("connections", metrics.Connections, Crowded,
            $"A node has {Crowded:#,0} connections or more, of the 65,000 that it takes. Find the client that does not reuse them.",
            RunbookSection.MemoryDbNodes);
    }

    private static IEnumerable<AlarmDefinition> Refusals(MemoryDbMetrics metrics)
    {
        yield return Of("sign-in-failures", metrics.SignInFailures, RefusalsInAMinute,
            "Somebody cannot sign in: a password or a role is wrong, or somebody tries.", RunbookSection.MemoryDbRefusals) with
        {
            MissingData = TreatMissingData.NotBreaching,
        };
        yield return Of("command-failures", metrics.CommandFailures, RefusalsInAMinute,
            "A user sends commands that its access string does not allow.", RunbookSection.MemoryDbRefusals) with
        {
            MissingData = TreatMissingData.NotBreaching,
        };
    }

    private static AlarmDefinition Of(string part, NodeMetrics metric, double threshold, string advice, string section) => new()
    {
        Part = part,
        Query = metric.Query,
        Threshold = threshold,
        Minutes = 5,
        MissingData = TreatMissingData.Missing,
        Advice = $"{advice} {MemoryDbMetrics.Scope}",
        Section = section,
    };
}
