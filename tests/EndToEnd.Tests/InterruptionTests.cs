using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using SessionStore.EndToEnd.Tests.Support;

namespace SessionStore.EndToEnd.Tests;

/// <summary>Ctrl+C, or the end of a CI job: nothing that the rehearsal started outlives it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class InterruptionTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("session-store-").FullName;

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("INT")]
    [TestCase("TERM")]
    public async Task A_signal_ends_the_rehearsal_and_what_it_started(string signal)
    {
        // A moto that never listens: the rehearsal is sure to wait for it when the signal comes.
        var (moto, idFile) = await RehearsalProcess.SilentMotoAsync(_folder);
        await using var rehearsal = RehearsalProcess.Start(moto, _folder, []);
        while (!File.Exists(idFile) && !rehearsal.HasExited)
        {
            await Task.Delay(20);
        }
        var started = int.Parse(await File.ReadAllTextAsync(idFile), CultureInfo.InvariantCulture);
        Assert.That(IsRunning(started), Is.True);

        using var kill = Process.Start("kill", [$"-{signal}", $"{rehearsal.Id}"]);
        await rehearsal.Exit.WaitAsync(RehearsalProcess.Limit);

        Assert.Multiple(() =>
        {
            Assert.That(IsRunning(started), Is.False);
            Assert.That(rehearsal.ExitCode, Is.EqualTo(130));
            Assert.That(rehearsal.Lines, Has.Some.StartsWith("Interrupted"));
        });
    }

    private static bool IsRunning(int id) => Process.GetProcesses().Any(process => process.Id == id);
}
