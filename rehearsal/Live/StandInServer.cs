using System.Collections.Concurrent;
using System.Collections.Immutable;
using SessionStore.Contract;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>
/// What stands in for a Region's cluster of MemoryDB Multi-Region: one real server in cluster mode, with all slots, which knows nothing of
/// any other Region. What the service does not have it refuses to those who sign in, and remembers.
/// </summary>
internal sealed class StandInServer : IAsyncDisposable
{
    // SET as a whole: no ACL can refuse its options, and the client has no use for it.
    private static readonly string[] _refused = [.. MemoryDbCommands.Unsupported.Split(' '), "SET"];

    private readonly Func<ValkeyServer> _create;
    private readonly IReadOnlyList<string> _users;
    private readonly LocalEndpoint _endpoint;
    private readonly ConcurrentQueue<string> _sent = new(), _nodes = new();
    private ValkeyServer _server;

    private StandInServer(string region, string host, IReadOnlyList<string> users, Func<ValkeyServer> create)
    {
        (Region, Host, _users, _create) = (region, host, users, create);
        _server = create();
        _endpoint = new(() => IsRunning ? _server.Port : null);
    }

    public string Region { get; }

    /// <summary>The name of the cluster's endpoint.</summary>
    public string Host { get; }

    /// <summary>Where the endpoint is on this machine: address:port.</summary>
    public string Address => _endpoint.Address;

    /// <summary>What tells it from the server that was in its place before.</summary>
    public string Node => NodeOn(_server.Port);

    /// <summary>Whether it has been started and not been killed.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Whether the process has ended without having been killed here; and then what it printed.</summary>
    public (bool Unplanned, IEnumerable<string> Log) Death => (_server.DiedUnplanned, _server.Log);

    /// <summary>Starts a Region's server.</summary>
    /// <param name="region">What the Region's stack declares.</param>
    /// <param name="logins">How clients sign in.</param>
    /// <param name="certificates">Who issues the server's certificate.</param>
    /// <param name="folder">Where its files go.</param>
    /// <param name="cancellationToken">Gives up, and ends what was started so far.</param>
    public static async Task<StandInServer> StartAsync(
        ActiveRegion region, Logins logins, Certificates certificates, string folder, CancellationToken cancellationToken)
    {
        var users = ((ImmutableArray<object>)region.Stage.Output(OutputNames.UserNames)).Cast<string>().ToArray();
        var server = new StandInServer(region.Name, region.Endpoint, users, () =>
            new(region.Cluster, region.Endpoint, region.Endpoint, logins, certificates, folder)
            {
                Parameters = () =>
                [
                    "--cluster-enabled", "yes", "--tls-cluster", "yes", "--cluster-config-file", $"nodes-{Guid.NewGuid():N}.conf",
                    // Its default, 10000 more than the server's own, may be none.
                    "--cluster-port", $"{ServerProgram.FreePort()}", "--cluster-announce-ip", "127.0.0.1",
                ],
            });
        try
        {
            await server.StartAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a server, empty, in the place of one that was killed.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _server = _create();
        await _server.StartAsync(cancellationToken);
        foreach (var user in _users)
        {
            await _server.ExecuteAsync(["ACL", "SETUSER", user, .. _refused.Select(command => $"-{command}")]);
        }
        await _server.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
        while (await _server.ExecuteAsync("CLUSTER", "INFO") is string state
            && !state.Contains("cluster_state:ok", StringComparison.Ordinal))
        {
            await Task.Delay(20, cancellationToken);
        }
        _nodes.Enqueue(Node);
        IsRunning = true;
    }

    /// <summary>What tells the server that has or had a port from others.</summary>
    public static string NodeOn(int port) => $"port {port}";

    /// <summary>Whether a node is this Region's, or was.</summary>
    public bool HasHad(string node) => _nodes.Contains(node);

    /// <inheritdoc cref="ValkeyServer.InfoAsync"/>
    public Task<Dictionary<string, string>> InfoAsync(string section) => _server.InfoAsync(section);

    /// <summary>Sends a command as the control plane, which may send any.</summary>
    /// <exception cref="IOException">The server is down.</exception>
    public Task<object?> ExecuteAsync(params string[] command) =>
        IsRunning ? _server.ExecuteAsync(command) : throw new IOException($"the server of {Region} is down");

    /// <summary>The fields of a hash.</summary>
    public async Task<IReadOnlyDictionary<string, string>> HashAsync(string key) =>
        ((object?[])(await ExecuteAsync("HGETALL", key))!).Cast<string>().Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>All keys that match a pattern, by one command.</summary>
    public async Task<IReadOnlySet<string>> KeysAsync(string pattern) =>
        ((object?[])(await ExecuteAsync("KEYS", pattern))!).Cast<string>().ToHashSet();

    /// <summary>Whether it holds a session.</summary>
    public async Task<bool> HoldsSessionAsync(string key) => await ExecuteAsync("HEXISTS", key, "data") is 1L;

    /// <summary>The commands that MemoryDB Multi-Region does not have and somebody sent all the same, also before it was killed.</summary>
    public async Task<IReadOnlyList<string>> RefusedAsync()
    {
        if (IsRunning)
        {
            await RememberAsync();
        }
        return [.. _sent.Distinct()];
    }

    /// <summary>Ends the server at once, as SIGKILL does.</summary>
    public async Task KillAsync()
    {
        // What it remembers goes with it.
        await RememberAsync();
        IsRunning = false;
        await _server.KillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        IsRunning = false;
        await _endpoint.DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task RememberAsync()
    {
        // https://valkey.io/commands/acl-log/: each entry is a list of names and values.
        foreach (object?[] entry in ((object?[])(await ExecuteAsync("ACL", "LOG"))!).Cast<object?[]>())
        {
            var fields = entry.Chunk(2).ToDictionary(pair => (string)pair[0]!, pair => pair[1] as string);
            // A subcommand is written as FUNCTION|LIST.
            var command = fields["object"]!.Split('|')[0].ToUpperInvariant();
            if (fields["reason"] == "command" && _refused.Contains(command))
            {
                _sent.Enqueue(command);
            }
        }
    }
}
