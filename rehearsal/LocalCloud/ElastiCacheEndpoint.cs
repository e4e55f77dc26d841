using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>ElastiCache's control plane in one Region, as far as the failover function looks at it: the query protocol.</summary>
public sealed class ElastiCacheEndpoint : IAsyncDisposable
{
    private static readonly XNamespace _namespace = "http://elasticache.amazonaws.com/doc/2015-02-02/";

    private readonly LocalMember _member;
    private WebApplication? _server;

    private ElastiCacheEndpoint(LocalMember member) => _member = member;

    /// <summary>The endpoint's address.</summary>
    public string Url => _server!.Url();

    /// <summary>Starts the control plane of a Region.</summary>
    /// <param name="member">The Region's one member.</param>
    public static async Task<ElastiCacheEndpoint> StartAsync(LocalMember member)
    {
        var endpoint = new ElastiCacheEndpoint(member);
        endpoint._server = await LocalServer.StartAsync(endpoint.AnswerAsync);
        return endpoint;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var form = QueryHelpers.ParseQuery(await context.Request.BodyAsync());
        var action = form["Action"].ToString();
        XElement? result = action switch
        {
            "DescribeReplicationGroups" when form["ReplicationGroupId"] == _member.ReplicationGroupId => new("ReplicationGroups", await GroupAsync()),
            "DescribeCacheClusters" => new("CacheClusters", Cluster()),
            _ => null,
        };
        context.Response.ContentType = "text/xml";
        if (result is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync(Document(new("ErrorResponse", new XElement("Error",
                new XElement("Type", "Sender"), new XElement("Code", "ReplicationGroupNotFoundFault"), new XElement("Message", $"{action} {form["ReplicationGroupId"]}")))));
            return;
        }
        await context.Response.WriteAsync(Document(new($"{action}Response", new XElement($"{action}Result", result))));
    }

    private async Task<XElement> GroupAsync()
    {
        var role = await _member.RoleAsync();
        return new("ReplicationGroup",
            new XElement("ReplicationGroupId", _member.ReplicationGroupId),
            new XElement("Status", "available"),
            role is null ? null : new XElement("GlobalReplicationGroupInfo",
                new XElement("GlobalReplicationGroupId", "ldgnf-session-store"),
                new XElement("GlobalReplicationGroupMemberRole", role)),
            new XElement("MemberClusters", new XElement("ClusterId", $"{_member.ReplicationGroupId}-001")),
            new XElement("NodeGroups", new XElement("NodeGroup",
                new XElement("NodeGroupId", "0001"),
                new XElement("Status", "available"),
                new XElement("PrimaryEndpoint", new XElement("Address", _member.PrimaryEndpoint), new XElement("Port", 6379)))),
            new XElement("ClusterEnabled", "false"));
    }

    private XElement Cluster() => new("CacheCluster",
        new XElement("CacheClusterId", $"{_member.ReplicationGroupId}-001"),
        new XElement("ReplicationGroupId", _member.ReplicationGroupId),
        new XElement("NotificationConfiguration", new XElement("TopicArn", _member.TopicArn), new XElement("TopicStatus", _member.TopicStatus)));

    private static string Document(XElement element)
    {
        foreach (var part in element.DescendantsAndSelf())
        {
            part.Name = _namespace + part.Name.LocalName;
        }
        return element.ToString(SaveOptions.DisableFormatting);
    }
}

/// <summary>A Region's member of the Global Datastore, as ElastiCache shows it.</summary>
/// <param name="ReplicationGroupId">The replication group.</param>
/// <param name="PrimaryEndpoint">The endpoint that takes writes while the Region is the primary.</param>
/// <param name="TopicArn">The topic of its notices.</param>
public sealed record LocalMember(string ReplicationGroupId, string PrimaryEndpoint, string TopicArn)
{
    /// <summary>The role now: PRIMARY or SECONDARY; null for a group that is no member.</summary>
    public Func<Task<string?>> RoleAsync { get; set; } = () => Task.FromResult<string?>(null);

    /// <summary>The state of the notification: active or inactive.</summary>
    public string TopicStatus { get; set; } = "active";
}
