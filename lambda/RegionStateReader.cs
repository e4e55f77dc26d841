namespace SessionStore.Failover;

/// <summary>What there is at one moment.</summary>
/// <param name="Group">The replication group of this Region.</param>
/// <param name="Records">The records that name the writer.</param>
/// <param name="Notifications">The state of the group's notifications; may still be on its way, and may fail.</param>
internal sealed record RegionState(ReplicationGroup Group, WriterRecords Records, Task<string?> Notifications);

/// <summary>Looks at ElastiCache and Route 53. Messages are only a reason to look, never a source.</summary>
internal sealed class RegionStateReader(
    FailoverSettings settings, ReplicationGroups groups, WriterZone zone, NotificationCheck notifications, TimeProvider time)
{
    /// <summary>How long after its start a look ahead still counts as a look at the present.</summary>
    public static readonly TimeSpan OldestReadAhead = TimeSpan.FromSeconds(3);

    private Ahead? _ahead;

    /// <summary>
    /// Starts to look before there is a notice. A cold start happens because a notice waits, so the first look need not wait for
    /// Lambda to hand it over: both take place at once. Lambda may also start a function long before it needs it, so the first
    /// <see cref="ReadAsync"/> uses this look only while it is fresh.
    /// </summary>
    public void ReadAhead()
    {
        // On a thread of its own: the first call of a client is work for the processor before it is work for the network.
        _ahead = new Ahead(Task.Run(() => ReadNowAsync(CancellationToken.None)), time.GetUtcNow());
    }

    /// <summary>Looks at everything.</summary>
    public async Task<RegionState> ReadAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _ahead, null) is { } ahead && time.GetUtcNow() - ahead.Start < OldestReadAhead)
        {
            try
            {
                return await ahead.Look.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The look of the invocation itself will say what is wrong, if it still is.
            }
        }
        return await ReadNowAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks again at what may have changed since another look.</summary>
    public async Task<RegionState> ReadAgainAsync(RegionState before, CancellationToken cancellationToken)
    {
        var (records, group) = (zone.ReadAsync(cancellationToken), GroupAsync(cancellationToken));
        return before with { Records = await records.ConfigureAwait(false), Group = await group.ConfigureAwait(false) };
    }

    // All at once: a role may be minutes old in any case, and the decision bears that.
    private async Task<RegionState> ReadNowAsync(CancellationToken cancellationToken)
    {
        var (records, group) = (zone.ReadAsync(cancellationToken), GroupAsync(cancellationToken));
        var status = notifications.StartAsync(settings.ReplicationGroupId, group, cancellationToken);
        return new RegionState(await group.ConfigureAwait(false), await records.ConfigureAwait(false), status);
    }

    private Task<ReplicationGroup> GroupAsync(CancellationToken cancellationToken) =>
        groups.DescribeAsync(settings.ReplicationGroupId, cancellationToken);

    private sealed record Ahead(Task<RegionState> Look, DateTimeOffset Start);
}
