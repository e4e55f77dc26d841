using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>ElastiCache's control plane in one Region, as far as the failover function and an operator use it: the query protocol.</summary>
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
        if (!_member.Reachable)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        var form = QueryHelpers.ParseQuery(await context.Request.BodyAsync());
        var action = form["Action"].ToString();
        XElement? result = action switch
        {
            "DescribeReplicationGroups" when form["ReplicationGroupId"] == _member.ReplicationGroupId => new("ReplicationGroups", await GroupAsync()),
            "DescribeCacheClusters" => new("CacheClusters", Cluster()),
            "FailoverGlobalReplicationGroup" when form["GlobalReplicationGroupId"] == LocalMember.GlobalReplicationGroupId =>
                await OperateAsync(_member.FailoverAsync, form["PrimaryRegion"].ToString()),
            "DisassociateGlobalReplicationGroup" when form["GlobalReplicationGroupId"] == LocalMember.GlobalReplicationGroupId =>
                await OperateAsync(_member.DisassociateAsync, form["ReplicationGroupRegion"].ToString()),
            "DescribeGlobalReplicationGroups" => new("GlobalReplicationGroups", new XElement("GlobalReplicationGroup",
                new XElement("GlobalReplicationGroupId", LocalMember.GlobalReplicationGroupId), new XElement("Status", "available"),
                new XElement("Members", await _member.MembersAsync()))),
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
        _member.LastRole = role;
        return new("ReplicationGroup",
            new XElement("ReplicationGroupId", _member.ReplicationGroupId),
            new XElement("Status", "available"),
            role is null ? null : new XElement("GlobalReplicationGroupInfo",
                new XElement("GlobalReplicationGroupId", LocalMember.GlobalReplicationGroupId),
                new XElement("GlobalReplicationGroupMemberRole", role)),
            new XElement("MemberClusters", new XElement("ClusterId", $"{_member.ReplicationGroupId}-001")),
            new XElement("NodeGroups", new XElement("NodeGroup",
                new XElement("NodeGroupId", "0001"),
                new XElement("Status", "available"),
                new XElement("PrimaryEndpoint", new XElement("Address", _member.PrimaryEndpoint), new XElement("Port", 6379)))),
            new XElement("ClusterEnabled", "false"));
    }

    private static async Task<XElement> OperateAsync(Func<string, Task> operation, string region)
    {
        await operation(region);
        return new("GlobalReplicationGroup", new XElement("GlobalReplicationGroupId", LocalMember.GlobalReplicationGroupId), new XElement("Status", "modifying"));
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

    /// <summary>The global replication group of every run.</summary>
    public const string GlobalReplicationGroupId = "ldgnf-session-store";

    /// <summary>The role that was shown last.</summary>
    public string? LastRole { get; set; }

    /// <summary>Whether the Region's control plane answers.</summary>
    public bool Reachable { get; set; } = true;

    /// <summary>Promotes a Region.</summary>
    public Func<string, Task> FailoverAsync { get; set; } = region => throw new InvalidOperationException($"{region} has no servers to promote");

    /// <summary>Takes a Region out of the datastore.</summary>
    public Func<string, Task> DisassociateAsync { get; set; } = region => throw new InvalidOperationException($"{region} has no servers to take out");

    /// <summary>The members as the API shows them.</summary>
    public Func<Task<IEnumerable<XElement>>> MembersAsync { get; set; } = () => Task.FromResult<IEnumerable<XElement>>([]);

    /// <summary>The state of the notification: active or inactive.</summary>
    public string TopicStatus { get; set; } = "active";
}
