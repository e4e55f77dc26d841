using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using SessionStore.Contract;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// ElastiCache's operations on one Region's group, and what they refuse: the errors and the sentences in quotation marks are those of the
/// API reference.
/// </summary>
/// <param name="member">The Region's group.</param>
/// <param name="all">The groups of all Regions.</param>
/// <param name="isFunction">Whether the Region's function asks.</param>
internal sealed class ElastiCacheOperations(LocalMember member, IEnumerable<LocalMember> all, bool isFunction)
{
    /// <summary>Carries a request out.</summary>
    /// <exception cref="ElastiCacheRefusal">ElastiCache would refuse it.</exception>
    public async Task<XElement> CarryOutAsync(IReadOnlyDictionary<string, string> form) => form["Action"] switch
    {
        "DescribeReplicationGroups" => new("ReplicationGroups", await GroupAsync(form)),
        "DescribeCacheClusters" => new("CacheClusters", Clusters(form.GetValueOrDefault("CacheClusterId"))),
        "DescribeCacheParameters" => Parameters(form).Shown(form.GetValueOrDefault("Source")),
        "ModifyCacheParameterGroup" => await ChangeAsync(form, reset: false),
        "ResetCacheParameterGroup" => await ChangeAsync(form, reset: true),
        "DescribeGlobalReplicationGroups" =>
            new("GlobalReplicationGroups", ElastiCacheAnswers.Global(await DatastoreAsync(form), await MembersAsync(form))),
        "ModifyReplicationGroup" => await ModifyAsync(form),
        "CreateReplicationGroup" => await JoinAsync(form),
        "DeleteReplicationGroup" => await DeleteAsync(form),
        "FailoverGlobalReplicationGroup" => await FailoverAsync(form),
        "DisassociateGlobalReplicationGroup" => await DisassociateAsync(form),
        var action => throw new ElastiCacheRefusal("InvalidAction", $"Could not find operation {action}"),
    };

    private async Task<XElement> GroupAsync(IReadOnlyDictionary<string, string> form)
    {
        Find(form);
        var role = await member.RoleAsync();
        if (isFunction)
        {
            member.Show(role);
        }
        return ElastiCacheAnswers.Group(member, role);
    }

    private IEnumerable<XElement> Clusters(string? id)
    {
        string[] found = [.. member.ClusterIds.Where(own => member.Status is not null && (id ?? own) == own)];
        return found.Length > 0 || id is null
            ? found.Select(own => ElastiCacheAnswers.Cluster(member, own))
            : throw new ElastiCacheRefusal("CacheClusterNotFound", id, StatusCodes.Status404NotFound);
    }

    private LocalParameterGroup Parameters(IReadOnlyDictionary<string, string> form) =>
        form["CacheParameterGroupName"] == member.Parameters.Name ? member.Parameters : throw new ElastiCacheRefusal(
            "CacheParameterGroupNotFound", $"CacheParameterGroup {form["CacheParameterGroupName"]} not found.",
            StatusCodes.Status404NotFound);

    private async Task<XElement> ChangeAsync(IReadOnlyDictionary<string, string> form, bool reset)
    {
        var parameters = Parameters(form);
        if (await member.RoleAsync() is not null && member.DatastoreStatus is not ("available" or "primary-only"))
        {
            throw new ElastiCacheRefusal("InvalidGlobalReplicationGroupState", "The Global datastore is not available or in primary-only "
                + "state.");
        }
        parameters.Change(form, reset);
        return new("CacheParameterGroupName", parameters.Name);
    }

    private void Find(IReadOnlyDictionary<string, string> form)
    {
        if (member.Status is null || form["ReplicationGroupId"] != member.ReplicationGroupId)
        {
            throw new ElastiCacheRefusal(
                "ReplicationGroupNotFoundFault", $"ReplicationGroup {form["ReplicationGroupId"]} not found.",
                    StatusCodes.Status404NotFound);
        }
    }

    // A datastore is what its members say; one that the asked Region has no member of is not seen there.
    private async Task<LocalMember> DatastoreAsync(IReadOnlyDictionary<string, string> form) =>
        await member.RoleAsync() is not null && form["GlobalReplicationGroupId"] == member.GlobalReplicationGroupId
            ? member
            : throw NoDatastore(form);

    private async Task<IEnumerable<XElement>> MembersAsync(IReadOnlyDictionary<string, string> form) =>
        form.GetValueOrDefault("ShowMemberInfo") == "true" ? await member.MembersAsync() : [];

    private async Task<XElement> ModifyAsync(IReadOnlyDictionary<string, string> form)
    {
        Find(form);
        member.TopicStatus = form["NotificationTopicStatus"];
        return await GroupAsync(form);
    }

    private async Task<XElement> FailoverAsync(IReadOnlyDictionary<string, string> form)
    {
        var datastore = await SettledAsync(form);
        await member.FailoverAsync(form["PrimaryRegion"]);
        return ElastiCacheAnswers.Global(datastore, []);
    }

    private async Task<XElement> DisassociateAsync(IReadOnlyDictionary<string, string> form)
    {
        var datastore = await DatastoreAsync(form);
        if (all.SingleOrDefault(other => other.ReplicationGroupId == form["ReplicationGroupId"]) is not { } leaving
            || await leaving.RoleAsync() != MemberRoles.Secondary)
        {
            throw new ElastiCacheRefusal("InvalidParameterValue", $"{form["ReplicationGroupId"]} is no secondary of "
                + $"{form["GlobalReplicationGroupId"]}.");
        }
        await member.DisassociateAsync(form["ReplicationGroupRegion"]);
        return ElastiCacheAnswers.Global(datastore, []);
    }

    private async Task<LocalMember> SettledAsync(IReadOnlyDictionary<string, string> form)
    {
        var datastore = await DatastoreAsync(form);
        return datastore.DatastoreStatus is "available" or "primary-only"
            ? datastore
            : throw new ElastiCacheRefusal("InvalidGlobalReplicationGroupState", "The Global datastore is not available or in primary-only "
                + "state.");
    }

    private async Task<XElement> JoinAsync(IReadOnlyDictionary<string, string> form)
    {
        if (member.Status is not null)
        {
            throw new ElastiCacheRefusal("ReplicationGroupAlreadyExists", $"Replication group {member.ReplicationGroupId} already exists.");
        }
        JoiningRules.Check(form);
        var founder = all.FirstOrDefault(other =>
            other != member && other.GlobalReplicationGroupId == form.GetValueOrDefault("GlobalReplicationGroupId", ""));
        if (founder is null || await founder.RoleAsync() is null)
        {
            throw NoDatastore(form);
        }
        if (founder.DatastoreStatus is not ("available" or "primary-only"))
        {
            throw new ElastiCacheRefusal("InvalidGlobalReplicationGroupState", "The Global datastore is not available or in primary-only "
                + "state.");
        }
        (member.Status, member.GlobalReplicationGroupId) = ("available", founder.GlobalReplicationGroupId);
        await member.JoinAsync(form);
        return ElastiCacheAnswers.Group(member, await member.RoleAsync());
    }

    private async Task<XElement> DeleteAsync(IReadOnlyDictionary<string, string> form)
    {
        Find(form);
        // "It can only be deleted when it no longer is associated with any Global Datastore."
        if (await member.RoleAsync() is not null)
        {
            throw new ElastiCacheRefusal("InvalidReplicationGroupState", $"{member.ReplicationGroupId} is associated with "
                + $"{member.GlobalReplicationGroupId}.");
        }
        if (form.TryGetValue("FinalSnapshotIdentifier", out var snapshot))
        {
            if (member.Snapshots.Contains(snapshot))
            {
                throw new ElastiCacheRefusal("SnapshotAlreadyExistsFault", $"Snapshot {snapshot} already exists.");
            }
            member.Snapshots = [.. member.Snapshots, snapshot];
        }
        var answer = ElastiCacheAnswers.Group(member, null);
        member.Status = null;
        return answer;
    }

    private static ElastiCacheRefusal NoDatastore(IReadOnlyDictionary<string, string> form) => new(
        "GlobalReplicationGroupNotFoundFault", $"Global replication group {form.GetValueOrDefault("GlobalReplicationGroupId")} not found.",
            StatusCodes.Status404NotFound);
}
