using Microsoft.Extensions.Logging;
using SessionStore.Replicator.Stores;
using SessionStore.Replicator.Telemetry;
using StackExchange.Redis;

namespace SessionStore.Replicator.Copying;

/// <summary>Copies what is dirty, many keys at a time.</summary>
internal sealed class Copier(DirtyKeys dirty, ISourceReader source, ITargetWriter target, Tally tally, ILogger logger)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);
    private readonly Sizes _sizes = new();
    private string? _said;

    /// <summary>Copies until it is told to end, and then ends what is under way.</summary>
    /// <exception cref="FencedException">The lease is over.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pumps = Enumerable.Range(0, Sizes.Batches).Select(_ => PumpAsync(over.Token)).ToArray();
        // What one of them could not copy nobody else will: its failure is everybody's end.
        var first = await Task.WhenAny(pumps);
        await over.CancelAsync();
        await Task.WhenAll(pumps).ContinueWith(all => _ = all.Exception, CancellationToken.None, TaskContinuationOptions.None,
            TaskScheduler.Default);
        await first;
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var keys = dirty.Take(_sizes.Next);
            if (keys.Count == 0)
            {
                await dirty.WorkAsync(cancellationToken);
            }
            else if (await CopyAsync(keys) > 0)
            {
                await Task.Delay(_pause, cancellationToken);
            }
        }
    }

    private async Task<int> CopyAsync(List<RedisKey> keys)
    {
        var copies = await source.ReadAsync(keys);
        _sizes.Learn(copies);
        IReadOnlyList<Refusal> refusals;
        try
        {
            refusals = await target.ApplyAsync(copies);
        }
        catch (RedisServerException failure)
        {
            // Such as OOM or LOADING: of the whole batch.
            refusals = [.. keys.Select(key => new Refusal(key, failure.Message))];
        }
        var refused = refusals.ToDictionary(refusal => refusal.Key);
        var again = 0;
        foreach (var key in keys)
        {
            if (!refused.TryGetValue(key, out var refusal))
            {
                tally.Arrived(key, dirty.Done(key));
            }
            else if (refusal.IsFinal)
            {
                dirty.Done(key);
                if (tally.Refuse(refusal))
                {
                    Log.Refused(logger, OwnKeys.Hashed(key), refusal.Reason);
                }
            }
            else
            {
                dirty.Again(key);
                again++;
            }
        }
        // Once for as long as it lasts: every batch is tried again ten times a second.
        var reason = again > 0 ? refusals.First(refusal => !refusal.IsFinal).Reason : null;
        if (Interlocked.Exchange(ref _said, reason) != reason && reason is not null)
        {
            Log.Repeating(logger, reason);
        }
        return again;
    }
}
