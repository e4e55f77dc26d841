using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using SessionStore.Engine;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>Learns in which versions the parts of a run took part. Nothing here can fail a run: what does not tell is unknown.</summary>
internal static class Versions
{
    private const string Unknown = "unknown";

    // An emulator's Python lies beside it, in a virtual environment and behind the shims of a version manager alike.
    private static readonly string[] _askMoto = ["-c", "import importlib.metadata; print(importlib.metadata.version('moto'))"];

    /// <summary>What took part, and in which version.</summary>
    /// <param name="declared">The version that the stage declares.</param>
    /// <param name="infoAsync">A section of what a server that runs tells about itself.</param>
    public static async Task<IReadOnlyList<KeyValuePair<string, string>>> OfAsync(
        string declared, Func<string, Task<Dictionary<string, string>>> infoAsync, CancellationToken cancellationToken)
    {
        var moto = Environment.GetEnvironmentVariable(MotoServer.Variable) is { } program ? Path.GetDirectoryName(program) : null;
        var asked = await Task.WhenAll(
            PrintedAsync("git", ["-C", Checkout.Root, "describe", "--always", "--dirty"], cancellationToken),
            moto is { Length: > 0 } ? PrintedAsync(Path.Combine(moto, "python3"), _askMoto, cancellationToken) : Task.FromResult(Unknown),
            EngineAsync(infoAsync));
        return
        [
            new("commit", asked[0]),
            new("servers", $"{asked[2]}; the stage declares Valkey {declared}"),
            new("moto", asked[1]),
            new("Pulumi SDK", Of(typeof(Pulumi.Deployment).Assembly)),
            new("AWS provider SDK", Of(typeof(Pulumi.Aws.Provider).Assembly)),
            new("AWS SDK, Route 53", Of(typeof(Amazon.Route53.AmazonRoute53Client).Assembly)),
            new(".NET", Environment.Version.ToString()),
            new("machine", string.Create(CultureInfo.InvariantCulture,
                $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} processors")),
        ];
    }

    private static async Task<string> EngineAsync(Func<string, Task<Dictionary<string, string>>> infoAsync)
    {
        try
        {
            var info = await infoAsync("server");
            return info.TryGetValue("valkey_version", out var valkey)
                ? $"Valkey {valkey}"
                : $"Redis {info.GetValueOrDefault("redis_version", Unknown)}";
        }
        catch (IOException)
        {
            return Unknown;
        }
    }

    private static async Task<string> PrintedAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            await using var process = ChildProcess.Start(program, arguments);
            await process.Exit.WaitAsync(cancellationToken);
            return process.ExitCode == 0 ? process.Lines.FirstOrDefault() ?? Unknown : Unknown;
        }
        catch (InvalidOperationException)
        {
            return Unknown;
        }
    }

    private static string Of(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? Unknown;
}
