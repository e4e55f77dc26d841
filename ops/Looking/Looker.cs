using Amazon.ElastiCache.Model;
using Amazon.Route53.Model;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Looking;

/// <summary>Looks at the store. What does not answer is said in the look, and keeps nothing else from being seen.</summary>
/// <param name="store">The store.</param>
/// <param name="clients">The SDK's clients.</param>
internal sealed class Looker(DeployedStore store, ServiceClients clients)
{
    private const string ElastiCache = "ElastiCache", CloudWatch = "CloudWatch", Sqs = "SQS";

    private readonly ZoneLooker _zone = new(store, clients.Route53(store.Home.Name));

    /// <summary>Looks at everything.</summary>
    public async Task<StoreLook> LookAsync(CancellationToken cancellationToken)
    {
        var record = _zone.LookAsync(cancellationToken);
        var regions = await Task.WhenAll(store.Regions.Select(region => RegionAsync(region, cancellationToken)));
        return new(store, regions, await record);
    }

    /// <summary>Looks at the writer record and the pin, for those who look again when Route 53 does not answer.</summary>
    public Task<RecordLook> RecordAsync(CancellationToken cancellationToken) => _zone.LookOnceAsync(cancellationToken);

    /// <summary>Looks at the writer record and the pin, and up to three times where Route 53 is busy or down.</summary>
    public Task<RecordLook> RecordPatientlyAsync(CancellationToken cancellationToken) => _zone.LookAsync(cancellationToken);

    /// <summary>Changes records in one transaction.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="comment">What for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidChangeBatchException">A record is not as it was read.</exception>
    public Task ChangeAsync(IReadOnlyList<Change> changes, string comment, CancellationToken cancellationToken) =>
        _zone.ChangeAsync(changes, comment, cancellationToken);

    /// <summary>Looks at the role and state of a Region's group and its datastore, and at nothing else of the Region.</summary>
    public async Task<RegionLook> GroupAsync(DeployedRegion region, CancellationToken cancellationToken)
    {
        var asked = new Questions(region.Name, cancellationToken);
        var look = await asked.AskAsync(
            ElastiCache, () => DescribeAsync(region, cancellationToken),
            nameof(RegionLook.Role), nameof(RegionLook.Status), nameof(RegionLook.DatastoreStatus), nameof(RegionLook.Notification));
        if (look?.GlobalReplicationGroupId is not { } datastore)
        {
            return (look ?? new(region)) with { Unknown = asked.Unknown };
        }
        var status = await asked.AskAsync(ElastiCache, () =>
            DatastoreStatusAsync(region, datastore, cancellationToken), nameof(RegionLook.DatastoreStatus));
        return look with { DatastoreStatus = status, Unknown = asked.Unknown };
    }

    /// <summary>The state of ElastiCache's notification: active, inactive, or null without a topic.</summary>
    public async Task<string?> NotificationAsync(RegionLook group, CancellationToken cancellationToken)
    {
        var answer = await clients.ElastiCache(group.Region.Name).DescribeCacheClustersAsync(
            new DescribeCacheClustersRequest { CacheClusterId = group.CacheClusterId }, cancellationToken);
        return answer.CacheClusters.Single().NotificationConfiguration?.TopicStatus;
    }

    private async Task<RegionLook> DescribeAsync(DeployedRegion region, CancellationToken cancellationToken)
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

    private async Task<RegionLook> RegionAsync(DeployedRegion region, CancellationToken cancellationToken)
    {
        var asked = new Questions(region.Name, cancellationToken);
        var measurements = new RegionMeasurements(store, region, clients.CloudWatch(region.Name));
        var move = asked.AskAsync(CloudWatch, async () =>
            (At: await measurements.LastMoveAsync(cancellationToken), 0), nameof(RegionLook.LastMove));
        var alarms = asked.AskAsync(CloudWatch, () => measurements.AlarmsAsync(cancellationToken), nameof(RegionLook.Alarms));
        var letters = Task.WhenAll(region.Queues.Select(async queue => KeyValuePair.Create(queue.Key, await asked.AskAsync<int?>(
            Sqs, async () => await new DeadLetterQueue(clients.Sqs(region.Name), queue.Value).CountAsync(cancellationToken),
                $"{nameof(RegionLook.DeadLetters)}.{queue.Key}"))));
        var look = await GroupAsync(region, cancellationToken);
        var lag = await LagAsync(look, measurements, asked, cancellationToken);
        var notification = look.CacheClusterId is null
            ? null
            : await asked.AskAsync(ElastiCache, () => NotificationAsync(look, cancellationToken), nameof(RegionLook.Notification));
        return look with
        {
            Notification = notification,
            LagSeconds = lag,
            LastMove = (await move).At,
            Alarms = await alarms,
            DeadLetters = (await letters).ToDictionary(),
            Unknown = [.. look.Unknown, .. asked.Unknown],
        };
    }

    private async Task<double?> LagAsync(RegionLook look, RegionMeasurements measurements, Questions asked,
        CancellationToken cancellationToken)
    {
        if (look is { Answers: true, Role: not RegionLook.Secondary })
        {
            return null;
        }
        var (answered, lag) = await asked.AskAsync(
            CloudWatch,
            async () => (true, await measurements.LagAsync(look.GlobalReplicationGroupId
                ?? store.GlobalReplicationGroupId, cancellationToken)),
            nameof(RegionLook.LagSeconds));
        if (answered && lag is null)
        {
            asked.Note(CloudWatch, RegionMeasurements.NoLag, nameof(RegionLook.LagSeconds));
        }
        return lag;
    }
}
