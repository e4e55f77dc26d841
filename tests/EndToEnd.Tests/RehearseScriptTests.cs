using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using SessionStore.EndToEnd.Tests.Support;
using SessionStore.Engine;
using SessionStore.Rehearsal;

namespace SessionStore.EndToEnd.Tests;

/// <summary>
/// The command <c>./rehearse</c> with a .NET SDK that does what a test tells it: what a person sees while it builds. A real build is what
/// <c>./test</c> begins with.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class RehearseScriptTests
{
    // It waits for the file "version" before it says its version, and for "built" or "broken" while it builds.
    private const string Sdk = """
        #!/bin/sh
        until [ "$1" != --version ] || [ -e "$HOME/version" ]; do sleep 0.05; done
        case $1 in
          --version) echo 10.0.0 ;;
          build)
            echo $$ > "$HOME/building"
            echo '  SessionStore.Infra -> /somewhere/SessionStore.Infra.dll'
            until [ -e "$HOME/built" ] || [ -e "$HOME/broken" ]; do sleep 0.05; done
            [ ! -e "$HOME/broken" ] || { echo 'error CS1002: ; expected'; exit 1; } ;;
          *) echo "played: $*" ;;
        esac
        """;

    private string _folder = "";

    [SetUp]
    public void CopyCommand()
    {
        _folder = Directory.CreateTempSubdirectory("session-store-").FullName;
        Directory.CreateDirectory(Path.Combine(_folder, "scripts"));
        Directory.CreateDirectory(Path.Combine(_folder, "bin"));
        foreach (var file in new[] { "rehearse", Path.Combine("scripts", "setup") })
        {
            File.Copy(Path.Combine(Checkout.Root, file), Path.Combine(_folder, file));
        }
        foreach (var (program, text) in new[] { ("dotnet", Sdk), ("redis-server", "#!/bin/sh\n"), ("moto_server", "#!/bin/sh\n") })
        {
            var path = Path.Combine(_folder, "bin", program);
            File.WriteAllText(path, text);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task It_says_what_it_does_before_it_does_anything_shows_that_it_builds_and_hands_everything_on()
    {
        await using var command = Start("--scenario", "storm");
        await SaysAsync(command, "session-store: a failover played on this machine");
        Assert.That(command.Lines, Has.Count.EqualTo(1), "the SDK has not even been asked for its version");
        Tell("version");
        await SaysAsync(command, "Building");
        await SaysAsync(command, " s  built: Infra");
        Tell("built");
        await command.Exit.WaitAsync(RehearsalProcess.Limit);
        Assert.Multiple(() =>
        {
            Assert.That(command.ExitCode, Is.Zero);
            Assert.That(command.Lines.Last(), Does.StartWith("played: rehearsal/bin/Release/").And.EndWith("--scenario storm"));
            Assert.That(Path.Combine(_folder, "artifacts", "rehearse.lock"), Does.Not.Exist);
        });
    }

    [TestCase("INT")]
    [TestCase("TERM")]
    public async Task An_interrupted_build_ends_with_a_line_and_leaves_nothing_running(string signal)
    {
        Tell("version");
        await using var command = Start();
        await UntilAsync(() => File.Exists(Path.Combine(_folder, "building")), command);
        using var kill = Process.Start("kill", [$"-{signal}", $"{command.Id}"]);
        await command.Exit.WaitAsync(RehearsalProcess.Limit);
        var build = int.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "building")), CultureInfo.InvariantCulture);
        await UntilAsync(() => Process.GetProcesses().All(process => process.Id != build), command: null);
        Assert.Multiple(() =>
        {
            Assert.That(command.ExitCode, Is.EqualTo(130));
            Assert.That(command.Lines, Has.Some.EqualTo("Interrupted: the build has been ended, and nothing was played."));
            Assert.That(command.Lines, Has.None.StartsWith("played"));
            Assert.That(Path.Combine(_folder, "artifacts", "rehearse.lock"), Does.Not.Exist);
        });
    }

    [Test]
    public async Task A_build_that_fails_is_shown_whole_and_is_no_broken_promise()
    {
        Tell("version");
        Tell("broken");
        await using var command = Start();
        await command.Exit.WaitAsync(RehearsalProcess.Limit);
        Assert.Multiple(() =>
        {
            Assert.That(command.ExitCode, Is.EqualTo(4));
            Assert.That(command.Lines, Is.SupersetOf(new[] { "The build failed:", "error CS1002: ; expected" }));
        });
    }

    [Test]
    public async Task A_second_command_waits_for_the_build_of_the_first_and_a_dead_one_holds_nobody_up()
    {
        Tell("version");
        Directory.CreateDirectory(Path.Combine(_folder, "artifacts"));
        // A process ID that no system gives out.
        await File.WriteAllTextAsync(Path.Combine(_folder, "artifacts", "rehearse.lock"), "999999999\n");
        await using var first = Start();
        await UntilAsync(() => File.Exists(Path.Combine(_folder, "building")), first);
        await using var second = Start();
        await SaysAsync(second, "Another ./rehearse is building");
        Assert.That(second.Lines, Has.None.StartsWith("Building"));
        Tell("built");
        await first.Exit.WaitAsync(RehearsalProcess.Limit);
        await second.Exit.WaitAsync(RehearsalProcess.Limit);
        Assert.That((first.ExitCode, second.ExitCode), Is.EqualTo((0, 0)));
    }

    private ChildProcess Start(params string[] arguments) => RehearsalProcess.StartInterruptible(
        "bash",
        [Path.Combine(_folder, "rehearse"), .. arguments],
        new Dictionary<string, string>
        {
            ["PATH"] = $"{Path.Combine(_folder, "bin")}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}",
            ["HOME"] = _folder,
            [MotoServer.Variable] = Path.Combine(_folder, "bin", "moto_server"),
        });

    private void Tell(string what) => File.WriteAllText(Path.Combine(_folder, what), "");

    private static Task SaysAsync(ChildProcess command, string what) =>
        UntilAsync(() => command.Lines.Any(line => line.Contains(what, StringComparison.Ordinal)), command);

    private static async Task UntilAsync(Func<bool> condition, ChildProcess? command)
    {
        for (var waited = Stopwatch.StartNew(); !condition(); await Task.Delay(20))
        {
            Assert.That(waited.Elapsed, Is.LessThan(RehearsalProcess.Limit));
            Assert.That(command?.HasExited, Is.Not.True, () => string.Join(Environment.NewLine, command!.Lines));
        }
    }
}
