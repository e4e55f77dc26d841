using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SessionStore.Contract;
using SessionStore.Engine;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>
/// A Region's replicator: the published worker with the environment that the Region's stage writes for it, and what this machine needs
/// besides; and the commands that an operator runs on its instance.
/// </summary>
internal sealed partial class LiveReplicator : IAsyncDisposable
{
    // The build of the program publishes it there, and the stage puts it into its package.
    private static readonly string _program =
        Path.Combine(Checkout.Root, "replicator", "bin", "package", Path.GetFileName(ReplicatorHost.Program));

    private readonly Dictionary<string, string> _environment;
    private readonly string _health;
    private ChildProcess? _process;
    private int _told;

    /// <summary>Prepares a worker, which <see cref="Start"/> starts.</summary>
    /// <param name="region">A Region whose stage declares a replicator.</param>
    /// <param name="regions">All Regions, whose endpoints it may be led to.</param>
    /// <param name="authorityFile">The authority of the servers' certificates.</param>
    /// <param name="folder">Where its health file goes.</param>
    /// <param name="settle">How long the name has to lead elsewhere; a minute on AWS.</param>
    public LiveReplicator(
        LiveRegion region, IReadOnlyList<LiveRegion> regions, string authorityFile, string folder, TimeSpan settle)
    {
        Region = region;
        _health = Path.Combine(folder, $"replicator-{region.Name}.json");
        _environment = new(EnvironmentOf(region.Local.Stage))
        {
            [Variable(ReplicatorSettings.HealthFile)] = _health,
            [Variable(ReplicatorSettings.MetricsEvery)] = "00:00:01",
            [Variable(ReplicatorSettings.Settle)] = $"{settle:c}",
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = folder,
        };
        foreach (var section in new[] { ReplicatorSettings.Source, ReplicatorSettings.Target })
        {
            _environment[$"{section}__CertificateAuthorityFile"] = authorityFile;
            _environment[$"{section}__DnsServers__0"] = region.Local.Resolver.Address;
            foreach (var (host, address) in regions.SelectMany(other => other.Cache.Endpoints))
            {
                _environment[$"{section}__Addresses__{host}"] = address;
            }
        }
    }

    public LiveRegion Region { get; }

    /// <summary>The Auto Scaling group of the instance.</summary>
    public string Group => (string)Region.Local.Stage.Output(OutputNames.ReplicatorGroupName);

    /// <summary>Whether the worker has ended without having been killed here.</summary>
    public bool DiedUnplanned => _process is { HasExited: true };

    /// <summary>What it printed since it was started.</summary>
    public IEnumerable<string> Log => _process?.Lines ?? [];

    public void Start()
    {
        _told = 0;
        _process = ChildProcess.Start(_program, ["run"], _environment);
    }

    /// <summary>Ends the worker at once, as SIGKILL does.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
        File.Delete(_health);
    }

    /// <summary>What it has printed since it was last asked: its metrics are among that.</summary>
    public IReadOnlyList<string> News()
    {
        string[] news = [.. Log.Skip(_told)];
        _told += news.Length;
        return news;
    }

    /// <summary>Whether it is in step, and the lag; null while it has told nothing since it was started.</summary>
    public (bool InStep, bool Resting, TimeSpan Lag, string Text)? Health()
    {
        try
        {
            var text = File.ReadAllText(_health);
            using var health = JsonDocument.Parse(text);
            var root = health.RootElement;
            return (root.GetProperty("inStep").GetBoolean(), root.GetProperty("phase").GetString() == "resting",
                TimeSpan.FromMilliseconds(root.GetProperty("lagMilliseconds").GetDouble()),
                $"{root.GetProperty("phase").GetString()}: {root.GetProperty("why").GetString()}");
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Carries out a script of an operator's on the instance, as far as one is known here.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(string script)
    {
        // The shell does what it does on the instance, but for reading the settings there, which are this environment.
        var at = script.IndexOf(ReplicatorHost.Program, StringComparison.Ordinal);
        await using var command = at < 0
            ? ChildProcess.Start(
                "/bin/sh", ["-c", script.Replace(ReplicatorHost.HealthFile, _health, StringComparison.Ordinal)], _environment)
            : ChildProcess.Start(_program, script[(at + ReplicatorHost.Program.Length)..].Split(
                ' ', StringSplitOptions.RemoveEmptyEntries), _environment);
        await command.Exit;
        return (command.ExitCode, string.Join('\n', command.Lines), "");
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private static Dictionary<string, string> EnvironmentOf(StageRun stage)
    {
        var script = stage.All("aws:ec2/launchTemplate:LaunchTemplate")
            .Select(template => Encoding.UTF8.GetString(Convert.FromBase64String(template.Text("userData"))))
            .Select(text => Variables().Match(text)).First(match => match.Success);
        return script.Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
    }

    private static string Variable(string setting) => setting.Replace(":", "__", StringComparison.Ordinal);

    [GeneratedRegex($"cat > {ReplicatorHost.EnvironmentFile} <<'VARIABLES'\\n(?<lines>.*?)\\nVARIABLES", RegexOptions.Singleline)]
    private static partial Regex Variables();
}
