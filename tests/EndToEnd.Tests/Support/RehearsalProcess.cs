using System.Runtime.Versioning;
using SessionStore.Rehearsal;

namespace SessionStore.EndToEnd.Tests.Support;

/// <summary>The rehearsal as a process of its own, with emulators that misbehave.</summary>
[UnsupportedOSPlatform("windows")]
internal static class RehearsalProcess
{
    /// <summary>Longer than anything takes on a slow machine, so that a test that would hang for ever fails instead.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    // Whoever starts the tests may ignore SIGINT, as a shell does for what it starts in the background: a process inherits that, and .NET
    // leaves an ignored signal ignored.
    private const string WithDefaultSignals =
        "import os, signal, sys\nsignal.signal(signal.SIGINT, signal.SIG_DFL)\nos.execvp(sys.argv[1], sys.argv[1:])";

    /// <summary>Starts a rehearsal.</summary>
    /// <param name="moto">The program that plays moto.</param>
    /// <param name="folder">Where it may leave files.</param>
    /// <param name="arguments">The command line.</param>
    public static ChildProcess Start(string moto, string folder, string[] arguments)
    {
        var environment = new Dictionary<string, string>
        {
            [MotoServer.Variable] = moto,
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = folder,
        };
        return StartInterruptible("dotnet", [typeof(Rehearsal.Rehearsal).Assembly.Location, .. arguments], environment);
    }

    /// <summary>Starts a program that Ctrl+C can end, whoever has started the tests.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Its whole environment.</param>
    public static ChildProcess StartInterruptible(string program, string[] arguments, IReadOnlyDictionary<string, string> environment) =>
        ChildProcess.Start("python3", ["-c", WithDefaultSignals, program, .. arguments], environment);

    /// <summary>Makes a moto that never listens, and says its process ID.</summary>
    /// <param name="folder">Where it goes.</param>
    /// <returns>The program, and the file with its process ID.</returns>
    public static async Task<(string Program, string IdFile)> SilentMotoAsync(string folder)
    {
        var name = Path.Combine(folder, $"moto-{Guid.NewGuid():N}");
        var file = $"{name}.pid";
        await File.WriteAllTextAsync(name, $"#!/bin/sh\necho $$ > '{file}.new' && mv '{file}.new' '{file}'\nexec sleep 1000000\n");
        File.SetUnixFileMode(name, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return (name, file);
    }
}
