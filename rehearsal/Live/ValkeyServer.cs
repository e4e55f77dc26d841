using System.Collections.Concurrent;
using System.Globalization;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>A cache node: one real server with TLS on a port of the loopback interface, in memory only.</summary>
internal sealed class ValkeyServer : IAsyncDisposable
{
    // The control plane waits for a slow machine: nothing that it asks is measured.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private readonly Logins _logins;
    private readonly Certificates _certificates;
    private readonly string _folder;
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly ConcurrentQueue<int> _ports = new();
    private ChildProcess? _process;
    private RespConnection? _admin;

    /// <summary>Prepares a node, which <see cref="StartAsync"/> starts.</summary>
    /// <param name="id">The cache cluster's ID.</param>
    /// <param name="host">The name of the group's primary endpoint.</param>
    /// <param name="replicaHost">The name of the group's reader endpoint.</param>
    /// <param name="logins">How clients sign in.</param>
    /// <param name="certificates">Who issues the node's certificate.</param>
    /// <param name="folder">Where its files go.</param>
    public ValkeyServer(string id, string host, string replicaHost, Logins logins, Certificates certificates, string folder)
    {
        (Id, Host, ReplicaHost, _logins, _certificates, _folder) = (id, host, replicaHost, logins, certificates, folder);
    }

    /// <summary>The cache cluster's ID, such as session-store-us-east-1-001.</summary>
    public string Id { get; }

    /// <summary>The name of the group's primary endpoint, which the certificate of every node is valid for.</summary>
    public string Host { get; }

    /// <summary>The name of the group's reader endpoint, which the certificate of every node is valid for.</summary>
    public string ReplicaHost { get; }

    /// <summary>What the group's parameter group says when the server is started, as options of the server.</summary>
    public Func<IReadOnlyList<string>> Parameters { get; init; } = () => [];

    /// <summary>The port on the loopback interface.</summary>
    public int Port { get; private set; }

    /// <summary>Whether a port is or was the server's: of what it did before it was started anew one may hear later.</summary>
    public bool HasHad(int port) => _ports.Contains(port);

    /// <summary>Whether the server has been started and not been killed.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Whether the process has ended without having been killed here.</summary>
    public bool DiedUnplanned => _process is { HasExited: true };

    /// <summary>What the server printed.</summary>
    public IEnumerable<string> Log => _process?.Lines ?? [];

    /// <summary>Starts the server, empty and as a primary.</summary>
    /// <exception cref="InvalidOperationException">No server program is installed, or it does not start.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var program = ServerProgram.Find();
        var files = _certificates.Issue(Id, Host, ReplicaHost);
        for (var attempt = 1; ; attempt++)
        {
            Port = ServerProgram.FreePort();
            _ports.Enqueue(Port);
            _process = ChildProcess.Start(program,
            [
                "--bind", "127.0.0.1", "--port", "0", "--tls-port", $"{Port}", "--tls-replication", "yes", "--tls-auth-clients", "no",
                "--tls-cert-file", files.Certificate, "--tls-key-file", files.Key, "--tls-ca-cert-file", _certificates.AuthorityFile,
                "--save", "", "--appendonly", "no", "--dir", _folder, "--repl-diskless-sync-delay", "0", "--repl-diskless-load", "swapdb",
                // Without writers a replica hears of its primary only by this, and the lag is measured by when it last has.
                "--repl-ping-replica-period", "1",
                .. Parameters(), .. _logins.ServerOptions,
            ]);
            if (await AnswersAsync(_process, cancellationToken))
            {
                return;
            }
            // Somebody else may have taken the port meanwhile: another one, then.
            var log = string.Join(Environment.NewLine, _process.Lines);
            await KillAsync();
            if (attempt == 5)
            {
                throw new InvalidOperationException($"{program} did not start for {Id}:{Environment.NewLine}{log}");
            }
        }
    }

    /// <summary>Makes the server a replica.</summary>
    /// <param name="primary">The server to replicate from.</param>
    public Task FollowAsync(ValkeyServer primary) => ExecuteAsync("REPLICAOF", "127.0.0.1", $"{primary.Port}");

    /// <summary>Makes the server a primary.</summary>
    public Task LeadAsync() => ExecuteAsync("REPLICAOF", "NO", "ONE");

    /// <summary>Whether the server is a replica whose link with its primary is up.</summary>
    public async Task<bool> IsLinkedAsync() => await ExecuteAsync("ROLE") is object?[] and [_, _, _, "connected", _];

    /// <summary>The answer to ROLE: master or slave.</summary>
    public async Task<string> RoleAsync() => (string)((object?[])(await ExecuteAsync("ROLE"))!)[0]!;

    /// <summary>The replication offset in bytes: what a primary has written or a replica has read, also without its primary.</summary>
    public async Task<long> OffsetAsync()
    {
        var replication = await InfoAsync("replication");
        var offset = replication.GetValueOrDefault("slave_repl_offset") ?? replication["master_repl_offset"];
        return long.Parse(offset, CultureInfo.InvariantCulture);
    }

    /// <summary>How long ago a replica has last heard of its primary; null for a primary, and while the link is down.</summary>
    public async Task<TimeSpan?> LagAsync() =>
        (await InfoAsync("replication")).TryGetValue("master_last_io_seconds_ago", out var seconds)
            && int.Parse(seconds, CultureInfo.InvariantCulture) is >= 0 and var ago
            ? TimeSpan.FromSeconds(ago)
            : null;

    /// <summary>A section of what the server tells about itself.</summary>
    /// <param name="section">The section of INFO, such as replication.</param>
    public async Task<Dictionary<string, string>> InfoAsync(string section) => ((string)(await ExecuteAsync("INFO", section))!)
        .Split("\r\n").Select(line => line.Split(':', 2)).Where(field => field.Length == 2)
        .ToDictionary(field => field[0], field => field[1]);

    /// <summary>Sends a command as the control plane.</summary>
    /// <exception cref="IOException">The server is down.</exception>
    public async Task<object?> ExecuteAsync(params string[] command)
    {
        await _oneAtATime.WaitAsync();
        try
        {
            _admin ??= await ConnectAsync();
            return await _admin.SendAsync(command);
        }
        catch (IOException)
        {
            await DisconnectAsync();
            throw;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Whether the server holds a key.</summary>
    public async Task<bool> HoldsAsync(string key) => await ExecuteAsync("EXISTS", key) is 1L;

    /// <summary>Ends the process at once, as SIGKILL does.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
        await DisconnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _oneAtATime.Dispose();
    }

    private async Task<RespConnection> ConnectAsync()
    {
        var connection = await RespConnection.ConnectAsync(Port, Host, _certificates.Validate, _patience);
        if (_logins.ControlPlane.Count > 0)
        {
            await connection.SendAsync([.. _logins.ControlPlane]);
        }
        return connection;
    }

    private async Task<bool> AnswersAsync(ChildProcess process, CancellationToken cancellationToken)
    {
        while (!process.HasExited)
        {
            try
            {
                await ExecuteAsync("PING");
                return true;
            }
            catch (IOException)
            {
                await Task.Delay(20, cancellationToken);
            }
        }
        return false;
    }

    private async Task DisconnectAsync()
    {
        if (_admin is { } admin)
        {
            _admin = null;
            await admin.DisposeAsync();
        }
    }
}
