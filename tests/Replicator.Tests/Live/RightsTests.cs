using SessionStore.Client.Tests.Support;
using SessionStore.Replicator.Tests.Support;

namespace SessionStore.Replicator.Tests.Live;

/// <summary>Users that may do no more than docs/replication.md asks for: all that the worker and its commands do.</summary>
internal sealed class RightsTests : PairFixture
{
    private const string Password = "copiers-password-0123";

    [Test]
    public async Task The_documented_rights_are_enough()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(TestContext.CurrentContext.TestDirectory, "replication.md"));
        var sentence = text[text.IndexOf("The users need, at the source,", StringComparison.Ordinal)..];
        var halves = sentence[..sentence.IndexOf("on all keys.", StringComparison.Ordinal)].Split("At the target also");
        string[][] commands = [.. halves.Select(half => half.Split('`').Where((word, index) => index % 2 == 1
            && word.All(char.IsUpper)).ToArray())];
        Assert.That(commands.Select(list => list.Length), Is.EqualTo(new[] { 11, 8 }));
        await AllowAsync(_pair.Source, commands[0]);
        await AllowAsync(_pair.Target, [.. commands[0], .. commands[1]]);
        var settings = _pair.Settings();
        foreach (var section in new[] { "Source", "Target" })
        {
            (settings[$"{section}:Auth"], settings[$"{section}:UserName"], settings[$"{section}:Password"]) = ("users", "copier", Password);
        }
        await _pair.Source.Data.StringSetAsync("key", "x", TimeSpan.FromMinutes(5));
        await _pair.Target.Data.StringSetAsync("extra", "x");

        var worker = _pair.Work(settings);
        await worker.InStepAsync();
        await _pair.Source.Data.StringSetAsync("next", "x");
        await _pair.EqualAsync();
        foreach (var command in new[] { "compare", "probe", "hold --minutes 1", "hold", "release", "compare --repair" })
        {
            var (code, output, error) = await WorkerProgram.RunAsync(settings, command.Split(' '));
            Assert.That(code, Is.Zero, $"{command}: {output}{error}");
            await (command == "release" ? worker.InStepAsync() : Task.CompletedTask);
        }

        static Task AllowAsync(LiveServer server, IEnumerable<string> commands) => server.Admin.ExecuteAsync("ACL",
            [(object)"SETUSER", "copier", "reset", "on", $">{Password}", "~*", "&*", .. commands.Select(command => $"+{command}")]);
    }
}
