using System.Runtime.Versioning;
using SessionStore.EndToEnd.Tests.Support;
using SessionStore.Engine;

namespace SessionStore.EndToEnd.Tests;

/// <summary>The command <c>scripts/ops</c> with a .NET SDK that only notes what it is told: when the tool is built and when it is
/// not.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OpsScriptTests
{
    private const string Sdk = """
        #!/bin/sh
        case $1 in
          --version) echo 10.0.0 ;;
          --info) echo ' RID:         linux-x64' ;;
          publish)
            echo "$*" >> "$HOME/published"
            [ ! -e "$HOME/broken" ] || { echo 'error CS1002: ; expected'; exit 1; }
            while [ "$1" != --output ]; do shift; done
            mkdir -p "$2"
            printf '#!/bin/sh\necho "in $(pwd): $*"\nexit 7\n' > "$2/ops"
            chmod +x "$2/ops" ;;
        esac
        """;

    private string _folder = "", _elsewhere = "";

    [SetUp]
    public void CopyCommand()
    {
        _folder = Directory.CreateTempSubdirectory("session store ").FullName;
        _elsewhere = Directory.CreateDirectory(Path.Combine(_folder, "elsewhere")).FullName;
        foreach (var folder in new[] { "scripts", "bin", "ops", "contract", "lambda" })
        {
            Directory.CreateDirectory(Path.Combine(_folder, folder));
        }
        foreach (var file in new[] { "ops", "setup" }.Select(name => Path.Combine("scripts", name)))
        {
            File.Copy(Path.Combine(Checkout.Root, file), Path.Combine(_folder, file));
        }
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json", "ops/A.cs", "lambda/B.cs" })
        {
            File.WriteAllText(Path.Combine(_folder, file), "one");
        }
        var sdk = Path.Combine(_folder, "bin", "dotnet");
        File.WriteAllText(sdk, Sdk);
        File.SetUnixFileMode(sdk, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task The_tool_is_built_once_and_runs_where_the_person_is()
    {
        var first = await RunAsync("status", "--outputs", "a b.json");
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "ops", "A.cs"), DateTime.UtcNow.AddHours(1));
        var second = await RunAsync("pin", "us-east-2");
        Assert.Multiple(() =>
        {
            Assert.That((first.ExitCode, second.ExitCode), Is.EqualTo((7, 7)), "the tool's own");
            Assert.That(first.Lines, Is.EqualTo(new[]
            {
                "Building the operator's tool: some seconds, or a minute or two for the first time ...",
                $"in {_elsewhere}: status --outputs a b.json",
            }));
            Assert.That(second.Lines, Is.EqualTo(new[] { $"in {_elsewhere}: pin us-east-2" }));
            Assert.That(Published.Single(), Does.Contain("--runtime linux-x64 --no-self-contained"));
        });
    }

    [TestCase("ops/A.cs", "two")]
    [TestCase("lambda/B.cs", null)]
    [TestCase("contract/C.cs", "new")]
    [TestCase("Directory.Packages.props", "two")]
    public async Task It_is_built_again_when_a_source_has_changed(string file, string? text)
    {
        await RunAsync();
        var path = Path.Combine(_folder, file);
        if (text is null)
        {
            File.Delete(path);
        }
        else
        {
            await File.WriteAllTextAsync(path, text);
        }
        await RunAsync();
        await RunAsync();
        Assert.Multiple(() =>
        {
            Assert.That(Published, Has.Length.EqualTo(2));
            Assert.That(Directory.GetFileSystemEntries(Path.Combine(_folder, "artifacts", "ops")), Has.Length.EqualTo(1),
                "the old is gone");
        });
    }

    [Test]
    public async Task What_a_build_leaves_among_the_sources_is_none_of_them()
    {
        await RunAsync();
        Directory.CreateDirectory(Path.Combine(_folder, "ops", "obj"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "ops", "obj", "project.assets.json"), "{}");
        await RunAsync();
        Assert.That(Published, Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_build_that_fails_is_shown_and_tried_again()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "broken"), "");
        var broken = await RunAsync("status");
        File.Delete(Path.Combine(_folder, "broken"));
        var mended = await RunAsync("status");
        Assert.Multiple(() =>
        {
            Assert.That(broken.ExitCode, Is.EqualTo(1));
            Assert.That(broken.Lines, Is.SupersetOf(new[] { "The build failed:", "error CS1002: ; expected" }));
            Assert.That(mended.Lines, Has.Some.EqualTo($"in {_elsewhere}: status"));
        });
    }

    [Test]
    public async Task Two_at_once_build_once_and_a_dead_one_holds_nobody_up()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "artifacts", "ops"));
        // A process ID that no system gives out.
        await File.WriteAllTextAsync(Path.Combine(_folder, "artifacts", "ops", "lock"), "999999999\n");
        var both = await Task.WhenAll(RunAsync("status"), RunAsync("status"));
        Assert.Multiple(() =>
        {
            Assert.That(both.Select(run => run.Lines.Last()), Is.All.EqualTo($"in {_elsewhere}: status"));
            Assert.That(Published, Has.Length.EqualTo(1));
        });
    }

    private string[] Published => File.ReadAllLines(Path.Combine(_folder, "published"));

    private async Task<(int ExitCode, IReadOnlyList<string> Lines)> RunAsync(params string[] arguments)
    {
        await using var command = RehearsalProcess.StartInterruptible(
            "bash",
            ["-c", "cd \"$1\" && shift && exec \"$@\"", "bash", _elsewhere, Path.Combine(_folder, "scripts", "ops"), .. arguments],
            new Dictionary<string, string>
            {
                ["PATH"] = $"{Path.Combine(_folder, "bin")}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}",
                ["HOME"] = _folder,
            });
        await command.Exit.WaitAsync(RehearsalProcess.Limit);
        return (command.ExitCode, [.. command.Lines]);
    }
}
