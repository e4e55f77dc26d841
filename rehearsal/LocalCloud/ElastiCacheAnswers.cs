using System.Xml.Linq;
using SessionStore.Contract;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>ElastiCache's answers as documents.</summary>
internal static class ElastiCacheAnswers
{
    private static readonly XNamespace _namespace = "http://elasticache.amazonaws.com/doc/2015-02-02/";

    /// <summary>The answer to an operation.</summary>
    public static string Document(string action, XElement result) =>
        Document(new XElement($"{action}Response", new XElement($"{action}Result", result)));

    /// <summary>The answer to what is refused.</summary>
    public static string Document(ElastiCacheRefusal refusal) => Document(new XElement("ErrorResponse", new XElement("Error",
        new XElement("Type", "Sender"), new XElement("Code", refusal.Code), new XElement("Message", refusal.Message))));

    /// <summary>A replication group.</summary>
    public static XElement Group(LocalMember member, string? role)
    {
        return new("ReplicationGroup",
            new XElement("ReplicationGroupId", member.ReplicationGroupId),
            new XElement("Status", member.Status),
            role is null ? null : new XElement("GlobalReplicationGroupInfo",
                new XElement("GlobalReplicationGroupId", member.GlobalReplicationGroupId),
                new XElement("GlobalReplicationGroupMemberRole", role)),
            new XElement("MemberClusters", member.ClusterIds.Select(id => new XElement("ClusterId", id))),
            new XElement("NodeGroups", new XElement("NodeGroup",
                new XElement("NodeGroupId", "0001"),
                new XElement("Status", "available"),
                new XElement("NodeGroupMembers", member.ClusterIds.Select(id =>
                    new XElement("NodeGroupMember", new XElement("CacheClusterId", id)))),
                member.ClusterEnabled ? null : new XElement("PrimaryEndpoint", Address()))),
            member.ClusterEnabled ? new XElement("ConfigurationEndpoint", Address()) : null,
            new XElement("SnapshotRetentionLimit", member.SnapshotRetentionLimit),
            new XElement("SnapshotWindow", member.SnapshotWindow),
            new XElement("ClusterEnabled", member.ClusterEnabled));

        XElement[] Address() => [new("Address", member.PrimaryEndpoint), new("Port", CacheNodes.Port)];
    }

    /// <summary>One of a group's cache clusters.</summary>
    /// <param name="id">Which one.</param>
    public static XElement Cluster(LocalMember member, string id) => new("CacheCluster",
        new XElement("CacheClusterId", id),
        new XElement("ReplicationGroupId", member.ReplicationGroupId),
        new XElement("CacheParameterGroup", new XElement("CacheParameterGroupName", member.Parameters.Name),
            new XElement("ParameterApplyStatus", member.Parameters.ApplyStatus), new XElement("CacheNodeIdsToReboot")),
        new XElement("PreferredMaintenanceWindow", member.MaintenanceWindow),
        new XElement("NotificationConfiguration", new XElement("TopicArn", member.TopicArn),
            new XElement("TopicStatus", member.TopicStatus)));

    /// <summary>A global replication group.</summary>
    /// <param name="member">The member that tells of it.</param>
    /// <param name="members">Its members; empty for those who did not ask for them.</param>
    public static XElement Global(LocalMember member, IEnumerable<XElement> members) => new("GlobalReplicationGroup",
        new XElement("GlobalReplicationGroupId", member.GlobalReplicationGroupId), new XElement("Status", member.DatastoreStatus),
            new XElement("Members", members));

    private static string Document(XElement element)
    {
        foreach (var part in element.DescendantsAndSelf())
        {
            part.Name = _namespace + part.Name.LocalName;
        }
        return element.ToString(SaveOptions.DisableFormatting);
    }
}
