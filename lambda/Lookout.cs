namespace SessionStore.Failover;

/// <summary>What there is at one moment: the replication group, and the records that name the writer.</summary>
public sealed record Sight(ReplicationGroup Group, WriterRecords Records);

/// <summary>Looks at ElastiCache and Route 53. Messages are only a reason to look, never a source.</summary>
public sealed class Lookout(FailoverSettings settings, ReplicationGroups groups, WriterZone zone)
{
    /// <summary>Looks at everything, both services at once.</summary>
    public async Task<Sight> LookAsync(CancellationToken cancellationToken)
    {
        var group = GroupAsync(cancellationToken);
        var records = zone.ReadAsync(cancellationToken);
        await Task.WhenAll(group, records).ConfigureAwait(false);
        return new Sight(await group.ConfigureAwait(false), await records.ConfigureAwait(false));
    }

    /// <summary>Looks at the replication group alone.</summary>
    public Task<ReplicationGroup> GroupAsync(CancellationToken cancellationToken) =>
        groups.DescribeAsync(settings.ReplicationGroupId, cancellationToken);
}
