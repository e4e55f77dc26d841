using System.Diagnostics;
using System.Text;

namespace SessionStore.Infra.Tests.Replication;

/// <summary>The start of a replicator's instance, played in a folder of its own, with stand-ins for the AWS CLI, dnf and systemd.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class PlayedInstance : IDisposable
{
    private const string Agent = "opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl", Run = "run/session-replicator";

    private static readonly string[] _folders = ["/opt/", "/etc/", "/usr/local/bin/", "/root/", "/run/", "/var/log/"];

    private readonly string _root = Directory.CreateTempSubdirectory("replicator-").FullName;

    public PlayedInstance()
    {
        foreach (var folder in new[] { "opt", "etc/systemd/system", "etc/logrotate.d", "usr/local/bin", "root", "var/log", Run, "tools" })
        {
            Directory.CreateDirectory(Path.Combine(_root, folder));
        }
        Program(Agent, $"echo \"$@\" >> {_root}/agent.log");
        Program("tools/systemctl", $"echo \"$@\" >> {_root}/systemctl.log");
        Program("tools/dnf", $"echo \"$@\" >> {_root}/dnf.log");
        Program("tools/aws", $$"""
            case "$1 $2" in
              "s3api get-object") [ -f {{_root}}/package.zip ] && cp {{_root}}/package.zip "${@: -1}" ;;
              "secretsmanager get-secret-value") [ -f {{_root}}/secret ] && cat {{_root}}/secret ;;
            esac
            """);
    }

    /// <summary>The script with which the instance of a stage starts.</summary>
    public static string ScriptOf(StageRun stage) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(stage.Resource("replicator-instance-template").Text("userData")));

    /// <summary>A file of the instance.</summary>
    public string Read(string path) => File.ReadAllText(Path.Combine(_root, path));

    public bool Has(string path) => File.Exists(Path.Combine(_root, path));

    public void Write(string path, string text) => File.WriteAllText(Path.Combine(_root, path), text);

    /// <summary>Every text that is left on the instance's disk: what is below /run is in memory.</summary>
    public IEnumerable<string> OnDisk() => Directory.GetFiles(_root, "*", SearchOption.AllDirectories)
        .Where(path => !path.StartsWith(Path.Combine(_root, Run), StringComparison.Ordinal)
            && !path.EndsWith(".zip", StringComparison.Ordinal) && Path.GetFileName(path) != "secret")
        .Select(File.ReadAllText);

    /// <summary>A package in which the worker shows its environment and the file that this names.</summary>
    public void Offer()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, "published")).FullName;
        File.WriteAllText(Path.Combine(folder, "SessionStore.Replicator"), "#!/bin/sh\necho \"argument=$1\"\nenv\n");
        using var package = File.Create(Path.Combine(_root, "package.zip"));
        SessionStore.Infra.Compute.ProgramPackage.Write(new(folder, "SessionStore.Replicator", NeedsIcu: false), package);
    }

    /// <summary>Plays the start of the instance.</summary>
    public (int Code, string Output) Start(string script) =>
        Bash(Here(script.Replace("sleep $((attempt * 3))", "true", StringComparison.Ordinal)));

    /// <summary>Plays the start of the service, as systemd would with its environment file.</summary>
    public (int Code, string Output) Serve() =>
        Bash($"set -a\n. {_root}/etc/session-replicator.env\nset +a\nexec {_root}/usr/local/bin/session-replicator\n");

    /// <summary>What the worker of a stage is given, with its files where they are here.</summary>
    public IEnumerable<(string Name, string Value)> Environment(StageRun stage)
    {
        if (stage.Resources.FirstOrDefault(resource => resource.Name == "replicator-secret-version") is { } version)
        {
            Write("secret", version.Text("secretString"));
        }
        Offer();
        Start(ScriptOf(stage));
        Serve();
        return Read("etc/session-replicator.env").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2))
            .Select(pair => (pair[0], pair[1] is ['/', ..] ? _root + pair[1] : pair[1]));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Here(string script) => _folders.Aggregate(script, (text, folder) => text
        .Replace($" {folder}", $" {_root}{folder}", StringComparison.Ordinal)
        .Replace($"'{folder}", $"'{_root}{folder}", StringComparison.Ordinal)
        .Replace($"\n{folder}", $"\n{_root}{folder}", StringComparison.Ordinal));

    private (int Code, string Output) Bash(string script)
    {
        Write("script", script);
        var start = new ProcessStartInfo("bash", [Path.Combine(_root, "script")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{_root}/tools:{start.Environment["PATH"]}";
        using var bash = Process.Start(start)!;
        var errors = bash.StandardError.ReadToEndAsync();
        var output = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();
        return (bash.ExitCode, output + errors.Result);
    }

    private void Program(string path, string commands)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, $"#!/bin/bash\n{commands}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
