using System.Diagnostics;
using Microsoft.Extensions.Caching.Distributed;
using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Bench;

/// <summary>10,000 requests that wait through an outage.</summary>
internal static class Outage
{
    private const int Requests = 10_000;

    public static async Task RunAsync()
    {
        await using var store = await Store.StartAsync();
        var application = store.Application();
        var cache = Store.Cache(application);
        var expirations = new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromHours(1) };
        await cache.SetAsync("a", [1], expirations);
        await store.InSyncAsync();
        await store.East.KillAsync();
        await Store.UntilAsync(() => Task.FromResult(Store.Connection(application).Writer.Current is null), "the outage");
        GC.Collect();
        var (before, threads) = (GC.GetTotalMemory(true), ThreadPool.ThreadCount);
        var clock = Stopwatch.StartNew();
        var waiting = Enumerable.Range(0, Requests).Select(number => cache.SetAsync($"{number}", new byte[1024], expirations)).ToArray();
        await Task.Delay(3000);
        var (held, busy) = (GC.GetTotalMemory(true) - before, ThreadPool.ThreadCount);
        await store.West.PromoteAsync();
        store.Names.Lead(Store.WriterName, store.West.Host);
        await Task.WhenAll(waiting);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(
            $"{Requests} waiting requests of 1 KB: {held / 1e6:0} MB held (goal 200), {process.PeakWorkingSet64 / 1e6:0} MB peak of the "
            + $"whole process, {threads} pool threads before, {busy} while they waited, all answered after "
            + $"{clock.Elapsed.TotalSeconds:0.0} s, {await store.West.ClientsAsync()} connections at the new primary");
    }
}
