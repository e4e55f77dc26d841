using System.Globalization;
using StackExchange.Redis;

namespace SessionStore.Client.Expiring;

/// <summary>
/// Who sweeps a Region's store: one process, until it says so no longer. A lock with a time to live is what MemoryDB Multi-Region lacks, so
/// the end is in the value: a hash of numbered claims "owner ticks", of which the highest counts. A claim is made with HSETNX under the
/// next number, so that one of several wins, and renewed by its owner alone. Two who believe for a moment to hold it only sweep twice as
/// fast: what they remove, they compare.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="key">The hash; each Region has one of its own, so that nobody in another Region writes to it.</param>
/// <param name="owner">This process; unique, without a space.</param>
/// <param name="term">How long a claim is good for.</param>
internal sealed class SweepLease(ISweepStore store, RedisKey key, string owner, TimeSpan term)
{
    /// <summary>Takes the lease where nobody has it, and keeps it where this process does.</summary>
    /// <returns>Whether this process has it.</returns>
    public async Task<bool> HoldAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var highest = Highest(await store.GetAllAsync(key, cancellationToken).ConfigureAwait(false));
        if (highest.Owner == owner)
        {
            await store.SetAsync(key, Claim(highest.Number, now + term), cancellationToken).ConfigureAwait(false);
            return true;
        }
        if (highest.Until > now)
        {
            return false;
        }
        await store.SetIfAbsentAsync(key, Claim(highest.Number + 1, now + term), cancellationToken).ConfigureAwait(false);
        var claims = await store.GetAllAsync(key, cancellationToken).ConfigureAwait(false);
        var won = Highest(claims);
        if (won.Owner != owner)
        {
            return false;
        }
        await store.DeleteAsync(key, [.. claims.Select(claim => claim.Name).Where(name => name != won.Number)], cancellationToken)
            .ConfigureAwait(false);
        return true;
    }

    /// <summary>Gives the lease back, so that the next process need not wait for its end.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        var highest = Highest(await store.GetAllAsync(key, cancellationToken).ConfigureAwait(false));
        if (highest.Owner == owner)
        {
            await store.SetAsync(key, new(highest.Number, "nobody 0"), cancellationToken).ConfigureAwait(false);
        }
    }

    private HashEntry Claim(long number, DateTimeOffset until) => new(number, $"{owner} {until.UtcTicks}");

    // What is no claim counts as none; one that cannot be read, as one that is over.
    private static (long Number, string? Owner, DateTimeOffset Until) Highest(HashEntry[] claims)
    {
        var (number, value) = claims.Select(claim => (Number: claim.Name.TryParse(out long known) ? known : 0, claim.Value))
            .OrderByDescending(claim => claim.Number).FirstOrDefault();
        return ((string?)value)?.Split(' ') is [var owner, var ticks]
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var until)
            && until <= DateTimeOffset.MaxValue.UtcTicks
            ? (number, owner, new(until, TimeSpan.Zero))
            : (number, null, DateTimeOffset.MinValue);
    }
}
