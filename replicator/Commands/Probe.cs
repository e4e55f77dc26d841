using SessionStore.Client;
using SessionStore.Replicator.Stores;
using StackExchange.Redis;

namespace SessionStore.Replicator.Commands;

/// <summary>Whether a store takes writes.</summary>
/// <param name="TakesWrites">Whether each of its primaries took one.</param>
/// <param name="Answer">
/// The first refusal in the server's words, which begin with its code, such as NOREPLICAS; READONLY and the connector's words where that
/// has seen a replica; null where all took it.
/// </param>
internal sealed record Probe(bool TakesWrites, string? Answer)
{
    // It is removed at once; this is for a connection that is lost between.
    private static readonly TimeSpan _life = TimeSpan.FromSeconds(2);

    /// <summary>Writes a key of its own at each primary and removes it. One refusal is enough; nobody's answer says nothing.</summary>
    /// <exception cref="Exception">What a primary failed with where none refused: a RedisException or TimeoutException, for
    /// instance.</exception>
    public static async Task<Probe> AskAsync(Store store, CancellationToken cancellationToken)
    {
        try
        {
            await using var link = await store.ConnectAsync(await store.FindAsync(cancellationToken), cancellationToken);
            var answers = new NodeKeys(link, "probe").All().Select(key => AskAsync(link, key)).ToArray();
            await Task.WhenAny(Task.WhenAll(answers)).WaitAsync(cancellationToken);
            var refusal = answers.Where(answer => answer.IsCompletedSuccessfully).Select(answer => answer.Result)
                .FirstOrDefault(refusal => refusal is not null);
            // Throws what failed, where nothing was refused.
            return refusal is not null ? new(false, refusal) : new((await Task.WhenAll(answers)).Length > 0, null);
        }
        catch (SessionStoreUnavailableException failure) when (Store.TakesNoWrites(failure))
        {
            return new(false, $"READONLY {failure.Message}");
        }
    }

    private static async Task<string?> AskAsync(Link link, RedisKey key)
    {
        try
        {
            // As this command: the library would send another one, which a user of this program need not have.
            await link.Database.ExecuteAsync("SET", key, "probe", "PX", (long)_life.TotalMilliseconds);
            await link.Database.KeyDeleteAsync(key);
            return null;
        }
        catch (RedisServerException failure) when (WriteRefusal.Of(failure.Message) is { } refusal)
        {
            return refusal;
        }
    }
}
