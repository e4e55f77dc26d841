using System.Diagnostics;
using Microsoft.Extensions.Caching.Distributed;
using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Bench;

/// <summary>
/// How long after the record has changed an application writes again: planned promotions there and back, and a killed primary.
/// </summary>
internal static class Recovery
{
    private static readonly DistributedCacheEntryOptions _hour = new() { SlidingExpiration = TimeSpan.FromHours(1) };

    public static async Task RunAsync()
    {
        var planned = new Samples();
        await using (var store = await Store.StartAsync())
        {
            for (var (round, from, to) = (0, store.East, store.West); round < 20; round++, (from, to) = (to, from))
            {
                // The record changes a little after the promotion, at a random moment of the client's pauses.
                planned.Add(await FailOverAsync(store, to, async () =>
                {
                    await to.PromoteAsync();
                    await from.FollowAsync(to);
                }));
            }
        }
        Tell("promotion", planned);
        var killed = new Samples();
        for (var round = 0; round < 20; round++)
        {
            await using var store = await Store.StartAsync();
            killed.Add(await FailOverAsync(store, store.West, async () =>
            {
                await store.East.KillAsync();
                await store.West.PromoteAsync();
            }));
        }
        Tell("killed primary", killed);
    }

    private static async Task<TimeSpan> FailOverAsync(Store store, LiveServer to, Func<Task> promoteAsync)
    {
        var application = store.Application();
        var cache = Store.Cache(application);
        await cache.SetAsync("a", [1], _hour);
        await promoteAsync();
        var writing = cache.SetAsync("a", [2], _hour);
        await Task.Delay(Random.Shared.Next(300, 3000));
        var started = Stopwatch.GetTimestamp();
        store.Names.Lead(Store.WriterName, to.Host);
        await writing;
        var took = Stopwatch.GetElapsedTime(started);
        await application.DisposeAsync();
        return took;
    }

    private static void Tell(string what, Samples times) =>
        Console.WriteLine(
            $"Write after the record changed, {what}: median {times.Median / 1000:0} ms, worst of 20 {times.Worst / 1000:0} ms  "
            + "(goals 300 and 1000)");
}
