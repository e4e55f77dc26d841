using StackExchange.Redis;

namespace SessionStore.Replicator.Comparing;

/// <summary>
/// Compares values whose payloads differ: another engine may serialize another way, and a set or hash may have another order.
/// </summary>
internal static class Values
{
    /// <summary>Whether two keys have the same value; of a type that is not known here only equal payloads have.</summary>
    public static async Task<bool> AreEqualAsync(IDatabase source, IDatabase target, RedisKey key)
    {
        var (left, right) = (source.KeyTypeAsync(key), target.KeyTypeAsync(key));
        if (await left != await right)
        {
            return false;
        }
        return await left switch
        {
            RedisType.None => true,
            RedisType.String => await EqualAsync(async at => await at.StringGetAsync(key), EqualityComparer<RedisValue>.Default.Equals),
            RedisType.List => await SameAsync(at => at.ListRangeAsync(key), false),
            RedisType.Set => await SameAsync(at => at.SetMembersAsync(key), true),
            RedisType.Hash => await SameAsync(at => at.HashGetAllAsync(key), true),
            RedisType.SortedSet => await SameAsync(at => at.SortedSetRangeByRankWithScoresAsync(key), true),
            RedisType.Stream => await EqualAsync(at => at.StreamRangeAsync(key), Streams),
            _ => false,
        };

        async Task<bool> EqualAsync<T>(Func<IDatabase, Task<T>> read, Func<T, T, bool> equal)
        {
            var (one, other) = (read(source), read(target));
            return equal(await one, await other);
        }

        Task<bool> SameAsync<T>(Func<IDatabase, Task<T[]>> read, bool unordered) => EqualAsync(read, (one, other) =>
            one.Length == other.Length && (unordered ? one.ToHashSet().SetEquals(other) : one.SequenceEqual(other)));
    }

    private static bool Streams(StreamEntry[] one, StreamEntry[] other) => one.Length == other.Length
        && one.Zip(other).All(pair => pair.First.Id == pair.Second.Id && pair.First.Values.SequenceEqual(pair.Second.Values));
}
