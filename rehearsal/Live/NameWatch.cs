using System.Collections.Concurrent;
using Amazon.Runtime;
using SessionStore.Contract;

namespace SessionStore.Rehearsal.Live;

/// <summary>
/// Watches, as a client would that asks all the time, where the writer name leads, and in which Regions the override is in force: neither
/// leaves a trace in Route 53's API.
/// </summary>
internal sealed class NameWatch(LiveStage stage)
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(25);

    private readonly HashSet<string> _overriding = [];

    /// <summary>What was answered, each time that it was something else than before.</summary>
    public ConcurrentQueue<NameAnswer> Answers { get; } = new();

    /// <summary>Every override that came into force.</summary>
    public ConcurrentQueue<Override> Overrides { get; } = new();

    /// <summary>Whether the record of a Region's override answers now.</summary>
    public bool IsOverriding(LiveRegion region) => region.OverrideHealthCheck is { } check && stage.World.HealthChecks.IsHealthy(check);

    /// <summary>Watches until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_interval);
        try
        {
            do
            {
                LookAtOverrides();
                await LookUpAsync();
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private async Task LookUpAsync()
    {
        string? to;
        try
        {
            var answer = await stage.World.DataPlane.AnswerAsync(new(stage.World.WriterName, "CNAME"), stage.Regions[0].Name);
            to = answer.Records is [.., var record] ? record.Value : null;
        }
        catch (Exception failure) when (failure is AmazonServiceException or AmazonClientException or HttpRequestException
            or OperationCanceledException)
        {
            // The emulator is too busy to be asked: that is no answer of a name server.
            return;
        }
        var region = stage.Regions.SingleOrDefault(candidate => candidate.Server.Host == to)?.Name ?? to;
        if (Answers.IsEmpty || Answers.Last().To != region)
        {
            Answers.Enqueue(new(stage.Clock.Elapsed, region));
        }
    }

    private void LookAtOverrides()
    {
        foreach (var region in stage.Regions)
        {
            var now = IsOverriding(region);
            if (now && _overriding.Add(region.Name))
            {
                stage.Note($"the override of {region.Name} is in force: its health check is healthy");
                var pinned = stage.TakeOver.HasBeenTold(region.Name, $"{MessageKeys.Pin}\"", TimeSpan.Zero);
                Overrides.Enqueue(new(stage.Clock.Elapsed, region.Name, region.Local.Member.LastRole, pinned));
            }
            else if (!now && _overriding.Remove(region.Name))
            {
                stage.Note($"the override of {region.Name} is over: its alarm has no data any more");
            }
        }
    }
}

/// <summary>What name servers answered for the writer name.</summary>
/// <param name="At">When it was answered first, since the start.</param>
/// <param name="To">The Region that it led to; null where there was no answer.</param>
internal sealed record NameAnswer(TimeSpan At, string? To);

/// <summary>An override of the writer record that came into force.</summary>
/// <param name="At">When, since the start.</param>
/// <param name="Role">The role that the Region was shown last.</param>
/// <param name="Pinned">Whether an operator had pinned the Region.</param>
internal sealed record Override(TimeSpan At, string Region, string? Role, bool Pinned);
