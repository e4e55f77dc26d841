using Amazon.ElastiCache.Model;
using Amazon.Route53;
using Amazon.Route53.Model;
using Amazon.Runtime;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Looking;

/// <summary>Looks at the store. What does not answer is said in the look, and keeps nothing else from being seen.</summary>
/// <param name="store">The store.</param>
/// <param name="clients">The SDK's clients.</param>
public sealed class Looker(DeployedStore store, ServiceClients clients)
{
    /// <summary>Looks at everything.</summary>
    public async Task<StoreLook> LookAsync(CancellationToken cancellationToken)
    {
        var record = RecordAsync(cancellationToken);
        var regions = await Task.WhenAll(store.Regions.Select(region => RegionAsync(region, cancellationToken)));
        return new(store, regions, await record);
    }

    /// <summary>Looks at the writer record and the pin.</summary>
    public async Task<RecordLook> RecordAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new(
                (await ValueAsync(store.WriterName, RRType.CNAME, cancellationToken))?.TrimEnd('.'),
                (await ValueAsync(store.PinName, RRType.TXT, cancellationToken))?.Trim('"'));
        }
        catch (Exception failure) when (IsSilence(failure, cancellationToken))
        {
            return new(null, null, $"Route 53 does not answer: {failure.Message}");
        }
    }

    /// <summary>Looks at the roles and states of a Region's group, and at nothing else of the Region.</summary>
    public async Task<RegionLook> GroupAsync(DeployedRegion region, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await clients.ElastiCache(region.Name).DescribeReplicationGroupsAsync(
                new DescribeReplicationGroupsRequest { ReplicationGroupId = region.ReplicationGroupId }, cancellationToken);
            var group = answer.ReplicationGroups.Single();
            return new(region)
            {
                Role = group.GlobalReplicationGroupInfo?.GlobalReplicationGroupMemberRole,
                Status = group.Status,
                CacheClusterId = group.MemberClusters?.FirstOrDefault(),
            };
        }
        catch (Exception failure) when (IsSilence(failure, cancellationToken))
        {
            return new(region) { Unknown = [$"ElastiCache does not answer: {failure.Message}"] };
        }
    }

    /// <summary>The state of ElastiCache's notification: active, inactive, or null without a topic.</summary>
    public async Task<string?> NotificationAsync(RegionLook group, CancellationToken cancellationToken)
    {
        var answer = await clients.ElastiCache(group.Region.Name).DescribeCacheClustersAsync(
            new DescribeCacheClustersRequest { CacheClusterId = group.CacheClusterId }, cancellationToken);
        return answer.CacheClusters.Single().NotificationConfiguration?.TopicStatus;
    }

    private async Task<RegionLook> RegionAsync(DeployedRegion region, CancellationToken cancellationToken)
    {
        var unknown = new List<string>();
        var group = GroupAsync(region, cancellationToken);
        var measured = AskAsync("metrics", () => new RegionMeasurements(store, region, clients.Query).ReadAsync(cancellationToken));
        var alarms = AskAsync("alarms", () => AlarmsAsync(region, cancellationToken));
        var letters = AskAsync("dead letters", () => LettersAsync(region, cancellationToken));
        var look = await group;
        var notification = look.CacheClusterId is null ? null : await AskAsync("the notification", () => NotificationAsync(look, cancellationToken));
        var (lag, move) = await measured;
        return look with
        {
            Notification = notification,
            LagSeconds = lag,
            LastMove = move,
            Alarms = await alarms ?? [],
            DeadLetters = await letters ?? new Dictionary<string, int>(),
            Unknown = [.. look.Unknown, .. unknown],
        };

        async Task<T?> AskAsync<T>(string what, Func<Task<T>> ask)
        {
            try
            {
                return await ask();
            }
            catch (Exception failure) when (IsSilence(failure, cancellationToken))
            {
                lock (unknown)
                {
                    unknown.Add($"{what} could not be learned: {failure.Message}");
                }
                return default;
            }
        }
    }

    private async Task<IReadOnlyList<string>> AlarmsAsync(DeployedRegion region, CancellationToken cancellationToken)
    {
        var answer = await clients.Query.CallAsync(
            QueryService.CloudWatch, region.Name, "DescribeAlarms", [new("AlarmNamePrefix", $"{store.Name}-"), new("StateValue", "ALARM")], cancellationToken);
        return [.. answer.Descendants("AlarmName").Select(name => name.Value)];
    }

    private async Task<IReadOnlyDictionary<string, int>> LettersAsync(DeployedRegion region, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, int>();
        foreach (var (queue, url) in region.Queues)
        {
            counts[queue] = await new DeadLetterQueue(clients.Query, region.Name, url).CountAsync(cancellationToken);
        }
        return counts;
    }

    private async Task<string?> ValueAsync(string name, RRType type, CancellationToken cancellationToken)
    {
        var answer = await clients.Route53(store.Home.Name).ListResourceRecordSetsAsync(
            new ListResourceRecordSetsRequest(store.HostedZoneId) { StartRecordName = name, StartRecordType = type, MaxItems = "1" }, cancellationToken);
        return (answer.ResourceRecordSets ?? []).FirstOrDefault(record => record.Type == type && record.Name.TrimEnd('.') == name)?.ResourceRecords?.FirstOrDefault()?.Value;
    }

    // AmazonClientException: no credentials, or no connection. TaskCanceledException without a cancellation: a timeout.
    private static bool IsSilence(Exception failure, CancellationToken cancellationToken) =>
        failure is AmazonServiceException or AmazonClientException or HttpRequestException
        || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
