using StackExchange.Redis;

namespace SessionStore.Client.Tests.Expiring;

/// <summary>What one Region has done to a hash, as the others get to hear of it.</summary>
/// <param name="Key">The key.</param>
/// <param name="Stamp">Its time in microseconds, and who wins a draw.</param>
/// <param name="Fields">Fields with their values; null for a field that was removed.</param>
/// <param name="Whole">Whether the key was removed, with fields that this Region does not know of.</param>
internal sealed record Change(string Key, long Stamp, IReadOnlyDictionary<string, RedisValue?> Fields, bool Whole);

/// <summary>
/// A model of the hashes of one Region of MemoryDB Multi-Region: the last writer wins, field by field, and a removal is a write (developer
/// guide, Consistency and conflict resolution). A model and not the service: that a Region's clock never goes behind what it has seen, and
/// that one command has one stamp, is assumed. Whether a removal reaches fields that its Region has not seen ("all operations over Hash
/// type are replicated as HSET or HDEL") is not said: it is tried both ways.
/// </summary>
internal sealed class Merged(int draw, Func<long> microseconds, bool removesUnseen)
{
    private readonly Dictionary<string, Dictionary<string, (RedisValue? Value, long Stamp)>> _hashes = [];
    private readonly Dictionary<string, long> _removed = [];
    private long _last;

    public IEnumerable<string> Keys => _hashes.Keys.Where(key => Fields(key).Any());

    public IEnumerable<HashEntry> Fields(string key) => _hashes.GetValueOrDefault(key, [])
        .Where(field => field.Value.Value is not null && field.Value.Stamp > _removed.GetValueOrDefault(key))
        .Select(field => new HashEntry(field.Key, field.Value.Value!.Value));

    public RedisValue Get(string key, RedisValue field) =>
        Fields(key).FirstOrDefault(entry => entry.Name == field, new(field, RedisValue.Null)).Value;

    public Change Set(string key, params HashEntry[] fields) =>
        Do(new(key, Stamp(), fields.ToDictionary(field => (string)field.Name!, field => (RedisValue?)field.Value), false));

    public Change Delete(string key, IEnumerable<RedisValue> fields) =>
        Do(new(key, Stamp(), fields.ToDictionary(field => (string)field!, _ => (RedisValue?)null), false));

    public Change Remove(string key) =>
        Do(new(key, Stamp(), Fields(key).ToDictionary(field => (string)field.Name!, _ => (RedisValue?)null), removesUnseen));

    public Change Do(Change change)
    {
        _last = Math.Max(_last, change.Stamp);
        var hash = _hashes.TryGetValue(change.Key, out var known) ? known : _hashes[change.Key] = [];
        foreach (var (field, value) in change.Fields)
        {
            if (change.Stamp > hash.GetValueOrDefault(field).Stamp)
            {
                hash[field] = (value, change.Stamp);
            }
        }
        if (change.Whole)
        {
            _removed[change.Key] = Math.Max(_removed.GetValueOrDefault(change.Key), change.Stamp);
        }
        return change;
    }

    private long Stamp() => _last = Math.Max(microseconds() * 2 + draw, ((_last / 2) + 1) * 2 + draw);
}
