using System.Text.RegularExpressions;
using SessionStore.Engine;

namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>What the command line says of itself: help and completions.</summary>
public sealed class HelpTests
{
    [TestCase("[suggest:4] 'ops '", "status", "verify", "promote", "teardown")]
    [TestCase("[suggest:6] 'ops re'", "reconcile", "redrive", "rejoin", "revive-notifications")]
    [TestCase("[suggest:12] 'ops promote '", "us-east-1", "us-east-2")]
    [TestCase("[suggest:19] 'ops status --stack '", "primary", "secondary")]
    public async Task Completions_are_commands_Regions_and_stacks(string line, params string[] expected)
    {
        var parts = line.Split('\'');
        Assert.That(await LinesAsync(parts[0].Trim(), parts[1]), Is.SupersetOf(expected));
    }

    [TestCase("")]
    [TestCase("status")]
    [TestCase("promote")]
    [TestCase("rejoin")]
    public async Task Help_names_the_command_and_one_default_for_each_option(string command)
    {
        var lines = await LinesAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Some.StartsWith($"  ops {command}".TrimEnd()));
            Assert.That(string.Join('\n', lines), Does.Not.Contain("SessionStore.").And.Not.Contain("dotnet run"));
            Assert.That(lines.Where(line => Regex.Count(line, "(?i)default") > 1), Is.Empty);
        });
    }

    // In the root, whose stack files are the committed ones.
    private static async Task<IReadOnlyList<string>> LinesAsync(params string[] arguments)
    {
        await using var run = ChildProcess.Start("sh",
            ["-c", "cd \"$1\" && shift && exec dotnet \"$@\"", "sh", Checkout.Root,
                Path.Combine(AppContext.BaseDirectory, "ops.dll"), .. arguments]);
        await run.Exit;
        Assert.That(run.ExitCode, Is.Zero, string.Join('\n', run.Lines));
        return [.. run.Lines];
    }
}
