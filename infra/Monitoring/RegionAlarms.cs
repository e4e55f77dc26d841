using SessionStore.Contract;

namespace SessionStore.Infra.Monitoring;

/// <summary>The alarms of a Region. Each says beside its threshold why silence counts as it does.</summary>
internal static class RegionAlarms
{
    /// <summary>All alarms.</summary>
    /// <param name="overrides">Whether the Region can override the writer record.</param>
    /// <param name="isMember">Whether the group is a member of the Global Datastore.</param>
    /// <param name="application">What is measured of the application; null where there is none.</param>
    /// <param name="replication">What is measured of the replicator, likewise.</param>
    public static IReadOnlyList<AlarmDefinition> Of(
        RegionMetrics metrics,
        AlarmSettings settings,
        bool overrides,
        bool isMember,
        ApplicationMetrics? application,
        ReplicationMetrics? replication) =>
    [
        .. FunctionAlarms.Of(metrics), .. RecordAlarms.Of(metrics), .. overrides ? OverrideAlarms.Of(metrics) : [],
        .. isMember ? [Lag(settings)] : Array.Empty<AlarmDefinition>(), .. CacheAlarms.Of(metrics),
        .. application is null ? [] : ApplicationAlarms.Of(application),
        .. replication is null ? [] : ReplicationAlarms.Of(replication, settings.ReplicationLagSeconds),
    ];

    private static AlarmDefinition Lag(AlarmSettings settings) => new()
    {
        Part = PhysicalNames.ReplicationLagAlarm,
        Query = RegionMetrics.ReplicationLagQuery,
        Comparison = "GreaterThanThreshold",
        Threshold = settings.ReplicationLagSeconds,
        Minutes = 5,
        // Unknown is neither good nor bad. It is told when the values end: then either this Region was just promoted, or the link is cut.
        MissingData = TreatMissingData.Missing,
        TellsOfMissingData = true,
        Advice = $"Replication between the Regions is more than {settings.ReplicationLagSeconds} s behind, or its lag is no longer known: "
            + "losing the primary's Region "
            + "now would lose that much. No lag is normal in a Region that has just been promoted.",
        Section = RunbookSection.Lag,
    };
}
