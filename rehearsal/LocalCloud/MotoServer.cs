using System.Net;
using System.Net.Sockets;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>moto (https://github.com/getmoto/moto), which plays Route 53.</summary>
public sealed class MotoServer : IAsyncDisposable
{
    // The set-up script finds or installs it and says where it is.
    private const string Variable = "MOTO_SERVER";

    private readonly ChildProcess _process;

    private MotoServer(ChildProcess process, string url)
    {
        _process = process;
        Url = url;
    }

    /// <summary>The address of every service that moto plays.</summary>
    public string Url { get; }

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">moto is missing or does not start; the message says what it printed.</exception>
    public static async Task<MotoServer> StartAsync()
    {
        var port = FreePort();
        var program = Environment.GetEnvironmentVariable(Variable) ?? "moto_server";
        var server = new MotoServer(ChildProcess.Start(program, ["-H", "127.0.0.1", "-p", $"{port}"]), $"http://127.0.0.1:{port}");
        using var client = new HttpClient();
        for (var attempt = 0; attempt < 300 && !server._process.HasExited; attempt++)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri($"{server.Url}/moto-api/"));
                return server;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }
        var output = string.Join(Environment.NewLine, server._process.Lines);
        await server.DisposeAsync();
        throw new InvalidOperationException($"{program} did not start (pip install 'moto[server]' installs it):{Environment.NewLine}{output}");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    // moto takes no port 0. Between this moment and moto's start somebody else can take the port; then moto ends and says so.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
