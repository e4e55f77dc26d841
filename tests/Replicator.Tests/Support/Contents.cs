using SessionStore.Client.Tests.Support;
using StackExchange.Redis;

namespace SessionStore.Replicator.Tests.Support;

/// <summary>All that a server holds, read with nothing of the worker's: KEYS, DUMP and PEXPIRETIME in one transaction.</summary>
internal static class Contents
{
    private const string Own = "session-store:replicator:";

    public static async Task<Dictionary<string, (string Dump, long Expiry)>> OfAsync(params LiveServer[] servers)
    {
        var all = new Dictionary<string, (string, long)>();
        foreach (var server in servers)
        {
            var rows = (RedisResult[])(await server.Admin.ExecuteAsync("EVAL", """
                local rows = {}
                for _, key in ipairs(redis.call('KEYS', '*')) do
                  rows[#rows + 1] = { key, redis.call('DUMP', key) or '', redis.call('PEXPIRETIME', key) }
                end
                return rows
                """, 0))!;
            foreach (var row in rows.Select(row => (RedisResult[])row!).Where(row => !((string)row[0]!).StartsWith(Own,
                StringComparison.Ordinal)))
            {
                // A key whose time is over, and which is only still listed.
                if ((byte[])row[1]! is { Length: > 0 } dump)
                {
                    all[(string)row[0]!] = (Convert.ToHexString(dump), (long)row[2]);
                }
            }
        }
        return all;
    }

    public static string[] Differences(Dictionary<string, (string Dump, long Expiry)> source, Dictionary<string, (string Dump,
        long Expiry)> target) =>
    [
        .. source.Keys.Except(target.Keys).Select(key => $"{key} is missing"),
        .. target.Keys.Except(source.Keys).Select(key => $"{key} is extra"),
        .. source.Keys.Intersect(target.Keys).Where(key => source[key].Dump != target[key].Dump).Select(key => $"{key} has another value"),
        .. source.Keys.Intersect(target.Keys).Where(key => (source[key].Expiry < 0) != (target[key].Expiry < 0)
            || Math.Abs(source[key].Expiry - target[key].Expiry) > 1000).Select(key => $"{key} ends at another time"),
    ];
}
