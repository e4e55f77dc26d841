using SessionStore.Replicator.Copying;
using SessionStore.Replicator.Stores;
using StackExchange.Redis;

namespace SessionStore.Replicator.Following;

/// <summary>
/// Fills the gap that lies before the subscription: first what the target has and the source has not, then all that the source has. Both
/// only mark keys; what becomes of a key is decided when it is read.
/// </summary>
internal sealed class Fill(Link source, Link target, DirtyKeys dirty)
{
    private const int Page = 1000;
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(20);
    private long _found;

    /// <summary>Whether all that was found has been copied.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>How many keys the scan has found.</summary>
    public long Found => Interlocked.Read(ref _found);

    /// <summary>How many there were when it began.</summary>
    public long Total { get; private set; }

    /// <summary>Fills.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Total = (await Task.WhenAll(source.Primaries.Select(server => server.DatabaseSizeAsync(0)))).Sum();
        foreach (var page in target.Primaries.Select(server => Keys(server).Chunk(Page)))
        {
            await foreach (var keys in page.WithCancellation(cancellationToken))
            {
                var there = await Task.WhenAll(keys.Select(key => source.Database.KeyExistsAsync(key)));
                foreach (var (key, _) in keys.Zip(there).Where(pair => !pair.Second))
                {
                    await dirty.FoundAsync(key, cancellationToken);
                }
            }
        }
        await Task.WhenAll(source.Primaries.Select(async server =>
        {
            await foreach (var key in Keys(server).WithCancellation(cancellationToken))
            {
                await dirty.FoundAsync(key, cancellationToken);
                Interlocked.Increment(ref _found);
            }
        }));
        while (dirty.Scanning > 0)
        {
            await Task.Delay(_poll, cancellationToken);
        }
        IsComplete = true;
    }

    private static IAsyncEnumerable<RedisKey> Keys(IServer server) =>
        server.KeysAsync(0, pageSize: Page).Where(key => !OwnKeys.Has(key));
}
