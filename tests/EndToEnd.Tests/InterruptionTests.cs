using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using SessionStore.Rehearsal;
using SessionStore.Rehearsal.LocalCloud;

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
        var (moto, pidFile) = (Path.Combine(_folder, $"moto-{signal}"), Path.Combine(_folder, $"pid-{signal}"));
        await File.WriteAllTextAsync(moto, $"#!/bin/sh\necho $$ > '{pidFile}.new' && mv '{pidFile}.new' '{pidFile}'\nexec sleep 1000000\n");
        File.SetUnixFileMode(moto, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var rehearsal = ChildProcess.Start(
            "dotnet",
            [typeof(Checkout).Assembly.Location],
            new Dictionary<string, string> { ["MOTO_SERVER"] = moto, ["PATH"] = Environment.GetEnvironmentVariable("PATH")!, ["HOME"] = _folder });
        while (!File.Exists(pidFile) && !rehearsal.HasExited)
        {
            await Task.Delay(20);
        }
        var started = int.Parse(await File.ReadAllTextAsync(pidFile), CultureInfo.InvariantCulture);
        Assert.That(IsRunning(started), Is.True);

        using var kill = Process.Start("kill", [$"-{signal}", $"{rehearsal.Id}"]);
        await rehearsal.Exit;

        Assert.That(IsRunning(started), Is.False);
        Assert.That(rehearsal.ExitCode, Is.EqualTo(130));
        Assert.That(rehearsal.Lines, Has.Some.StartsWith("Interrupted"));
    }

    private static bool IsRunning(int id) => Process.GetProcesses().Any(process => process.Id == id);
}
