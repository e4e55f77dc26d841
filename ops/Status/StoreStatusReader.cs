using Amazon.ElastiCache.Model;
using Amazon.Route53;
using Amazon.Route53.Model;
using SessionStore.Contract;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Store;
using SessionStore.Ops.Writes;

namespace SessionStore.Ops.Status;

/// <summary>Looks at the store. What does not answer is said in the look, and keeps nothing else from being seen.</summary>
internal sealed class StoreStatusReader(DeployedStore store, ServiceClients clients)
{
    private const string ElastiCache = "ElastiCache", CloudWatch = "CloudWatch", Sqs = "SQS";

    private readonly OverrideStatusReader _overrides = new(clients);

    private readonly RecordStatusReader _zone = new(store, clients.Route53(store.Home.Name));

    /// <summary>Looks at everything.</summary>
    public async Task<StoreStatus> ReadAsync(CancellationToken cancellationToken)
    {
        var record = _zone.ReadAsync(cancellationToken);
        var regions = await Task.WhenAll(store.Regions.Select(region => RegionAsync(region, cancellationToken)));
        return new(store, regions, await record);
    }

    /// <summary>Looks at the writer record and the pin, for those who look again when Route 53 does not answer.</summary>
    public Task<RecordStatus> RecordAsync(CancellationToken cancellationToken) => _zone.ReadOnceAsync(cancellationToken);

    /// <summary>Looks at the writer record and the pin, and up to three times where Route 53 is busy or down.</summary>
    public Task<RecordStatus> RecordPatientlyAsync(CancellationToken cancellationToken) => _zone.ReadAsync(cancellationToken);

    /// <summary>Changes records in one transaction.</summary>
    /// <exception cref="InvalidChangeBatchException">A record is not as it was read.</exception>
    /// <param name="changes">Makes the changes; how a record comes back that they delete is given to it.</param>
    /// <param name="comment">Goes with the batch.</param>
    /// <param name="refused">Hears why Route 53 has refused one form of the batch, before the other is tried.</param>
    /// <param name="cancellationToken">Ends the request; a change that Route 53 has accepted stays.</param>
    public Task ChangeAsync(
        Func<ChangeAction, IReadOnlyList<Change>> changes, string comment, Action<string> refused, CancellationToken cancellationToken) =>
        _zone.ChangeAsync(changes, comment, refused, cancellationToken);

    /// <summary>Looks at the role and state of a Region's group and its datastore, and at nothing else of the Region.</summary>
    public async Task<RegionStatus> GroupAsync(DeployedRegion region, CancellationToken cancellationToken)
    {
        var asked = new Questions(region.Name, cancellationToken);
        var status = await asked.AskAsync(
            ElastiCache, () => DescribeAsync(region, cancellationToken),
            nameof(RegionStatus.Role),
            nameof(RegionStatus.Status),
            nameof(RegionStatus.DatastoreStatus),
            nameof(RegionStatus.Notification));
        if (status?.GlobalReplicationGroupId is not { } datastore)
        {
            return (status ?? new(region)) with { Unknown = asked.Unknown };
        }
        var datastoreStatus = await asked.AskAsync(ElastiCache, () =>
            DatastoreStatusAsync(region, datastore, cancellationToken), nameof(RegionStatus.DatastoreStatus));
        return status with { DatastoreStatus = datastoreStatus, Unknown = asked.Unknown };
    }

    /// <summary>Looks at what a Region's function keeps of the records, and at nothing else of the Region.</summary>
    /// <param name="region">A Region that can override them.</param>
    public async Task<RegionStatus> OverrideAsync(DeployedRegion region, CancellationToken cancellationToken)
    {
        var asked = new Questions(region.Name, cancellationToken);
        return new(region) { Overriding = await _overrides.ReadAsync(region, asked, cancellationToken), Unknown = asked.Unknown };
    }

    /// <summary>The state of ElastiCache's notification: active, inactive, or null without a topic.</summary>
    public async Task<string?> NotificationAsync(RegionStatus group, CancellationToken cancellationToken)
    {
        var answer = await clients.ElastiCache(group.Region.Name).DescribeCacheClustersAsync(
            new DescribeCacheClustersRequest { CacheClusterId = group.CacheClusterId }, cancellationToken);
        return answer.CacheClusters.Single().NotificationConfiguration?.TopicStatus;
    }

    private async Task<RegionStatus> DescribeAsync(DeployedRegion region, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await clients.ElastiCache(region.Name).DescribeReplicationGroupsAsync(
                new DescribeReplicationGroupsRequest { ReplicationGroupId = region.ReplicationGroupId }, cancellationToken);
            var group = answer.ReplicationGroups.Single();
            var membership = group.GlobalReplicationGroupInfo;
            return new(region)
            {
                Role = membership?.GlobalReplicationGroupMemberRole is { Length: > 0 } role ? role : null,
                GlobalReplicationGroupId = membership?.GlobalReplicationGroupId is { Length: > 0 } id ? id : null,
                Status = group.Status,
                CacheClusterId = group.MemberClusters?.FirstOrDefault(),
            };
        }
        catch (ReplicationGroupNotFoundException)
        {
            // An answer, too: the group is gone.
            return new(region);
        }
    }

    private async Task<string> DatastoreStatusAsync(DeployedRegion region, string id, CancellationToken cancellationToken)
    {
        var answer = await clients.ElastiCache(region.Name).DescribeGlobalReplicationGroupsAsync(
            new DescribeGlobalReplicationGroupsRequest { GlobalReplicationGroupId = id }, cancellationToken);
        return answer.GlobalReplicationGroups.Single().Status;
    }

    private async Task<RegionStatus> RegionAsync(DeployedRegion region, CancellationToken cancellationToken)
    {
        var asked = new Questions(region.Name, cancellationToken);
        var measurements = new RegionMeasurements(store, region, clients.CloudWatch(region.Name));
        var move = asked.AskAsync(CloudWatch, async () =>
            (At: await measurements.LastMoveAsync(cancellationToken), 0), nameof(RegionStatus.LastMove));
        var overriding = _overrides.ReadAsync(region, asked, cancellationToken);
        var controlPlane = OverrideStatusReader.ControlPlaneAsync(region, measurements, asked, cancellationToken);
        var alarms = asked.AskAsync(CloudWatch, () => measurements.AlarmsAsync(cancellationToken), nameof(RegionStatus.Alarms));
        var letters = Task.WhenAll(region.Queues.Select(async queue => KeyValuePair.Create(queue.Key, await asked.AskAsync<int?>(
            Sqs, async () => await new DeadLetterQueue(clients.Sqs(region.Name), queue.Value).CountAsync(cancellationToken),
                $"{nameof(RegionStatus.DeadLetters)}.{queue.Key}"))));
        var writes = store.Regions.Any(other => other.IsReplicated)
            ? asked.AskAsync(
                ElastiCache, () => new MinReplicasReader(clients).ReadAsync(region, cancellationToken), nameof(RegionStatus.Writes))
            : Task.FromResult<MinReplicas?>(null);
        var status = await GroupAsync(region, cancellationToken);
        var (replicator, lag) = await new ReplicationStatusReader(store, measurements, asked).ReadAsync(status, cancellationToken);
        var notification = status.CacheClusterId is null
            ? null
            : await asked.AskAsync(ElastiCache, () => NotificationAsync(status, cancellationToken), nameof(RegionStatus.Notification));
        return status with
        {
            Notification = notification,
            Writes = await writes,
            LagSeconds = lag,
            Replicator = replicator,
            LastMove = (await move).At,
            Overriding = await overriding,
            ControlPlaneAnswers = await controlPlane,
            Alarms = await alarms,
            DeadLetters = (await letters).ToDictionary(),
            Unknown = [.. status.Unknown, .. asked.Unknown],
        };
    }
}
