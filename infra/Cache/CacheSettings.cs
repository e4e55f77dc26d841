using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Cache;

/// <summary>What each Region decides about its own part of the cache.</summary>
/// <param name="Nodes">
/// Nodes in the Region, the one that takes writes or replicates from another Region included; null where it is not set.
/// </param>
/// <param name="ReplicasPerShard">Replicas of each shard in the Region; null where it is not set.</param>
/// <param name="SnapshotRetentionDays">How long daily snapshots are kept, in days.</param>
/// <param name="SnapshotWindow">When snapshots are taken, as hh:mm-hh:mm in UTC; null leaves it to ElastiCache.</param>
/// <param name="MaintenanceWindow">When maintenance may happen, as ddd:hh:mm-ddd:hh:mm in UTC; null leaves it to ElastiCache.</param>
internal sealed record CacheSettings(
    int? Nodes, int? ReplicasPerShard, int SnapshotRetentionDays, string? SnapshotWindow, string? MaintenanceWindow)
{
    private static string LongEnough => $", of {UtcWindow.LeastMinutes} minutes or more";

    /// <summary>Reads and checks the Region's part of the cache.</summary>
    public static CacheSettings Read(SettingsReader reader) => new CacheSettings(
        // Multi-AZ wants a replica; a replication group has at most five: CreateReplicationGroup in the ElastiCache API reference.
        reader.OptionalInteger(SettingsReader.Key("nodes"), least: 2, most: 6),
        reader.OptionalInteger(SettingsReader.Key("replicasPerShard"), least: 1, most: 5),
        reader.Integer(SettingsReader.Key("snapshotRetentionDays"), fallback: 7, least: 1, most: 35),
        reader.OptionalText(SettingsReader.Key("snapshotWindow"), $"a window in UTC such as "
            + $"05:00-06:00{LongEnough}", text => UtcWindow.Daily(text) is { IsLongEnough: true }),
        reader.OptionalText(
            SettingsReader.Key("maintenanceWindow"),
            $"a window in UTC such as sun:06:30-sun:07:30, in lower case{LongEnough}",
            text => UtcWindow.Weekly(text) is { IsLongEnough: true })).WithCheckedWindows(reader.Problems);

    /// <summary>Notes what is set and belongs to the other cluster mode than the store's.</summary>
    public void CheckMode(bool clusterEnabled, Problems problems)
    {
        var (nodes, replicas, shards) = (SettingsReader.Key("nodes"), SettingsReader.Key("replicasPerShard"), SettingsReader.Key("shards"));
        if (clusterEnabled && Nodes is { } count)
        {
            problems.Add(nodes, $"{count}",
                $"no value: the primary's {shards} puts the store into cluster mode, where {replicas} says how many nodes there are");
        }
        if (!clusterEnabled && ReplicasPerShard is { } each)
        {
            problems.Add(replicas, $"{each}",
                $"no value: the store is not in cluster mode, which the primary's {shards} decides; {nodes} says how many nodes there are");
        }
    }

    // The window that ElastiCache would choose for the other one may overlap this one, which it refuses.
    private CacheSettings WithCheckedWindows(Problems problems)
    {
        var (snapshot, maintenance) = (SettingsReader.Key("snapshotWindow"), SettingsReader.Key("maintenanceWindow"));
        if ((SnapshotWindow is null) != (MaintenanceWindow is null))
        {
            var (missing, set) = SnapshotWindow is null ? (snapshot, maintenance) : (maintenance, snapshot);
            problems.Add(missing, null, $"a window that does not overlap {set}, or neither of the two: the one that ElastiCache chooses "
                + $"may overlap");
        }
        else if (UtcWindow.Daily(SnapshotWindow ?? "") is { } daily && UtcWindow.Weekly(MaintenanceWindow ?? "") is { } weekly
            && daily.Overlaps(weekly))
        {
            problems.Add(snapshot, SnapshotWindow, $"a window that does not overlap {MaintenanceWindow} ({maintenance}), on no day");
        }
        return this;
    }
}
