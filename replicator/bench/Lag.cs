using System.Collections.Concurrent;
using System.Diagnostics;
using StackExchange.Redis;

namespace SessionStore.Replicator.Bench;

/// <summary>From just before a write is sent to the source to the notification that it has arrived at the target.</summary>
internal static class Lag
{
    private const int Keys = 100_000;

    public static async Task MeasureAsync(Server source, Server target, int rate, int seconds)
    {
        var written = new ConcurrentDictionary<int, long>();
        var lags = new ConcurrentBag<double>();
        var channel = RedisChannel.KeySpacePattern("session:*", 0);
        var arrivals = await target.Multiplexer.GetSubscriber().SubscribeAsync(channel);
        arrivals.OnMessage(message =>
        {
            var now = Stopwatch.GetTimestamp();
            if (message.TryParseKeyNotification(out var notification) && notification.IsType("restore"u8)
                && int.TryParse(((string)notification.GetKey()!)["session:".Length..], out var number) && written.TryRemove(number,
                    out var at))
            {
                lags.Add(Stopwatch.GetElapsedTime(at, now).TotalMilliseconds);
            }
        });
        var data = new string('y', 960);
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < rate * seconds;)
        {
            // Every few milliseconds as many as are due.
            var due = (int)Math.Min(rate * seconds, watch.Elapsed.TotalSeconds * rate);
            for (; number < due; number++)
            {
                var index = number % Keys;
                written[index] = Stopwatch.GetTimestamp();
                _ = source.Data.HashSetAsync(Sessions.Key(index), [new("absexp", -1), new("sldexp", 12_000_000_000), new("data", data)]);
            }
            await Task.Delay(2);
        }
        await Task.Delay(2000);
        await target.Multiplexer.GetSubscriber().UnsubscribeAsync(channel);
        var sorted = lags.Order().ToArray();
        Console.WriteLine($"live, {rate:N0} writes/s for {seconds} s: lag p50 {sorted[sorted.Length / 2]:0.0} ms, p99 "
            + $"{sorted[(int)(sorted.Length * 0.99)]:0.0} ms, "
            + $"highest {sorted[^1]:0.0} ms; {sorted.Length:N0} measured, {written.Count:N0} never arrived");
    }
}
