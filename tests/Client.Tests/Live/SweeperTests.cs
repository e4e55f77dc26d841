using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SessionStore.Client.Caching;
using SessionStore.Client.Expiring;
using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Tests.Live;

/// <summary>The sweeper, on a server that refuses what MemoryDB Multi-Region does not have.</summary>
internal sealed class SweeperTests
{
    private const int Swept = 15;
    private static readonly TimeSpan _longAgo = TimeSpan.FromMinutes(-6), _hour = TimeSpan.FromHours(1);
    private Store _store = null!;

    [SetUp]
    public async Task StartAsync() => _store = await Store.StartAsync(ExpiryMode.InValue);

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task The_sweeper_removes_what_is_long_over_and_nothing_else()
    {
        await Task.WhenAll(Enumerable.Range(0, 300).Select(number => WriteAsync($"app[1]*:{number}", number % 2 == 0 ? _longAgo : _hour)));
        await WriteAsync("other:1", _longAgo);
        await _store.East.Data.HashSetAsync("app[1]*:rest", "endexp", 1);
        await _store.East.Data.HashSetAsync("app[1]*:native", [new("absexp", -1), new("sldexp", 1), new("data", "a")]);
        await _store.East.Data.HashSetAsync("app[1]*:mine", "field", "value");
        await _store.East.Data.StringSetAsync("app[1]*:text", "value");

        _store.Application(options => (options.InstanceName, options.SweepRate) = ("app[1]*:", 100_000));
        await Store.UntilAsync(() => Task.FromResult(_store.Lines.Ids.Contains(Swept)), "a pass");

        Assert.That(Enumerable.Range(0, 300).Where(number => Exists($"app[1]*:{number}")),
            Is.EqualTo(Enumerable.Range(0, 300).Where(number => number % 2 == 1)));
        Assert.That(new[] { "other:1", "app[1]*:rest", "app[1]*:native", "app[1]*:mine", "app[1]*:text" }.Where(Exists),
            Is.EqualTo(new[] { "other:1", "app[1]*:native", "app[1]*:mine", "app[1]*:text" }));
        Assert.That(_store.Lines.Texts, Has.Some.Contains("151 sessions removed"));
        Assert.That(_store.Lines.Texts, Has.Some.Contains("1 sessions have no endexp and stay"));
    }

    [Test]
    public async Task Without_the_sweeper_nothing_is_removed_and_nothing_that_is_over_is_returned()
    {
        await WriteAsync("long-over", _longAgo);
        var cache = Store.Cache(_store.Application(options => options.Sweep = false));

        Assert.That(await cache.GetAsync("long-over"), Is.Null);
        Assert.That((Exists("long-over"), Exists("sweepers")), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task An_application_that_stops_hands_the_sweeping_over()
    {
        var first = _store.Application();
        await Store.UntilAsync(() => Task.FromResult(_store.Lines.Ids.Contains(Swept)), "it sweeps");
        await first.GetServices<IHostedService>().OfType<Sweeper>().Single().StopAsync(default);
        Assert.That(_store.Lines.Texts, Has.Some.EqualTo("12: The sweeping in us-east-1 is handed over"));

        _store.Application();

        await Store.UntilAsync(() => Task.FromResult(_store.Lines.Ids.Count(id => id == Swept) == 2), "the next one sweeps");
    }

    [Test]
    public async Task A_Region_that_is_silent_stops_the_removing()
    {
        await _store.East.Data.HashSetAsync("sweepers", "eu-west-1", DateTimeOffset.UtcNow.AddMinutes(-2).UtcTicks);
        await WriteAsync("long-over", _longAgo);

        var cache = Store.Cache(_store.Application());
        await Store.UntilAsync(() => Task.FromResult(_store.Lines.Ids.Contains(14)), "it is told");

        Assert.That(_store.Lines.Texts, Has.Some.StartsWith("14: eu-west-1 has not been heard of for more than 00:01:00"));
        Assert.That((await cache.GetAsync("long-over"), Exists("long-over")), Is.EqualTo(((byte[]?)null, true)));
    }

    private bool Exists(string key) => _store.East.Data.KeyExists(key);

    private Task WriteAsync(string key, TimeSpan left)
    {
        var entry = new StoredEntry(null, _hour, new byte[] { 1 });
        return _store.East.Data.HashSetAsync(key, ValueLayout.Fields(entry, DateTimeOffset.UtcNow + left - _hour));
    }
}
