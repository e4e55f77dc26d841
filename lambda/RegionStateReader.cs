namespace SessionStore.Failover;

/// <summary>What there is at one moment.</summary>
/// <param name="Group">The replication group of this Region.</param>
/// <param name="Records">The records that name the writer; null where Route 53 did not answer.</param>
/// <param name="Notifications">The state of the group's notifications; may still be on its way, and may fail.</param>
internal sealed record RegionState(ReplicationGroup Group, WriterRecords? Records, Task<string?> Notifications)
{
    /// <summary>Why there are no records; null where there are.</summary>
    public SilenceException? Silence { get; init; }
}

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

    /// <summary>
    /// Looks again at what may have changed since another look. Who did not answer then is not asked again: a role that is waited for would
    /// be seen as late as Route 53's silence is long, and the next invocation asks.
    /// </summary>
    public async Task<RegionState> ReadAgainAsync(RegionState before, CancellationToken cancellationToken)
    {
        var group = GroupAsync(cancellationToken);
        if (before.Silence is not null)
        {
            return before with { Group = await group.ConfigureAwait(false) };
        }
        var (records, silence) = await RecordsAsync(cancellationToken).ConfigureAwait(false);
        return before with { Records = records, Silence = silence, Group = await group.ConfigureAwait(false) };
    }

    // All at once: a role may be minutes old in any case, and the decision bears that.
    private async Task<RegionState> ReadNowAsync(CancellationToken cancellationToken)
    {
        var (looked, described) = (RecordsAsync(cancellationToken), GroupAsync(cancellationToken));
        var status = notifications.StartAsync(settings.ReplicationGroupId, described, cancellationToken);
        var group = await described.ConfigureAwait(false);
        var (records, silence) = await looked.ConfigureAwait(false);
        return new RegionState(group, records, status) { Silence = silence };
    }

    private async Task<(WriterRecords? Records, SilenceException? Silence)> RecordsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await zone.ReadAsync(cancellationToken).ConfigureAwait(false), null);
        }
        catch (SilenceException silence)
        {
            return (null, silence);
        }
    }

    private Task<ReplicationGroup> GroupAsync(CancellationToken cancellationToken) =>
        groups.DescribeAsync(settings.ReplicationGroupId, cancellationToken);

    private sealed record Ahead(Task<RegionState> Look, DateTimeOffset Start);
}
