using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace SessionStore.Replicator.Commands;

/// <summary>Tries a write at the target, and prints what came of it.</summary>
internal static class ProbeCommand
{
    // For a terminal and for programs, and never for a page: an apostrophe may stay one.
    private static readonly JsonSerializerOptions _json =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Asks.</summary>
    /// <returns>0, whatever the answer is.</returns>
    public static async Task<int> RunAsync(ILoggerFactory logging, CancellationToken cancellationToken)
    {
        await using var session = new Session(logging);
        Console.WriteLine(JsonSerializer.Serialize(await Probe.AskAsync(session.Targets, cancellationToken), _json));
        return 0;
    }
}
