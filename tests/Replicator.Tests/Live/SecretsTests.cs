using System.Text.Json;
using Microsoft.Extensions.Configuration;
using SessionStore.Replicator.Tests.Support;

namespace SessionStore.Replicator.Tests.Live;

/// <summary>Passwords that change while the worker runs.</summary>
internal sealed class SecretsTests : PairFixture
{
    private const string First = "first-password-0123", Second = "second-password-0123", Wrong = "wrong-password-0123";

    private string File => Path.Combine(_pair.Authority.Folder, "settings.json");

    [SetUp]
    public async Task DeclareAsync()
    {
        foreach (var server in new[] { _pair.Source, _pair.Target })
        {
            await server.Admin.ExecuteAsync("ACL", "SETUSER", "copier", "on", $">{First}", "~*", "&*", "+@all", "-@dangerous", "+restore",
                "+info");
            // With one that asks for no password, a wrong one would make nobody a stranger.
            await server.Admin.ExecuteAsync("ACL", "SETUSER", "default", "off");
        }
    }

    [TestCase("Source")]
    [TestCase("Target")]
    public async Task A_changed_password_is_tried_at_once_and_used_when_the_connection_is_lost(string section)
    {
        var worker = Work();
        await worker.InStepAsync();
        var server = section == "Source" ? _pair.Source : _pair.Target;

        await server.Admin.ExecuteAsync("ACL", "SETUSER", "copier", "resetpass", $">{Second}");
        Write(section, Second);
        await _pair.SaysAsync($"13: {section}: ");
        await FollowsAsync("before");
        Assert.That(_pair.Lines.Texts, Has.None.StartsWith("3:"));

        await server.Admin.ExecuteAsync("CLIENT", "KILL", "USER", "copier");
        await _pair.SaysAsync("3:");
        await worker.InStepAsync();
        await FollowsAsync("after");
        Assert.That(_pair.Lines.Texts, Has.None.Contain("WRONGPASS"));
    }

    [TestCase("Source")]
    [TestCase("Target")]
    public async Task A_wrong_one_is_told_at_once_and_the_old_connection_stays(string section)
    {
        var worker = Work();
        await worker.InStepAsync();

        Write(section, Wrong);
        await _pair.SaysAsync($"14: {section}: ");

        await FollowsAsync("meanwhile");
        Assert.That(worker.Status.InStep, Is.True);
        Assert.That(_pair.Lines.Texts, Has.None.StartsWith("3:"));
        Assert.That(_pair.Lines.Texts.First(line => line.StartsWith("14:", StringComparison.Ordinal)), Does.Contain("WRONGPASS"));
        Assert.That(_pair.Lines.Texts, Has.None.Contain(Wrong));

        Write(section, First);
        await _pair.SaysAsync($"13: {section}: ");
    }

    private RunningWorker Work()
    {
        Write("", "");
        return _pair.Work(new ConfigurationBuilder().AddJsonFile(File, optional: false, reloadOnChange: true).Build());
    }

    private void Write(string section, string password)
    {
        var settings = _pair.Settings();
        // A busy machine may keep a worker from prolonging a short one, which would be another end of a connection than those here.
        settings["Replicator:Lease"] = "00:00:30";
        foreach (var name in new[] { "Source", "Target" })
        {
            (settings[$"{name}:Auth"], settings[$"{name}:UserName"]) = ("users", "copier");
            settings[$"{name}:Password"] = name == section ? password : First;
        }
        System.IO.File.WriteAllText(File, JsonSerializer.Serialize(settings));
    }

    private async Task FollowsAsync(string key)
    {
        await _pair.Source.Data.StringSetAsync(key, "x");
        await _pair.EqualAsync();
    }
}
