using System.Diagnostics;
using SessionStore.Infra.Compute;

namespace SessionStore.Infra.Tests.Application;

/// <summary>The script of an instance's start is run, in a folder of its own, with stand-ins for the AWS CLI and systemd.</summary>
/// <remarks>Proof limit: the tools of Amazon Linux 2023, cloud-init and systemd are not here.</remarks>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
[Platform(Exclude = "Win")]
public sealed class UserDataTests
{
    private string _root = "";

    [SetUp]
    public void Prepare() => _root = Directory.CreateTempSubdirectory("instance-").FullName;

    [TearDown]
    public void CleanUp() => Directory.Delete(_root, recursive: true);

    [TestCase("none", "", "")]
    [TestCase("token", "SessionStore__AuthToken", Secrets.Token)]
    [TestCase("users", "SessionStore__Password", Secrets.AppPassword)]
    public async Task The_application_is_fetched_and_started_with_the_stores_outputs_and_its_secret(
        string auth, string option, string secret)
    {
        using var published = Published.Whole("start");
        published.Write("start", "#!/bin/sh\nenv\n");
        var stage = await Run(auth, published);
        Package(published);
        var environment = Play(UserData.Of(stage), secret);
        Assert.Multiple(() =>
        {
            Assert.That(environment, Contains.Item("SessionStore__WriterName=demo.valkey-dr.live")
                .And.Contains("SessionStore__ReaderName=reader.valkey-dr.live").And.Contains("SessionStore__Port=6379")
                .And.Contains($"SessionStore__Auth={auth}").And.Contains("App__Region=us-east-1")
                .And.Contains("ASPNETCORE_HTTP_PORTS=8080"));
            Assert.That(environment.Where(line => line.StartsWith("SessionStore__UserName", StringComparison.Ordinal)),
                auth == "users" ? Is.EqualTo(new[] { "SessionStore__UserName=session-store-app" }) : Is.Empty);
            Assert.That(
                environment.Where(line => line.StartsWith("SessionStore__AuthToken", StringComparison.Ordinal)
                    || line.StartsWith("SessionStore__Password", StringComparison.Ordinal)),
                option.Length == 0 ? Is.Empty : Is.EqualTo(new[] { $"{option}={secret}" }));
            Assert.That(Files(), Has.None.Matches<string>(text => secret.Length > 0 && text.Contains(secret, StringComparison.Ordinal)));
            Assert.That(File.ReadAllText(Path.Combine(_root, "systemctl.log")), Does.Contain("enable --now session-application"));
        });
    }

    [Test]
    public async Task A_package_that_cannot_be_fetched_ends_the_start_so_that_the_group_replaces_the_instance()
    {
        using var published = Published.Whole();
        var script = UserData.Of(await Run("none", published)).Replace("sleep $((attempt * 3))", "true", StringComparison.Ordinal);
        var (code, _) = Bash(Here(script), "");
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Not.Zero);
            Assert.That(Path.Combine(_root, "systemctl.log"), Does.Not.Exist);
            Assert.That(File.ReadAllLines(Path.Combine(_root, "aws.log")), Has.Length.EqualTo(5), "tried again, and not for ever");
        });
    }

    [Test]
    public async Task A_secret_that_cannot_be_fetched_starts_nothing()
    {
        using var published = Published.Whole("start");
        published.Write("start", "#!/bin/sh\nenv\n");
        var stage = await Run("token", published);
        Package(published);
        Bash(Here(UserData.Of(stage)), Secrets.Token);
        var (code, output) = Bash(File.ReadAllText(Path.Combine(_root, "usr/local/bin/session-application")), secret: null);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Not.Zero, "systemd tries again");
            Assert.That(output, Is.Empty);
        });
    }

    [Test]
    public async Task Another_version_of_the_package_or_the_secret_makes_another_script()
    {
        var script = UserData.Of(await Deployed.Option("hosted-primary"));
        Assert.That(
            script.Split('\n')[1],
            Is.EqualTo("# Application application-package-package-version-1, secret application-secret-version-version-1"));
    }

    [TestCase("hosted-primary")]
    [TestCase("application-primary")]
    public async Task It_fits_into_an_instances_user_data(string stack) =>
        Assert.That(UserData.Of(await Deployed.Option(stack)), Has.Length.LessThan(8192));

    private static Task<StageRun> Run(string auth, Published published)
    {
        var file = Deployed.OptionFile(auth == "none" ? "application-primary" : $"{auth}-primary");
        return Deployed.Run(file.With([
            ("session-store:application", published.Folder),
            // A script, which is no program for linux-x64.
            ("session-store:applicationCommand", File.Exists(Path.Combine(published.Folder, "start")) ? "start" : null),
        ]));
    }

    private void Package(Published published)
    {
        using var package = File.Create(Path.Combine(_root, "package.zip"));
        ProgramPackage.Write(published.With("start"), package);
    }

    // What the service would be given: its environment file, and what its start adds.
    private string[] Play(string script, string secret)
    {
        var (code, output) = Bash(Here(script), secret);
        Assert.That(code, Is.Zero, output);
        (code, output) = Bash($"""
            set -a
            . {_root}/etc/session-application.env
            exec {_root}/usr/local/bin/session-application
            """, secret);
        Assert.That(code, Is.Zero, output);
        return output.Split('\n');
    }

    private string Here(string script)
    {
        foreach (var folder in new[] { "/opt/", "/etc/", "/usr/local/bin/", "/root/" })
        {
            Directory.CreateDirectory(_root + folder);
            script = script.Replace($" {folder}", $" {_root}{folder}", StringComparison.Ordinal)
                .Replace($"'{folder}", $"'{_root}{folder}", StringComparison.Ordinal);
        }
        Directory.CreateDirectory($"{_root}/etc/systemd/system");
        return script;
    }

    private (int Code, string Output) Bash(string script, string? secret)
    {
        var tools = Directory.CreateDirectory(Path.Combine(_root, "tools")).FullName;
        Tool("aws", $$"""
            echo "$@" >> {{_root}}/aws.log
            case "$1 $2" in
              "s3api get-object") [ -f {{_root}}/package.zip ] && cp {{_root}}/package.zip "${@: -1}" ;;
              "secretsmanager get-secret-value") [ -f {{_root}}/secret ] && cat {{_root}}/secret ;;
            esac
            """);
        Tool("systemctl", $"echo \"$@\" >> {_root}/systemctl.log");
        Tool("dnf", "exit 0");
        var file = Path.Combine(_root, "script");
        File.WriteAllText(file, script);
        var start = new ProcessStartInfo("bash", [file]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{tools}:{start.Environment["PATH"]}";
        var answer = Path.Combine(_root, "secret");
        File.Delete(answer);
        if (secret is not null)
        {
            File.WriteAllText(answer, secret);
        }
        using var bash = Process.Start(start)!;
        var errors = bash.StandardError.ReadToEndAsync();
        var output = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();
        File.Delete(answer);
        return (bash.ExitCode, output + errors.Result);

        void Tool(string name, string commands)
        {
            var path = Path.Combine(tools, name);
            File.WriteAllText(path, $"#!/bin/bash\n{commands}\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private IEnumerable<string> Files() =>
        Directory.GetFiles(_root, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".zip", StringComparison.Ordinal))
            .Select(File.ReadAllText);
}
