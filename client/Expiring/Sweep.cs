using SessionStore.Client.Telemetry;
using StackExchange.Redis;

namespace SessionStore.Client.Expiring;

/// <summary>What one pass over the store has done.</summary>
/// <param name="Looked">Hashes looked at.</param>
/// <param name="Removed">Entries removed.</param>
/// <param name="Undated">Entries without the field that says their end: nobody knows when to remove them.</param>
internal readonly record struct SweepResult(long Looked, long Removed, long Undated);

/// <summary>
/// One process's part in keeping a Region's store clean: it holds the lease or waits for it, lets the other Regions hear of this one, looks
/// whether they are heard of, and removes what is long over, so many keys a second.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="prefix">What stands before every key.</param>
/// <param name="rate">How many keys a second it goes through.</param>
/// <param name="owner">This process.</param>
/// <param name="removals">What may be removed.</param>
/// <param name="times">How often it does what.</param>
/// <param name="time">Tells the time.</param>
/// <param name="instruments">Count keys and removals.</param>
/// <param name="pause">Waits.</param>
internal sealed class Sweep(
    ISweepStore store, string prefix, int rate, string owner, Removals removals, SweepTimes times, TimeProvider time,
    Instruments instruments, Func<TimeSpan, CancellationToken, Task> pause)
{
    private const int LargestBatch = 100;

    private RedisKey HeardKey => $"{prefix}sweepers";

    /// <summary>Keeps the lease, or tries to get it, and looks at the other Regions.</summary>
    /// <returns>Whether this process has the lease, and the Region that has not been heard of.</returns>
    public async Task<(bool Holds, string? Silent)> RoundAsync(CancellationToken cancellationToken)
    {
        var region = store.Region;
        var holds = await Lease(region).HoldAsync(time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        if (holds)
        {
            await store.SetAsync(HeardKey, new(region, time.GetUtcNow().UtcTicks), cancellationToken).ConfigureAwait(false);
        }
        return (holds, removals.Look(region, await store.GetAllAsync(HeardKey, cancellationToken).ConfigureAwait(false)));
    }

    /// <summary>Looks at all keys once, and removes what may be removed. It ends early where the lease is lost or a Region is
    /// silent.</summary>
    public async Task<SweepResult> PassAsync(CancellationToken cancellationToken)
    {
        var (region, round, result) = (store.Region, time.GetTimestamp(), default(SweepResult));
        var size = Math.Min(rate, LargestBatch);
        await foreach (var batch in store.BatchesAsync(size, cancellationToken).ConfigureAwait(false))
        {
            var removed = 0;
            foreach (var (key, ending) in batch.Where(entry => removals.MayRemove(region, entry.Ending)))
            {
                removed += await store.RemoveAsync(key, ending, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }
            result = new(result.Looked + batch.Count, result.Removed + removed,
                result.Undated + batch.Count(entry => entry.Ending is { Absolute.IsNull: false, End.IsNull: true }));
            instruments.Swept(batch.Count);
            instruments.Removed(removed, bySweeper: true);
            // The server has gone through so many keys also where few of them, or none, are hashes with the prefix.
            await pause(TimeSpan.FromSeconds((double)Math.Max(size, batch.Count) / rate), cancellationToken).ConfigureAwait(false);
            if (time.GetElapsedTime(round) >= times.Round)
            {
                round = time.GetTimestamp();
                if (await RoundAsync(cancellationToken).ConfigureAwait(false) is not (true, null))
                {
                    break;
                }
            }
        }
        return result;
    }

    /// <summary>Gives the lease back.</summary>
    public Task ReleaseAsync(CancellationToken cancellationToken) => Lease(store.Region).ReleaseAsync(cancellationToken);

    private SweepLease Lease(string region) => new(store, $"{prefix}sweeper:{region}", owner, times.Term);
}
