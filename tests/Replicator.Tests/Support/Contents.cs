using SessionStore.Client.Tests.Support;
using StackExchange.Redis;

namespace SessionStore.Replicator.Tests.Support;

/// <summary>
/// All that a server holds, read with nothing of the worker's, in one script: KEYS, PEXPIRETIME, and DUMP, or the content of streams, which
/// engines serialize differently, and of sets and hashes, sorted, whose payloads have the order of the server's own hash seed.
/// </summary>
internal static class Contents
{
    private const string Own = "session-store:replicator:";

    public static async Task<Dictionary<string, (string Value, long Expiry)>> OfAsync(params LiveServer[] servers)
    {
        var all = new Dictionary<string, (string, long)>();
        foreach (var server in servers)
        {
            var rows = (RedisResult[])(await server.Admin.ExecuteAsync("EVAL", """
                local function value(key)
                  local kind = redis.call('TYPE', key).ok
                  if kind == 'none' then
                    return ''
                  elseif kind == 'set' then
                    local members = redis.call('SMEMBERS', key)
                    table.sort(members)
                    return cmsgpack.pack(members)
                  elseif kind == 'hash' then
                    local fields, values = redis.call('HKEYS', key), {}
                    table.sort(fields)
                    for at, field in ipairs(fields) do
                      values[at] = redis.call('HGET', key, field)
                    end
                    return cmsgpack.pack(fields, values)
                  elseif kind == 'stream' then
                    return cmsgpack.pack(redis.call('XRANGE', key, '-', '+'), redis.call('XINFO', 'GROUPS', key))
                  end
                  -- Without the engine's RDB version and the checksum over it, which end it.
                  return string.sub(redis.call('DUMP', key) or '', 1, -11)
                end
                local rows = {}
                for _, key in ipairs(redis.call('KEYS', '*')) do
                  rows[#rows + 1] = { key, value(key), redis.call('PEXPIRETIME', key) }
                end
                return rows
                """, 0))!;
            foreach (var row in rows.Select(row => (RedisResult[])row!).Where(row => !((string)row[0]!).StartsWith(Own,
                StringComparison.Ordinal)))
            {
                // A key whose time is over, and which is only still listed.
                if ((byte[])row[1]! is { Length: > 0 } value)
                {
                    all[(string)row[0]!] = (Convert.ToHexString(value), (long)row[2]);
                }
            }
        }
        return all;
    }

    public static string[] Differences(Dictionary<string, (string Value, long Expiry)> source, Dictionary<string, (string Value,
        long Expiry)> target) =>
    [
        .. source.Keys.Except(target.Keys).Select(key => $"{key} is missing"),
        .. target.Keys.Except(source.Keys).Select(key => $"{key} is extra"),
        .. source.Keys.Intersect(target.Keys).Where(key => source[key].Value != target[key].Value)
            .Select(key => $"{key} has another value"),
        .. source.Keys.Intersect(target.Keys).Where(key => (source[key].Expiry < 0) != (target[key].Expiry < 0)
            || Math.Abs(source[key].Expiry - target[key].Expiry) > 1000).Select(key => $"{key} ends at another time"),
    ];
}
