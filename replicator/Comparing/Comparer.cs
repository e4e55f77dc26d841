using SessionStore.Replicator.Copying;
using SessionStore.Replicator.Stores;
using StackExchange.Redis;

namespace SessionStore.Replicator.Comparing;

/// <summary>
/// Compares two stores that go on changing. A difference counts only where it is still there after a while in which the source's key has
/// not changed: anything else is on its way.
/// </summary>
/// <param name="source">The source.</param>
/// <param name="target">The target.</param>
/// <param name="settle">How long a change may be on its way.</param>
/// <param name="time">Tells the time.</param>
/// <param name="repair">Mends a difference, and says whether it did; null to leave them.</param>
internal sealed class Comparer(Link source, Link target, TimeSpan settle, TimeProvider time, Func<RedisKey, Task<bool>>? repair)
{
    private const int Page = 500, Looks = 4;
    private static readonly TimeSpan _tolerance = TimeSpan.FromSeconds(1);
    private readonly SourceReader _source = new(source, time), _target = new(target, time);

    /// <summary>Compares all keys.</summary>
    public async Task<Differences> RunAsync(CancellationToken cancellationToken)
    {
        var found = new Differences();
        foreach (var (node, isSource) in source.Primaries.Select(node => (node, true))
            .Concat(target.Primaries.Select(node => (node, false))))
        {
            await foreach (var page in node.KeysAsync(0, pageSize: Page).Where(key => !OwnKeys.Has(key)).Chunk(Page)
                .WithCancellation(cancellationToken))
            {
                // What both have was compared when the source's keys were read.
                var keys = isSource ? page : await MissingAtSourceAsync(page);
                found.Compared += isSource ? page.Length : keys.Count;
                await CompareAsync(keys, found, cancellationToken);
            }
        }
        return found;
    }

    private async Task<IReadOnlyList<RedisKey>> MissingAtSourceAsync(RedisKey[] keys)
    {
        var there = await Task.WhenAll(keys.Select(key => source.Database.KeyExistsAsync(key)));
        return [.. keys.Zip(there).Where(pair => !pair.Second).Select(pair => pair.First)];
    }

    private async Task CompareAsync(IReadOnlyList<RedisKey> keys, Differences found, CancellationToken cancellationToken)
    {
        var (suspects, before) = (keys, Array.Empty<Copy>());
        for (var look = 0; suspects.Count > 0 && look < Looks; look++)
        {
            if (look > 0)
            {
                await Task.Delay(settle, time, cancellationToken);
            }
            var now = await _source.ReadAsync(suspects);
            var there = await _target.ReadAsync(suspects);
            var open = new List<Copy>();
            for (var index = 0; index < now.Length; index++)
            {
                var difference = await DifferenceAsync(now[index], there[index]);
                var stood = look > 0 && before[index].IsSameAs(now[index]);
                if (difference != Difference.None && stood)
                {
                    found.Add(now[index].Key, difference);
                    found.Repaired += repair is not null && await repair(now[index].Key) ? 1 : 0;
                }
                else if (difference != Difference.None)
                {
                    open.Add(now[index]);
                }
            }
            (suspects, before) = ([.. open.Select(copy => copy.Key)], [.. open]);
        }
        found.Undecided += suspects.Count;
    }

    private async Task<Difference> DifferenceAsync(Copy here, Copy there) => (here.Payload, there.Payload) switch
    {
        (null, null) => Difference.None,
        (_, null) => Difference.Missing,
        (null, _) => Difference.Extra,
        _ when !here.HasValueOf(there)
            && !await Values.AreEqualAsync(source.Database, target.Database, here.Key) => Difference.Value,
        _ when (here.ExpiresAt == 0) != (there.ExpiresAt == 0)
            || Math.Abs(here.ExpiresAt - there.ExpiresAt) > _tolerance.TotalMilliseconds => Difference.Expiry,
        _ => Difference.None,
    };
}
