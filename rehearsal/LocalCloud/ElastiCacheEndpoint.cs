using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// ElastiCache's control plane in all Regions, as far as the failover function and an operator use it: the query protocol. Which Region is asked
/// stands in the path, for a client that knows one Region only, or in the request's signature.
/// </summary>
public sealed class ElastiCacheEndpoint : IAsyncDisposable
{
    private static readonly XNamespace _namespace = "http://elasticache.amazonaws.com/doc/2015-02-02/";

    private readonly ConcurrentDictionary<string, LocalMember> _members = new();
    private WebApplication? _server;

    private ElastiCacheEndpoint()
    {
    }

    /// <summary>The endpoint's address.</summary>
    public string Url => _server!.Url();

    /// <summary>The address for clients of one Region: with an address of its own the SDK does not sign for the Region that it runs in.</summary>
    /// <param name="region">The Region.</param>
    public string UrlOf(string region) => $"{Url}/{region}";

    /// <summary>Starts the control plane.</summary>
    public static async Task<ElastiCacheEndpoint> StartAsync()
    {
        var endpoint = new ElastiCacheEndpoint();
        endpoint._server = await LocalServer.StartAsync(endpoint.AnswerAsync);
        return endpoint;
    }

    /// <summary>Adds a Region's one member.</summary>
    /// <param name="region">The Region.</param>
    /// <param name="member">The member.</param>
    public void Add(string region, LocalMember member) => _members[region] = member;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        // The functions come by the path; what an operator is shown is none of their business.
        var path = context.Request.Path.Value!.Trim('/');
        var isFunction = path.Length > 0;
        if (!_members.TryGetValue(isFunction ? path : context.Request.SignedRegion(), out var member) || !member.Reachable)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        var form = QueryHelpers.ParseQuery(await context.Request.BodyAsync());
        var action = form["Action"].ToString();
        XElement? result = action switch
        {
            "DescribeReplicationGroups" when form["ReplicationGroupId"] == member.ReplicationGroupId => new("ReplicationGroups", await GroupAsync(member, isFunction)),
            "DescribeCacheClusters" when form["CacheClusterId"] == member.CacheClusterId => new("CacheClusters", Cluster(member)),
            "ModifyReplicationGroup" when form["ReplicationGroupId"] == member.ReplicationGroupId => await ModifyAsync(member, form["NotificationTopicStatus"].ToString()),
            "FailoverGlobalReplicationGroup" when form["GlobalReplicationGroupId"] == LocalMember.GlobalReplicationGroupId =>
                await OperateAsync(member.FailoverAsync, form["PrimaryRegion"].ToString()),
            "DisassociateGlobalReplicationGroup" when form["GlobalReplicationGroupId"] == LocalMember.GlobalReplicationGroupId =>
                await OperateAsync(member.DisassociateAsync, form["ReplicationGroupRegion"].ToString()),
            "DescribeGlobalReplicationGroups" => new("GlobalReplicationGroups", new XElement("GlobalReplicationGroup",
                new XElement("GlobalReplicationGroupId", LocalMember.GlobalReplicationGroupId), new XElement("Status", "available"),
                new XElement("Members", await member.MembersAsync()))),
            _ => null,
        };
        context.Response.ContentType = "text/xml";
        if (result is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync(Document(new("ErrorResponse", new XElement("Error",
                new XElement("Type", "Sender"),
                new XElement("Code", action == "DescribeCacheClusters" ? "CacheClusterNotFound" : "ReplicationGroupNotFoundFault"),
                new XElement("Message", $"{action} {form.GetValueOrDefault("ReplicationGroupId")}{form.GetValueOrDefault("CacheClusterId")}")))));
            return;
        }
        await context.Response.WriteAsync(Document(new($"{action}Response", new XElement($"{action}Result", result))));
    }

    private static async Task<XElement> GroupAsync(LocalMember member, bool isFunction)
    {
        var role = await member.RoleAsync();
        if (isFunction)
        {
            member.Show(role);
        }
        return new("ReplicationGroup",
            new XElement("ReplicationGroupId", member.ReplicationGroupId),
            new XElement("Status", member.Status),
            role is null ? null : new XElement("GlobalReplicationGroupInfo",
                new XElement("GlobalReplicationGroupId", LocalMember.GlobalReplicationGroupId),
                new XElement("GlobalReplicationGroupMemberRole", role)),
            new XElement("MemberClusters", new XElement("ClusterId", member.CacheClusterId)),
            new XElement("NodeGroups", new XElement("NodeGroup",
                new XElement("NodeGroupId", "0001"),
                new XElement("Status", "available"),
                member.ClusterEnabled ? null : new XElement("PrimaryEndpoint", Address()))),
            member.ClusterEnabled ? new XElement("ConfigurationEndpoint", Address()) : null,
            new XElement("ClusterEnabled", member.ClusterEnabled));

        XElement[] Address() => [new("Address", member.PrimaryEndpoint), new("Port", 6379)];
    }

    private static Task<XElement> ModifyAsync(LocalMember member, string topicStatus)
    {
        member.TopicStatus = topicStatus;
        return GroupAsync(member, isFunction: false);
    }

    private static async Task<XElement> OperateAsync(Func<string, Task> operation, string region)
    {
        await operation(region);
        return new("GlobalReplicationGroup", new XElement("GlobalReplicationGroupId", LocalMember.GlobalReplicationGroupId), new XElement("Status", "modifying"));
    }

    private static XElement Cluster(LocalMember member) => new("CacheCluster",
        new XElement("CacheClusterId", member.CacheClusterId),
        new XElement("ReplicationGroupId", member.ReplicationGroupId),
        new XElement("NotificationConfiguration", new XElement("TopicArn", member.TopicArn), new XElement("TopicStatus", member.TopicStatus)));

    private static string Document(XElement element)
    {
        foreach (var part in element.DescendantsAndSelf())
        {
            part.Name = _namespace + part.Name.LocalName;
        }
        return element.ToString(SaveOptions.DisableFormatting);
    }
}
