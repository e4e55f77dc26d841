using System.Text.RegularExpressions;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>
/// An instance of the session application, as a process of its own that knows its configuration and nothing of the rehearsal.
/// </summary>
internal sealed partial class AppInstance : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private AppInstance(ChildProcess process, Uri address) => (_process, Address) = (process, address);

    /// <summary>The process's ID.</summary>
    public int Id => _process.Id;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Whether the process has ended without having been killed here.</summary>
    public bool DiedUnplanned => _process.HasExited;

    /// <summary>What it has printed.</summary>
    public IEnumerable<string> Log => _process.Lines;

    /// <summary>Starts an instance and waits until it reaches the store.</summary>
    /// <param name="region">The Region that it runs in.</param>
    /// <param name="settings">The configuration of its store.</param>
    /// <param name="folder">Where it may leave files.</param>
    /// <param name="minute">How long a minute of its sweeper is; null for a real one.</param>
    /// <exception cref="SpoiltException">It has ended; the message says what it printed.</exception>
    public static async Task<AppInstance> StartAsync(
        string region, IReadOnlyDictionary<string, string?> settings, string folder, CancellationToken cancellationToken,
        TimeSpan? minute = null)
    {
        var environment = settings.ToDictionary(
            setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!);
        environment["App__Region"] = region;
        // The port is the system's choice, so that nobody can take it in between; the instance says which one it is.
        environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        // A server's garbage collector takes a heap for each processor, and here four instances share a machine.
        environment["DOTNET_gcServer"] = "0";
        environment["HOME"] = folder;
        environment["PATH"] = Environment.GetEnvironmentVariable("PATH")!;
        var process = ChildProcess.Start("dotnet", minute is { } shortened ? HastyApplication.CommandLine(shortened)
            : [Path.Combine(AppContext.BaseDirectory, "SessionStore.App.dll")], environment);
        try
        {
            var instance = new AppInstance(process, await ListeningAsync(process, region, cancellationToken));
            using var client = new HttpClient();
            while (!await IsReadyAsync(client, instance.Address, cancellationToken))
            {
                ThrowIfEnded(process, region);
                await Task.Delay(100, cancellationToken);
            }
            return instance;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the process at once, as SIGKILL does.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<Uri> ListeningAsync(ChildProcess process, string region, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (process.Lines.Select(line => Listening().Match(line)).FirstOrDefault(match => match.Success) is { } match)
            {
                return new(match.Groups["url"].Value);
            }
            ThrowIfEnded(process, region);
            await Task.Delay(20, cancellationToken);
        }
    }

    private static void ThrowIfEnded(ChildProcess process, string region)
    {
        if (process.HasExited)
        {
            throw new SpoiltException(
                $"the application in {region} does not start:{Environment.NewLine}{string.Join(Environment.NewLine, process.Lines)}");
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(address, "/readyz"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"Now listening on: (?<url>http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
