using System.Diagnostics;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Tests.Live;

/// <summary>What an application goes through while no Region takes writes.</summary>
[TestFixture(ExpiryMode.Native)]
[TestFixture(ExpiryMode.InValue)]
internal sealed class OutageTests(ExpiryMode expiry)
{
    private static readonly DistributedCacheEntryOptions _hour = new() { SlidingExpiration = TimeSpan.FromHours(1) };
    private Store _store = null!;

    [SetUp]
    public async Task StartAsync() => _store = await Store.StartAsync(expiry);

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task Thousands_wait_without_a_thread_and_all_go_on_over_one_new_connection()
    {
        var application = _store.Application(options => options.Budget = TimeSpan.FromMinutes(1));
        var cache = Store.Cache(application);
        await cache.SetAsync("a", [1], _hour);
        await _store.InSyncAsync();
        await _store.East.KillAsync();
        await Store.UntilAsync(() => Task.FromResult(Store.Connection(application).Writer.Current is null), "the outage");
        var threads = ThreadPool.ThreadCount;

        var waiting = Enumerable.Range(0, 10_000).Select(number => cache.SetAsync($"{number}", new byte[1024], _hour)).ToArray();
        await Task.Delay(500);
        Assert.That(waiting.Count(task => task.IsCompleted), Is.Zero);
        Assert.That(ThreadPool.ThreadCount, Is.LessThan(threads + 20));
        await _store.West.PromoteAsync();
        _store.Names.Lead(Store.WriterName, _store.West.Host);
        await Task.WhenAll(waiting);

        Assert.That(await _store.West.ClientsAsync(), Is.LessThanOrEqualTo(2), "one multiplexer: its two connections");
        Assert.That((long)await _store.West.Admin.ExecuteAsync("DBSIZE"), Is.GreaterThanOrEqualTo(10_000));
    }

    [Test]
    public async Task Whoever_waits_too_long_is_told_why_within_the_budget_and_cancellation_comes_first()
    {
        await _store.East.KillAsync();
        var cache = Store.Cache(_store.Application(options =>
            (options.Budget, options.ConnectTimeout) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1))));
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var clock = Stopwatch.StartNew();

        Assert.That(async () => await cache.GetAsync("a", cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(2)));
        Assert.That(async () => await cache.GetAsync("a"), Throws.TypeOf<SessionStoreUnavailableException>()
            .With.Message.Contains($"{Store.WriterName}: no server that takes writes within 2 s (Budget)")
                .And.Message.Contains(_store.East.Host));
    }

    [Test]
    public async Task No_more_wait_than_may()
    {
        await _store.East.KillAsync();
        var cache = Store.Cache(_store.Application(options =>
            (options.MaximumWaiting, options.Budget, options.ConnectTimeout) = (3, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1))));

        var refusals = (await Task.WhenAll(Enumerable.Range(0, 10).Select(number => MessageAsync(() => cache.GetAsync($"{number}")))))
            .ToArray();

        Assert.That(refusals.Count(message => message.Contains("3 operations wait already, no more may (MaximumWaiting)",
            StringComparison.Ordinal)), Is.EqualTo(7));
        Assert.That(refusals.Count(message => message.Contains("within 2 s (Budget)", StringComparison.Ordinal)), Is.EqualTo(3));
    }

    [Test]
    public async Task A_synchronous_call_fails_at_once_and_does_not_block_its_thread()
    {
        var application = _store.Application();
        var cache = Store.Cache(application);
        cache.Set("a", [1], _hour);
        await _store.East.KillAsync();
        await Store.UntilAsync(() => Task.FromResult(Store.Connection(application).Writer.Current is null), "the outage");
        var clock = Stopwatch.StartNew();

        Assert.That(() => cache.Get("a"),
            Throws.TypeOf<SessionStoreUnavailableException>().With.Message.Contains("there is no connection now"));
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)), "half of the budget, on a busy machine");
    }

    [Test]
    public async Task An_operation_that_is_not_repeatable_and_was_lost_says_that_it_may_have_been_done()
    {
        var connection = _store.Application(options => options.CommandTimeout = TimeSpan.FromMilliseconds(500))
            .GetRequiredService<ISessionStoreConnection>();
        await connection.GetWriterAsync();
        _store.East.Freeze();
        try
        {
            Assert.That(async () => await connection.WriteAsync(database => database.StringIncrementAsync("counter")),
                Throws.TypeOf<SessionStoreUnavailableException>().With.Property(nameof(SessionStoreUnavailableException.MayHaveBeenDone))
                    .True);
        }
        finally
        {
            _store.East.Thaw();
        }
    }

    [Test]
    public async Task An_application_that_starts_in_an_outage_starts_and_finds_the_store_later()
    {
        _store.Names.Silent = true;
        var cache = Store.Cache(_store.Application());

        var writing = cache.SetAsync("a", [1], _hour);
        await Task.Delay(300);
        _store.Names.Silent = false;
        await writing;

        Assert.That(await cache.GetAsync("a"), Is.EqualTo(new byte[] { 1 }));
    }

    private static async Task<string> MessageAsync(Func<Task> operation)
    {
        try
        {
            await operation();
            return "it was done";
        }
        catch (SessionStoreUnavailableException failure)
        {
            return failure.Message;
        }
    }
}
