using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using SessionStore.EndToEnd.Tests.Support;
using SessionStore.Rehearsal.Live;

namespace SessionStore.EndToEnd.Tests;

/// <summary>The rehearsal's exit codes as a script sees them: 1 is for a broken promise and for nothing else.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class ExitCodeTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("session-store-").FullName;

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Three_when_something_does_not_start_in_time_with_a_page_and_figures_that_say_so()
    {
        var (moto, _) = await RehearsalProcess.SilentMotoAsync(_folder);
        await using var rehearsal = RehearsalProcess.Start(moto, _folder, ["--patience", "1", "--all"]);
        await rehearsal.Exit.WaitAsync(RehearsalProcess.Limit);
        var text = string.Join('\n', rehearsal.Lines);
        Assert.That(rehearsal.ExitCode, Is.EqualTo(3), text);
        var all = Scenario.All.Count(scenario => scenario.FitsTo(option: null));
        var files = Pictures().Match(text);
        Assert.Multiple(() =>
        {
            Assert.That(text, Does.Contain("NOT PLAYED TO THE END"));
            Assert.That(text, Does.Contain("waited 1 s (--patience) for the emulators and the servers"));
            Assert.That(text, Does.Not.Contain("BROKEN"));
            Assert.That(
                File.ReadAllText(files.Groups[1].Value),
                Does.Contain($"No promise broken, as far as it went in {all} runs; {all} could not be played to the end."));
            Assert.That(File.ReadAllText(files.Groups[2].Value), Does.Contain("waited 1 s (--patience)"));
        });
    }

    [Test]
    public async Task Four_when_a_program_is_missing()
    {
        await using var rehearsal = RehearsalProcess.Start(Path.Combine(_folder, "no-moto"), _folder, []);
        await rehearsal.Exit.WaitAsync(RehearsalProcess.Limit);
        Assert.Multiple(() =>
        {
            Assert.That(rehearsal.ExitCode, Is.EqualTo(4), string.Join('\n', rehearsal.Lines));
            Assert.That(rehearsal.Lines, Has.Some.Contains("no-moto could not be started"));
        });
    }

    [TestCase("--option nonsense", "'nonsense' not recognized")]
    [TestCase("--scenario storm --option replicator",
        "--scenario storm cannot be played with --option replicator: expected one of promote, region-loss, replication-gap")]
    [TestCase("--scenario promote --option memoryDb",
        "--scenario promote cannot be played with --option memoryDb, where every Region takes writes and nothing moves a name: expected "
            + "one of region-loss, sweep")]
    [TestCase("--stay --option memoryDb", "--stay leaves you a store that an operator promotes and pins")]
    [TestCase("--option memoryDb --app false --notice Lost",
        "--notice is about ElastiCache and the functions, which --option memoryDb has not: expected no --notice")]
    [TestCase("--scenario sweep", "--scenario sweep cannot be played with --option none")]
    [TestCase("--scenario replication-gap", "--scenario replication-gap cannot be played with --option none")]
    public async Task Two_when_the_command_line_is_wrong(string arguments, string expected)
    {
        await using var rehearsal = RehearsalProcess.Start(_folder, _folder, arguments.Split(' '));
        await rehearsal.Exit.WaitAsync(RehearsalProcess.Limit);
        Assert.Multiple(() =>
        {
            Assert.That(rehearsal.ExitCode, Is.EqualTo(2), string.Join('\n', rehearsal.Lines));
            Assert.That(rehearsal.Lines, Has.Some.Contains(expected));
        });
    }

    [Test]
    public async Task Zero_for_the_list_of_what_an_options_store_can_play()
    {
        await using var rehearsal = RehearsalProcess.Start(_folder, _folder, ["--list", "--option", "memoryDb"]);
        await rehearsal.Exit.WaitAsync(RehearsalProcess.Limit);
        Assert.That(rehearsal.Lines.Select(line => line.Split(' ')[0]).Append($"{rehearsal.ExitCode}"),
            Is.EqualTo(new[] { "region-loss", "sweep", "0" }));
    }

    [GeneratedRegex(@"Picture: (.+) \(\d+ kB\); figures: (.+)")]
    private static partial Regex Pictures();
}
