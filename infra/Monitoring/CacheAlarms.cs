namespace SessionStore.Infra.Monitoring;

/// <summary>The alarms about the nodes: the worst one counts.</summary>
internal static class CacheAlarms
{
    // Quotas for ElastiCache: 65,000 connections a node, whatever its type. Told at four fifths.
    private const int MostConnections = 65_000;
    private const double Crowded = 0.8 * MostConnections;
    private const int HighPercent = 80;

    /// <summary>The alarms. Nodes report every minute; without a value an alarm is grey, not green.</summary>
    public static IEnumerable<AlarmDefinition> Of(RegionMetrics metrics)
    {
        yield return Cache("memory", metrics.Memory, HighPercent,
            $"A node uses {HighPercent} % of its memory or more: soon sessions are evicted. Take a larger node type.");
        yield return Cache("engine-cpu", metrics.EngineCpu, HighPercent,
            $"The engine of a node is {HighPercent} % busy or more. Find the costly commands, or take a larger node type.");
        yield return Cache("connections", metrics.Connections, Crowded,
            $"A node has four fifths of the {MostConnections:#,0} connections that it takes, or more. Find the client that does not reuse "
                + "them.");
        // One lost session is one too many.
        var evictions = Cache("evictions", metrics.Evictions, 1,
            "A node evicts keys for want of memory: sessions are lost. Take a larger node type.");
        yield return evictions with { Minutes = 1 };
    }

    private static AlarmDefinition Cache(string part, NodeMetrics nodes, double threshold, string advice) =>
        new()
        {
            Part = part,
            Metrics = nodes.Nodes,
            Query = nodes.Query,
            Threshold = threshold,
            Minutes = 5,
            MissingData = TreatMissingData.Missing,
            Advice = nodes.Query is null ? advice : $"{advice} {NodeMetrics.Scope}",
            Section = RunbookSection.Cache,
        };
}
