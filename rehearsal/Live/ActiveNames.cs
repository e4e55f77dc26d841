using System.Collections.Concurrent;
using Amazon.Runtime;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>Watches, as clients would that ask all the time, where the name leads in each Region.</summary>
internal sealed class ActiveNames(ActiveWorld world, Diary diary)
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, ConcurrentQueue<NameAnswer>> _answers = new();

    /// <summary>What was answered in each Region, each time that it was something else than before.</summary>
    public IReadOnlyList<NamePath> Paths =>
    [
        .. world.Regions.Select(region => new NamePath(
            $"In {region.Name} the name leads to", region.Name, [.. _answers.GetValueOrDefault(region.Name, new())])),
    ];

    /// <summary>Watches until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_interval);
        try
        {
            do
            {
                foreach (var region in world.Regions)
                {
                    await LookUpAsync(region.Name);
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private async Task LookUpAsync(string from)
    {
        string? to;
        try
        {
            var answer = await world.DataPlane.AnswerAsync(new(world.WriterName, "CNAME"), from);
            to = answer.Records is [.., var record] ? record.Value : null;
        }
        catch (Exception failure) when (failure is AmazonServiceException or AmazonClientException or HttpRequestException
            or OperationCanceledException)
        {
            // The emulator is too busy to be asked: that is no answer of a name server.
            return;
        }
        var region = world.Regions.SingleOrDefault(candidate => candidate.Endpoint == to)?.Name ?? to;
        var seen = _answers.GetOrAdd(from, _ => new());
        if (seen.IsEmpty || seen.Last().To != region)
        {
            seen.Enqueue(new(diary.Clock.Elapsed, region));
        }
    }
}

/// <summary>Where a name led, for those who asked in one place.</summary>
/// <param name="Title">What that is, for a person.</param>
/// <param name="From">The Region of those who asked; null for any.</param>
/// <param name="Led">Each time that it was something else than before.</param>
internal sealed record NamePath(string Title, string? From, IReadOnlyList<NameAnswer> Led);
