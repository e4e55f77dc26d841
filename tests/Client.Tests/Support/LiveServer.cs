using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace SessionStore.Client.Tests.Support;

/// <summary>A real Valkey or Redis server with TLS on a port of the loopback interface, in memory only.</summary>
internal sealed class LiveServer : IAsyncDisposable
{
    private static readonly string[] _programs = ["valkey-server", "redis-server"];
    private readonly CertificateAuthority _authority;
    private readonly string[] _options;
    private readonly (string Certificate, string Key) _files;
    private Process? _process;
    private ConnectionMultiplexer? _admin;

    private LiveServer(CertificateAuthority authority, string host, string[] options)
    {
        (_authority, Host, _options) = (authority, host, options);
        // As ElastiCache's: a wildcard for the group's endpoints and nodes.
        _files = authority.Issue(host, $"*{host[host.IndexOf('.', StringComparison.Ordinal)..]}");
    }

    public string Host { get; }

    public int Port { get; private set; }

    /// <summary>The port of the cluster bus; 10000 more than the other, its default, may be none.</summary>
    public int BusPort { get; private set; }

    public string Address => $"127.0.0.1:{Port}";

    public IDatabase Data => _admin!.GetDatabase();

    public bool IsRunning => _admin is not null;

    public IServer Admin => _admin!.GetServers()[0];

    public static Task<LiveServer> StartAsync(CertificateAuthority authority, string host, params string[] options) =>
        StartAsync(null, authority, host, options);

    /// <summary>Starts one of another engine than the installed one.</summary>
    /// <param name="engine">The path of the program; null for what is installed.</param>
    public static async Task<LiveServer> StartAsync(string? engine, CertificateAuthority authority, string host, string[] options)
    {
        var server = new LiveServer(authority, host, options);
        var program = engine ?? _programs.FirstOrDefault(name => Environment.GetEnvironmentVariable("PATH")!.Split(':')
            .Any(folder => File.Exists(Path.Combine(folder, name))))
            ?? throw new InvalidOperationException("neither valkey-server nor redis-server is installed: run scripts/setup");
        for (var attempt = 1; ; attempt++)
        {
            (server.Port, server.BusPort) = (FreePort(), FreePort());
            if (await server.TryStartAsync(program))
            {
                return server;
            }
            // Somebody else may have taken the port meanwhile: another one, then.
            await server.KillAsync();
            _ = attempt < 5 ? attempt : throw new InvalidOperationException($"{program} does not start");
        }
    }

    private async Task<bool> TryStartAsync(string program)
    {
        _process = Process.Start(new ProcessStartInfo(program,
        [
            "--bind", "127.0.0.1", "--port", "0", "--tls-port", $"{Port}", "--tls-replication", "yes", "--tls-cluster", "yes",
                "--tls-auth-clients", "no",
            "--cluster-port", $"{BusPort}", "--tls-cert-file", _files.Certificate, "--tls-key-file", _files.Key, "--tls-ca-cert-file",
                _authority.AuthorityFile,
            "--save", "", "--appendonly", "no", "--dir", _authority.Folder, "--repl-diskless-sync-delay", "0", "--repl-diskless-load",
                "swapdb",
            "--user", "admin", "on", ">admin", "~*", "&*", "+@all", "--masteruser", "admin", "--masterauth", "admin", .. _options,
        ])
        { RedirectStandardOutput = true })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        while (!_process.HasExited)
        {
            try
            {
                _admin = await ConnectionMultiplexer.ConnectAsync(Administrator());
                return true;
            }
            catch (RedisConnectionException)
            {
                await Task.Delay(20);
            }
        }
        return false;
    }

    private ConfigurationOptions Administrator() => new()
    {
        EndPoints = { new IPEndPoint(IPAddress.Loopback, Port) },
        User = "admin",
        Password = "admin",
        AllowAdmin = true,
        Ssl = true,
        SslClientAuthenticationOptions = _ => new() { TargetHost = Host, RemoteCertificateValidationCallback = (_, _, _, _) => true },
        ConnectRetry = 1,
        // The machine may be busy.
        ConnectTimeout = 10_000,
        SyncTimeout = 10_000,
        AsyncTimeout = 10_000,
        ReconnectRetryPolicy = new LinearRetry(50),
        CommandMap = CommandMap.Create(new HashSet<string> { "SUBSCRIBE" }, available: false),
        TieBreaker = "",
        ConfigurationChannel = "",
    };

    public Task FollowAsync(LiveServer primary) => Admin.ExecuteAsync("REPLICAOF", "127.0.0.1", primary.Port);

    public Task PromoteAsync() => Admin.ExecuteAsync("REPLICAOF", "NO", "ONE");

    /// <summary>How many connections of the client under test it has.</summary>
    public async Task<int> ClientsAsync() =>
        ((string)(await Admin.ExecuteAsync("CLIENT", "LIST"))!).Split('\n')
            .Count(line => line.Contains("name=SessionStore.Client", StringComparison.Ordinal));

    /// <summary>Stops answering without closing anything, as a Region that is cut off.</summary>
    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    public async Task KillAsync()
    {
        if (_admin is not null)
        {
            await _admin.DisposeAsync();
            _admin = null;
        }
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process!.Id}"]);
        kill.WaitForExit();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
