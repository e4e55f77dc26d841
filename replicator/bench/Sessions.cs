using StackExchange.Redis;

namespace SessionStore.Replicator.Bench;

/// <summary>Sessions as SessionStore.Client and Microsoft's RedisCache lay them out.</summary>
internal static class Sessions
{
    public static RedisKey Key(int number) => $"session:{number:D12}";

    public static async Task LoadAsync(Server server, int count)
    {
        const int Batch = 10_000;
        for (var first = 0; first < count; first += Batch)
        {
            await server.Admin.ExecuteAsync("EVAL", """
                for number = ARGV[1], ARGV[2] do
                  local key = string.format('session:%012d', number)
                  redis.call('HSET', key, 'absexp', '-1', 'sldexp', '12000000000', 'data', string.rep(string.format('%012d', number), 80))
                  redis.call('EXPIRE', key, 7200)
                end
                """, 0, first, Math.Min(count, first + Batch) - 1);
        }
    }
}
