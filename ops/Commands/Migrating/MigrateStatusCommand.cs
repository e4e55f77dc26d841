using System.Globalization;
using System.Text.Json;
using SessionStore.Ops.Replicating;
using Spectre.Console;

namespace SessionStore.Ops.Commands.Migrating;

/// <summary>Shows how far a store that is moved in has come.</summary>
internal static class MigrateStatusCommand
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    // The worker writes its health each second.
    private static readonly TimeSpan _fresh = TimeSpan.FromMinutes(1);

    /// <summary>Asks the worker and tells.</summary>
    /// <param name="json">Whether to write JSON for programs.</param>
    /// <returns>0 when it is in step and nothing is off, otherwise 1.</returns>
    /// <exception cref="OpsException">No store is moved in, or the worker could not be asked.</exception>
    public static async Task<int> RunAsync(CommandContext context, bool json, CancellationToken cancellationToken)
    {
        var migration = Migration.Of(context);
        var health = await migration.Worker.HealthAsync(cancellationToken);
        string[] findings = [.. Findings(health)];
        if (json)
        {
            System.Console.WriteLine(JsonSerializer.Serialize(
                new { From = migration.From, Into = context.Store.WriterName, Replicator = health, Findings = findings }, _json));
            return findings.Length == 0 ? 0 : 1;
        }
        context.Say($"{migration.From} is moved into {migration.Into.ReplicationGroupId} ({context.Store.WriterName})");
        foreach (var (name, value) in Lines(health))
        {
            context.Say($"  {name,-16} {value}");
        }
        foreach (var finding in findings)
        {
            context.Console.MarkupLineInterpolated($"[yellow]! {finding}[/]");
        }
        if (findings.Length > 0)
        {
            return 1;
        }
        context.Say("In step: migrate finish ends it, when the application is to be switched over.");
        return 0;
    }

    /// <summary>What keeps a migration from being finished, for a person.</summary>
    public static IEnumerable<string> Findings(WorkerHealth health)
    {
        if (DateTimeOffset.UtcNow - health.Time > _fresh)
        {
            yield return FormattableString.Invariant($"the replicator has told nothing since {health.Time:yyyy-MM-dd HH:mm:ss 'UTC'}");
        }
        if (health.Deaf)
        {
            yield return "the old store does not tell of its changes: its notify-keyspace-events has to be KA";
        }
        if (!health.InStep)
        {
            yield return $"the replicator is {health.Phase}, not in step{(health.Why is { Length: > 0 } why ? $": {why}" : "")}";
        }
        if (health.Refused > 0)
        {
            yield return FormattableString.Invariant($"{health.Refused} key(s) are refused here: is the old store's engine newer?");
        }
        if (health.Compared is { } compared && compared.Total > compared.Repaired)
        {
            yield return $"the last comparison found differences: {compared.Words}";
        }
    }

    private static IEnumerable<(string, string)> Lines(WorkerHealth health)
    {
        yield return ("phase", health.Phase);
        yield return ("in step", health.InStep ? "yes" : "no");
        yield return ("lag", Text($"{health.LagMilliseconds:0} ms, {health.Waiting} keys wait"));
        yield return ("keys", health.Total is { } total
            ? Text($"{health.Found ?? 0} of {total} found, {health.KeysPerSecond:0} a second")
            : Text($"{health.KeysPerSecond:0} a second"));
        if (health.EstimatedEnd is { } end)
        {
            yield return ("estimated end", Text($"{end.UtcDateTime:yyyy-MM-dd HH:mm:ss 'UTC'}"));
        }
        yield return ("refused", Text($"{health.Refused} keys"));
        yield return ("last comparison", health.Compared?.Words ?? "none yet");
        yield return ("as of", Text($"{health.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss 'UTC'}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
