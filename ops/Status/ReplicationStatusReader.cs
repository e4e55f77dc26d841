using SessionStore.Contract;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Status;

/// <summary>Looks at how sessions come into a Region: by the datastore, or by a replicator.</summary>
/// <param name="measurements">What CloudWatch has measured in the Region.</param>
/// <param name="asked">Hears of what could not be learned.</param>
internal sealed class ReplicationStatusReader(DeployedStore store, RegionMeasurements measurements, Questions asked)
{
    private const string CloudWatch = "CloudWatch";

    /// <summary>How the Region's replicator is, and the lag in seconds; null for what the Region has not.</summary>
    /// <param name="group">What ElastiCache has said of the Region's group.</param>
    public async Task<(ReplicatorStatus? Replicator, double? LagSeconds)> ReadAsync(
        RegionStatus group, CancellationToken cancellationToken)
    {
        var replicator = group.Region.ReplicatorGroup is null ? null : await ReplicatorAsync(group.Region, cancellationToken);
        return (replicator, replicator?.LagMilliseconds is { } milliseconds ? milliseconds / 1000
            : group.Region.IsReplicated ? null : await DatastoreLagAsync(group, cancellationToken));
    }

    private async Task<ReplicatorStatus?> ReplicatorAsync(DeployedRegion region, CancellationToken cancellationToken)
    {
        // Into such a Region nobody else replicates.
        string[] facts = region.IsReplicated
            ? [nameof(RegionStatus.Replicator), nameof(RegionStatus.LagSeconds)]
            : [nameof(RegionStatus.Replicator)];
        var (answered, status) = await asked.AskAsync(
            CloudWatch,
            async () => (true, await new ReplicatorMeasurements(region, measurements).ReadAsync(cancellationToken)),
            facts);
        if (answered && status is null)
        {
            asked.Note(CloudWatch, ReplicatorMeasurements.Silence, facts);
        }
        return status;
    }

    private async Task<double?> DatastoreLagAsync(RegionStatus group, CancellationToken cancellationToken)
    {
        if (group is { Answers: true, Role: not MemberRoles.Secondary })
        {
            return null;
        }
        var (answered, lag) = await asked.AskAsync(
            CloudWatch,
            async () => (true, await measurements.LagAsync(group.GlobalReplicationGroupId
                ?? store.GlobalReplicationGroupId, cancellationToken)),
            nameof(RegionStatus.LagSeconds));
        if (answered && lag is null)
        {
            asked.Note(CloudWatch, RegionMeasurements.NoLag, nameof(RegionStatus.LagSeconds));
        }
        return lag;
    }
}
