using Amazon.ElastiCache;
using Amazon.ElastiCache.Model;
using Amazon.Route53;
using Amazon.Route53.Model;
using SessionStore.Contract;

namespace SessionStore.Infra.Guard;

/// <summary>
/// Looks whether a stack may be destroyed: only in the opposite order of their making, and only while the primary's Region is the primary.
/// </summary>
internal sealed class DestroyChecks(IAmazonElastiCache elastiCache, IAmazonRoute53 route53)
{
    /// <summary>Why the primary stack may not be destroyed now; null when it may.</summary>
    public async Task<string?> HomeAsync(GuardedRegion home, CancellationToken cancellationToken)
    {
        var membership = await MembershipAsync(home, cancellationToken);
        if (membership?.GlobalReplicationGroupMemberRole == MemberRoles.Secondary)
        {
            return $"{home.Region} is not the primary of {membership.GlobalReplicationGroupId}, which can only be taken down from there: "
                + $"promote {home.Region} first";
        }
        if (membership?.GlobalReplicationGroupMemberRole == MemberRoles.Primary
            && await OthersAsync(home, membership.GlobalReplicationGroupId, cancellationToken) is { Count: > 0 } others)
        {
            var members = string.Join(" and ", others.Select(other => $"{other.ReplicationGroupId} in {other.ReplicationGroupRegion}"));
            return $"{members} still {(others.Count == 1 ? "belongs" : "belong")} to {membership.GlobalReplicationGroupId}: destroy the "
                + "secondary stacks first";
        }
        return await ZoneVpcs.ForeignAsync(route53, home, cancellationToken);
    }

    /// <summary>
    /// Why a secondary stack may not be destroyed now; null when it may. An override in force needs no question of its own: it lasts while
    /// Route 53 is silent, when nothing can be learned here, and until the record names the Region, which is asked.
    /// </summary>
    public async Task<string?> SecondaryAsync(GuardedRegion region, CancellationToken cancellationToken)
    {
        var membership = await MembershipAsync(region, cancellationToken);
        if (membership?.GlobalReplicationGroupMemberRole == MemberRoles.Primary)
        {
            return $"{region.Region} is the primary of {membership.GlobalReplicationGroupId}: promote the Region of the primary stack "
                + "first";
        }
        return await WriterAsync(region, cancellationToken) == region.PrimaryEndpoint
            ? $"{region.WriterName} leads to {region.Region}: promote the Region of the primary stack first, or pin the name to it"
            : null;
    }

    // Null for a group that is gone, or that is no member of a datastore.
    private async Task<GlobalReplicationGroupInfo?> MembershipAsync(GuardedRegion region, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await elastiCache.DescribeReplicationGroupsAsync(
                new DescribeReplicationGroupsRequest { ReplicationGroupId = region.ReplicationGroupId }, cancellationToken);
            var info = answer.ReplicationGroups.Single().GlobalReplicationGroupInfo;
            return info?.GlobalReplicationGroupMemberRole is { Length: > 0 } ? info : null;
        }
        catch (ReplicationGroupNotFoundException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<GlobalReplicationGroupMember>> OthersAsync(GuardedRegion home, string id,
        CancellationToken cancellationToken)
    {
        var answer = await elastiCache.DescribeGlobalReplicationGroupsAsync(
            new DescribeGlobalReplicationGroupsRequest { GlobalReplicationGroupId = id, ShowMemberInfo = true }, cancellationToken);
        return [.. (answer.GlobalReplicationGroups.Single().Members ?? []).Where(member => member.ReplicationGroupRegion != home.Region)];
    }

    private async Task<string?> WriterAsync(GuardedRegion region, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await route53.ListResourceRecordSetsAsync(
                new ListResourceRecordSetsRequest(region.HostedZoneId)
                {
                    StartRecordName = region.WriterName,
                    StartRecordType = RRType.CNAME,
                    // The one that the functions move is among those of a group, whose overrides lead to the same Regions at all times.
                    MaxItems = "100",
                }, cancellationToken);
            return (answer.ResourceRecordSets ?? [])
                .FirstOrDefault(record => record.Type == RRType.CNAME && record.Name.TrimEnd('.') == region.WriterName
                    && record.SetIdentifier is null or "" or WriterSets.Current)
                ?.ResourceRecords.FirstOrDefault()?.Value.TrimEnd('.');
        }
        catch (NoSuchHostedZoneException)
        {
            return null;
        }
    }
}
