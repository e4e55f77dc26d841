using System.Net;
using System.Net.Sockets;

namespace SessionStore.Rehearsal.Live;

/// <summary>The server program of this machine, and a place for one more of it.</summary>
internal static class ServerProgram
{
    private static readonly string[] _programs = ["valkey-server", "redis-server"];

    /// <summary>The program's name: Valkey's, or Redis's where there is no other.</summary>
    /// <exception cref="InvalidOperationException">None is installed.</exception>
    public static string Find() => _programs.FirstOrDefault(OnPath) ?? throw new InvalidOperationException(
        "neither valkey-server nor redis-server is installed: install one, "
            + "such as with apt-get install redis-server or brew install valkey");

    /// <summary>A port of the loopback interface that nobody has at the moment.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool OnPath(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
