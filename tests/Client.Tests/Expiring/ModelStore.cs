using System.Runtime.CompilerServices;
using SessionStore.Client.Caching;
using SessionStore.Client.Expiring;
using StackExchange.Redis;

namespace SessionStore.Client.Tests.Expiring;

/// <summary>A Region's store as the sweeper sees it, in the model.</summary>
internal sealed class ModelStore(string region, Merged hashes, Action<Change> send) : ISweepStore
{
    public string Region => region;

    public Merged Hashes => hashes;

    /// <summary>Happens between a look at a key and its removal.</summary>
    public Action<string> BeforeRemoval { get; set; } = _ => { };

    /// <summary>Whether a removal compares.</summary>
    public bool Compares { get; init; } = true;

    /// <summary>Whether the sweeper sees what is left of sessions.</summary>
    public bool ShowsRests { get; init; } = true;

    /// <summary>Told before an entry is removed.</summary>
    public Action<string> Removing { get; set; } = _ => { };

    /// <summary>Told of the removal.</summary>
    public Action<Change> Removed { get; set; } = _ => { };

    public Task<HashEntry[]> GetAllAsync(RedisKey key, CancellationToken cancellationToken) =>
        Task.FromResult(hashes.Fields(key!).ToArray());

    public Task SetAsync(RedisKey key, HashEntry field, CancellationToken cancellationToken)
    {
        Set(key!, field);
        return Task.CompletedTask;
    }

    public Task SetIfAbsentAsync(RedisKey key, HashEntry field, CancellationToken cancellationToken)
    {
        if (hashes.Get(key!, field.Name).IsNull)
        {
            Set(key!, field);
        }
        return Task.CompletedTask;
    }

    public Task DeleteAsync(RedisKey key, RedisValue[] fields, CancellationToken cancellationToken)
    {
        send(hashes.Delete(key!, fields));
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<IReadOnlyList<(RedisKey Key, Ending Ending)>> BatchesAsync(
        int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var keys = hashes.Keys.Where(key => ShowsRests || !hashes.Get(key, EntryLayout.DataField).IsNull).Order(StringComparer.Ordinal);
        foreach (var batch in keys.ToArray().Chunk(size))
        {
            await Task.CompletedTask;
            yield return [.. batch.Select(key => ((RedisKey)key, EndingOf(key)))];
        }
    }

    public Task<bool> RemoveAsync(RedisKey key, Ending seen, CancellationToken cancellationToken)
    {
        BeforeRemoval(key!);
        if (Compares && EndingOf(key!) != seen)
        {
            return Task.FromResult(false);
        }
        Removing(key!);
        var change = hashes.Remove(key!);
        send(change);
        Removed(change);
        return Task.FromResult(true);
    }

    public RedisValue[] Read(string key) => [.. ValueLayout.FieldsToRead(true).Select(field => hashes.Get(key, field))];

    public Change Set(string key, params HashEntry[] fields)
    {
        var change = hashes.Set(key, fields);
        send(change);
        return change;
    }

    public Ending EndingOf(string key) => ValueLayout.EndingOf(Read(key));
}
