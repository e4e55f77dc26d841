using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using SessionStore.Client.Tests.Support;
using StackExchange.Redis;

namespace SessionStore.Client.Bench;

/// <summary>This package beside Microsoft's RedisCache: 1 KB over TLS, same server, same run.</summary>
internal static class Overhead
{
    public static async Task RunAsync()
    {
        await using var store = await Store.StartAsync();
        var ours = Store.Cache(store.Application());
        using var theirs = new RedisCache(new RedisCacheOptions
        {
            ConnectionMultiplexerFactory = async () => await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions
            {
                EndPoints = { store.East.Address },
                Ssl = true,
                SslClientAuthenticationOptions = _ =>
                    new() { TargetHost = store.East.Host, RemoteCertificateValidationCallback = (_, _, _, _) => true },
            }),
        });
        var data = new byte[1024];
        Random.Shared.NextBytes(data);
        foreach (var (kind, expirations) in new (string, DistributedCacheEntryOptions)[]
        {
            ("sliding", new() { SlidingExpiration = TimeSpan.FromMinutes(20) }),
            ("absolute", new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(20) }),
        })
        {
            Func<Task> ourGet = () => ours.GetAsync("ours"), theirGet = () => theirs.GetAsync("theirs");
            Func<Task> ourSet = () => ours.SetAsync("ours", data, expirations);
            Func<Task> theirSet = () => theirs.SetAsync("theirs", data, expirations);
            Tell($"SetAsync 1 KB, {kind}", await Samples.CompareAsync(300, 50, ourSet, theirSet));
            Tell($"GetAsync 1 KB, {kind}", await Samples.CompareAsync(300, 50, ourGet, theirGet));
            Tell($"64 SetAsync at once, {kind}", await Samples.CompareAsync(300, 5, () => Many(ourSet), () => Many(theirSet)));
            Tell($"64 GetAsync at once, {kind}", await Samples.CompareAsync(300, 5, () => Many(ourGet), () => Many(theirGet)));
        }
    }

    private static Task Many(Func<Task> operation) => Task.WhenAll(Enumerable.Range(0, 64).Select(_ => operation()));

    private static void Tell(string what, (Samples Ours, Samples Theirs) times) => Console.WriteLine(
        $"{what,-32} ours {times.Ours.Median,8:0.0} µs  RedisCache {times.Theirs.Median,8:0.0} µs  "
        + $"ratio of medians {times.Ours.Median / times.Theirs.Median:0.00}  (goal 1.10)");
}
