using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SessionStore.Client.Tests.Support;
using StackExchange.Redis;

namespace SessionStore.Replicator.Bench;

/// <summary>A server in memory only.</summary>
internal sealed class Server : IAsyncDisposable
{
    /// <summary>Its name in its certificate, which an endpoint of this machine may have.</summary>
    public const string Host = "localhost";

    private readonly Process _process;

    private Server(Process process, int port, ConnectionMultiplexer admin) => (_process, Port, Multiplexer) = (process, port, admin);

    public int Port { get; }

    public ConnectionMultiplexer Multiplexer { get; }

    public IDatabase Data => Multiplexer.GetDatabase();

    public IServer Admin => Multiplexer.GetServers()[0];

    /// <summary>Starts one.</summary>
    /// <param name="authority">Who issues its certificate; null without TLS.</param>
    public static async Task<Server> StartAsync(CertificateAuthority? authority)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var program = Environment.GetEnvironmentVariable("PATH")!.Split(':')
            .SelectMany(folder => new[] { "valkey-server", "redis-server" }.Select(name => Path.Combine(folder, name))).First(File.Exists);
        var process = Process.Start(new ProcessStartInfo(program,
        [
            "--bind", "127.0.0.1", .. authority is null ? ["--port", $"{port}"] : Tls(authority, port),
            "--save", "", "--appendonly", "no", "--notify-keyspace-events", "KA",
            "--repl-diskless-sync-delay", "0", "--repl-diskless-load", "swapdb", "--daemonize", "no",
        ])
        { RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var options = new ConfigurationOptions
        {
            EndPoints = { { "127.0.0.1", port } },
            AbortOnConnectFail = false,
            AllowAdmin = true,
            SyncTimeout = 600_000,
            AsyncTimeout = 600_000,
            ConnectTimeout = 20_000,
        };
        if (authority is not null)
        {
            (options.Ssl, options.SslHost) = (true, Host);
            options.TrustIssuer(authority.AuthorityFile);
        }
        var admin = await ConnectionMultiplexer.ConnectAsync(options);
        while (!admin.IsConnected)
        {
            await Task.Delay(50);
        }
        return new(process, port, admin);
    }

    // As ElastiCache's: its nodes' replication is encrypted, too.
    private static string[] Tls(CertificateAuthority authority, int port)
    {
        var (certificate, key) = authority.Issue(Host);
        return
        [
            "--port", "0", "--tls-port", $"{port}", "--tls-replication", "yes", "--tls-auth-clients", "no", "--tls-cert-file", certificate,
            "--tls-key-file", key, "--tls-ca-cert-file", authority.AuthorityFile,
        ];
    }

    public Task<long> CountAsync() => Admin.DatabaseSizeAsync(0);

    public async ValueTask DisposeAsync()
    {
        await Multiplexer.DisposeAsync();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
