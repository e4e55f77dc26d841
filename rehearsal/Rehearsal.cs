using System.Text.Json;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal;

/// <summary>The first rehearsal: both stages, a promotion, and the way back.</summary>
/// <param name="output">Where a person reads along.</param>
public sealed class Rehearsal(TextWriter output)
{
    /// <summary>Runs it.</summary>
    /// <param name="cancellationToken">Ends it early, with everything that it started.</param>
    /// <returns>Whether the writer record ended up where it belongs, each time.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken = default)
    {
        await using var world = await World.StartAsync(cancellationToken);
        foreach (var region in new[] { world.Home, world.Away })
        {
            await output.WriteLineAsync($"pulumi up --stack {(region == world.Home ? "primary" : "secondary")}   {region.Name}, {StagePlan.Count(region.Stage)} AWS resources");
            foreach (var line in StagePlan.Lines(region.Stage))
            {
                await output.WriteLineAsync(line);
            }
            await output.WriteLineAsync();
        }
        var there = await PromoteAsync(world, world.Away, cancellationToken);
        var back = await PromoteAsync(world, world.Home, cancellationToken);
        await output.WriteLineAsync(there && back
            ? $"The writer name followed the promotion to {world.Away.Name} and back to {world.Home.Name}."
            : "The writer name did NOT follow the promotion: see above.");
        return there && back;
    }

    private async Task<bool> PromoteAsync(World world, LocalRegion region, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"Promote {region.Name}");
        await output.WriteLineAsync($"  before    {world.WriterName} -> {await world.WriterAsync() ?? "nothing"}");
        world.Promoted = region;
        var notice = SnsEvent.Promoted(region.Member.ReplicationGroupId);
        await output.WriteLineAsync($"  notice    {notice}");
        var invocation = await region.Function.InvokeAsync(SnsEvent.Of(notice), cancellationToken);
        await region.Function.EndAsync();
        await output.WriteLineAsync(
            $"  function  {(invocation.Cold ? "cold start, " : "")}{invocation.Took.TotalMilliseconds:0} ms, {(invocation.Outcome.Succeeded ? "succeeded" : $"failed: {Error(invocation.Outcome)}")}");
        foreach (var line in invocation.Log.Select(Message).OfType<string>())
        {
            await output.WriteLineAsync($"            {line}");
        }
        var now = await world.WriterAsync();
        await output.WriteLineAsync($"  after     {world.WriterName} -> {now ?? "nothing"}");
        await output.WriteLineAsync();
        return invocation.Outcome.Succeeded && now == region.Member.PrimaryEndpoint;
    }

    private static string Error(Outcome outcome)
    {
        var error = JsonSerializer.Deserialize<JsonElement>(outcome.Body);
        return $"{error.GetProperty("errorType")}: {error.GetProperty("errorMessage")}";
    }

    // The function prints one JSON document a line: log records have a message, metrics do not.
    private static string? Message(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(line).TryGetProperty("message", out var message) ? message.GetString() : null;
        }
        catch (JsonException)
        {
            return line;
        }
    }
}
