using System.Text.RegularExpressions;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>moto (https://github.com/getmoto/moto), which plays Route 53 and SQS.</summary>
internal sealed partial class MotoServer : IAsyncDisposable
{
    /// <summary>The environment variable in which the set-up script, which finds or installs it, says where it is.</summary>
    public const string Variable = "MOTO_SERVER";

    private readonly ChildProcess _process;

    private MotoServer(ChildProcess process, string url)
    {
        _process = process;
        Url = url;
    }

    /// <summary>The address of every service that moto plays.</summary>
    public string Url { get; }

    /// <summary>Starts a server and waits until it listens.</summary>
    /// <exception cref="InvalidOperationException">moto is missing or does not start; the message says what it printed.</exception>
    public static async Task<MotoServer> StartAsync(CancellationToken cancellationToken = default)
    {
        var program = Environment.GetEnvironmentVariable(Variable) ?? "moto_server";
        // Port 0 leaves the choice to the system, so that nobody can take the port in between; moto says which one it is.
        var process = ChildProcess.Start(program, ["-H", "127.0.0.1", "-p", "0"]);
        try
        {
            while (!process.HasExited)
            {
                if (process.Lines.Select(line => Listening().Match(line)).FirstOrDefault(match => match.Success) is { } match)
                {
                    return new MotoServer(process, match.Groups["url"].Value);
                }
                await Task.Delay(20, cancellationToken);
            }
            await process.Exit;
            throw new InvalidOperationException(
                $"{program} did not start (pip install 'moto[server]' installs it):{Environment.NewLine}"
                + $"{string.Join(Environment.NewLine, process.Lines)}");
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [GeneratedRegex(@"Running on (?<url>http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
