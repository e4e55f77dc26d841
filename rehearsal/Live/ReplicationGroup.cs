using SessionStore.Contract;
using SessionStore.Engine;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>
/// A Region's replication group: a real server for each node that the stage declares, and the addresses of the group's endpoints. In
/// cluster mode it is one shard.
/// </summary>
internal sealed class ReplicationGroup : IAsyncDisposable
{
    // The parameters that have a meaning for servers here.
    private static readonly string[] _played = ["notify-keyspace-events", "min-replicas-to-write"];

    private readonly LocalEndpoint _primary, _reader;

    private ReplicationGroup(IReadOnlyList<ValkeyServer> nodes)
    {
        (Nodes, Primary) = (nodes, nodes[0]);
        _primary = new(() => PortOf(Primary));
        // In cluster mode both are the configuration endpoint.
        _reader = Primary.ReplicaHost == Primary.Host ? _primary : new(() => PortOf(Reader));
    }

    /// <summary>The nodes, in the order of their cache cluster IDs.</summary>
    public IReadOnlyList<ValkeyServer> Nodes { get; }

    /// <summary>
    /// The node that the primary endpoint leads to. It is the endpoint's address that changes when a node fails over, not its name:
    /// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html
    /// </summary>
    public ValkeyServer Primary { get; private set; }

    /// <summary>
    /// The node that the reader endpoint leads to: a replica, or the primary while there is no other
    /// (https://repost.aws/questions/QU0kbW0vJPT1SiKN-wv6a3WA).
    /// </summary>
    public ValkeyServer Reader => Replicas.FirstOrDefault() ?? Primary;

    /// <summary>The names of the group's endpoints, and where they are on this machine: address:port.</summary>
    public IReadOnlyDictionary<string, string> Endpoints =>
        new Dictionary<string, string> { [Primary.Host] = _primary.Address, [Primary.ReplicaHost] = _reader.Address };

    /// <summary>Where the reader endpoint is on this machine.</summary>
    public string ReaderAddress => _reader.Address;

    private IEnumerable<ValkeyServer> Replicas => Nodes.Where(node => node != Primary && node.IsRunning);

    /// <summary>Starts the nodes of a Region's member, the first one as the primary, and waits until the others follow it.</summary>
    /// <param name="region">What the Region's stack declares.</param>
    /// <param name="logins">How clients sign in.</param>
    /// <param name="certificates">Who issues the nodes' certificates.</param>
    /// <param name="folder">Where the nodes' files go.</param>
    /// <param name="cancellationToken">Gives up, and ends what was started so far.</param>
    public static async Task<ReplicationGroup> StartAsync(
        LocalRegion region, Logins logins, Certificates certificates, string folder, CancellationToken cancellationToken)
    {
        var reader = (string)region.Stage.Output(OutputNames.ReaderEndpoint);
        var group = new ReplicationGroup([.. region.Member.ClusterIds.Select(id =>
            new ValkeyServer(id, region.Member.PrimaryEndpoint, reader, logins, certificates, folder)
            {
                Parameters = () => [.. region.Member.Parameters.Options(_played)],
            })]);
        region.Member.Parameters.ApplyAsync = group.ApplyAsync;
        try
        {
            await group.StartAsync(cancellationToken);
            return group;
        }
        catch
        {
            await group.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts all nodes, empty, the first one as the primary, and waits until the others follow it.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Primary = Nodes[0];
        await Task.WhenAll(Nodes.Select(node => node.StartAsync(cancellationToken)));
        await FollowAsync();
        await LinkedAsync(cancellationToken);
    }

    /// <summary>Waits until every node that runs is linked with the one that it replicates from.</summary>
    public async Task LinkedAsync(CancellationToken cancellationToken)
    {
        while (!(await Task.WhenAll(Replicas.Select(replica => replica.IsLinkedAsync()))).All(linked => linked))
        {
            await Task.Delay(20, cancellationToken);
        }
    }

    /// <summary>
    /// The replica that ElastiCache promotes when the primary node is gone: the one with the least replication lag
    /// (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html).
    /// </summary>
    /// <exception cref="InvalidOperationException">The group has no replica that runs.</exception>
    public async Task<ValkeyServer> FreshestReplicaAsync()
    {
        var replicas = await Task.WhenAll(Replicas.Select(async replica => (Node: replica, Offset: await replica.OffsetAsync())));
        return replicas.Length > 0
            ? replicas.MaxBy(replica => replica.Offset).Node
            : throw new InvalidOperationException($"no replica of {Nodes[0].Id} runs: expected one to promote");
    }

    /// <summary>Leads the primary endpoint to a node, and makes the other ones that run follow it.</summary>
    public Task LeadToAsync(ValkeyServer primary)
    {
        Primary = primary;
        return FollowAsync();
    }

    // A change is immediate: the nodes that run take it, others when they start.
    private Task ApplyAsync(string parameter, string value) => !_played.Contains(parameter) ? Task.CompletedTask
        : Task.WhenAll(Nodes.Where(node => node.IsRunning).Select(node => node.ExecuteAsync("CONFIG", "SET", parameter, value)));

    /// <summary>Ends all nodes at once, as SIGKILL does.</summary>
    public Task KillAsync() => Task.WhenAll(Nodes.Select(node => node.KillAsync()));

    public async ValueTask DisposeAsync()
    {
        await _primary.DisposeAsync();
        if (_reader != _primary)
        {
            await _reader.DisposeAsync();
        }
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }
    }

    private static int? PortOf(ValkeyServer node) => node.IsRunning ? node.Port : null;

    private Task FollowAsync() => Task.WhenAll(Replicas.Select(replica => replica.FollowAsync(Primary)));
}
