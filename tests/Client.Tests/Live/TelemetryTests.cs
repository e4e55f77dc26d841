using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Caching.Distributed;
using SessionStore.Client.Telemetry;
using SessionStore.Client.Tests.Support;
using StackExchange.Redis;

namespace SessionStore.Client.Tests.Live;

/// <summary>Metrics and traces under OpenTelemetry's names.</summary>
// It hears of everything in the process.
[NonParallelizable]
[TestFixture(ExpiryMode.Native)]
[TestFixture(ExpiryMode.InValue)]
internal sealed class TelemetryTests(ExpiryMode expiry)
{
    private static readonly DistributedCacheEntryOptions _hour = new() { SlidingExpiration = TimeSpan.FromHours(1) };

    [Test]
    public async Task Operations_are_measured_and_traced_under_the_names_of_the_conventions()
    {
        await using var store = await Store.StartAsync(expiry);
        var measured = new ConcurrentQueue<(string Name, Dictionary<string, object?> Tags)>();
        var traced = new ConcurrentQueue<Activity>();
        using var meters = new MeterListener { InstrumentPublished = (instrument, listener) => Listen(instrument, listener) };
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => measured.Enqueue((instrument.Name, Tags(tags))));
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => measured.Enqueue((instrument.Name, Tags(tags))));
        meters.Start();
        using var traces = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Instruments.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = traced.Enqueue,
        };
        ActivitySource.AddActivityListener(traces);
        await store.East.Data.StringSetAsync("text", "no hash");
        // An application looks the name up as soon as it is there.
        store.Names.Silent = true;
        var cache = Store.Cache(store.Application());

        using var request = new Activity("request").Start();
        var waiting = cache.SetAsync("waits for a connection", [1], _hour);
        while (!waiting.IsCompleted && measured.All(measurement => measurement.Name != "db.client.connection.pending_requests"))
        {
            await Task.Delay(10);
        }
        store.Names.Silent = false;
        await waiting;
        var before = measured.Select(measurement => measurement.Name).ToArray();
        measured.Clear();
        traced.Clear();
        await cache.SetAsync("a", [1], _hour);
        await cache.GetAsync("a");
        Assert.That(() => cache.GetAsync("text"), Throws.InstanceOf<RedisServerException>());

        var write = expiry == ExpiryMode.Native ? "MULTI HMSET" : "HMSET";
        var operations = measured.Where(measurement => measurement.Name == "db.client.operation.duration")
            .Select(measurement => measurement.Tags).ToArray();
        Assert.That(operations.Select(tags => tags["db.operation.name"]), Is.EqualTo(new[] { write, "HMGET", "HMGET" }));
        Assert.That(operations[1],
            Does.ContainKey("db.system.name").WithValue("redis").And.ContainKey("server.address").WithValue(store.East.Host)
            .And.ContainKey("server.port").WithValue(6379));
        Assert.That(operations[2],
            Does.ContainKey("error.type").WithValue("WRONGTYPE").And.ContainKey("db.response.status_code").WithValue("WRONGTYPE"));
        Assert.That(before,
            Has.Member("db.client.connection.create_time").And.Member("db.client.connection.pending_requests"));
        Assert.That(traced.Select(activity => (activity.DisplayName, activity.Kind, activity.Status)), Is.EqualTo(new[]
        {
            (write, ActivityKind.Client, ActivityStatusCode.Unset), ("HMGET", ActivityKind.Client, ActivityStatusCode.Unset),
            ("HMGET", ActivityKind.Client, ActivityStatusCode.Error),
        }));
        Assert.That(traced.Select(activity => activity.ParentSpanId), Is.All.EqualTo(request.SpanId));
    }

    private static void Listen(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name == Instruments.Name)
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }

    private static Dictionary<string, object?> Tags(ReadOnlySpan<KeyValuePair<string, object?>> tags) => new(tags.ToArray());
}
