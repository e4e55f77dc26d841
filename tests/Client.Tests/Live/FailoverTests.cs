using System.Diagnostics;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Tests.Live;

/// <summary>What an application sees of a failover, with real servers over TLS.</summary>
[TestFixture(ExpiryMode.Native)]
[TestFixture(ExpiryMode.InValue)]
internal sealed class FailoverTests(ExpiryMode expiry)
{
    private static readonly DistributedCacheEntryOptions _hour = new() { SlidingExpiration = TimeSpan.FromHours(1) };
    private Store _store = null!;

    [SetUp]
    public async Task StartAsync() => _store = await Store.StartAsync(expiry);

    [TearDown]
    public async Task StopAsync()
    {
        TestContext.Out.WriteLine(string.Join(Environment.NewLine, _store.Lines.Texts));
        await _store.DisposeAsync();
    }

    [Test]
    public async Task A_session_is_written_and_read_over_TLS_through_the_writer_name()
    {
        var cache = Store.Cache(_store.Application());

        await cache.SetAsync("a", [1, 2, 3], _hour);

        Assert.That(await cache.GetAsync("a"), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That((byte[]?)await _store.East.Data.HashGetAsync("a", "data"), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public async Task After_a_planned_promotion_the_open_connection_answers_READONLY_and_writes_go_on_at_the_other_Region()
    {
        var cache = Store.Cache(_store.Application());
        await cache.SetAsync("a", [1], _hour);
        await _store.InSyncAsync();

        await _store.West.PromoteAsync();
        await _store.East.FollowAsync(_store.West);
        var writing = cache.SetAsync("a", [2], _hour);
        await Task.Delay(500);
        Assert.That(writing.IsCompleted, Is.False, "there is nobody to write to before the record changes");
        _store.Names.Lead(Store.WriterName, _store.West.Host);
        await writing;

        Assert.That((byte[]?)await _store.West.Data.HashGetAsync("a", "data"), Is.EqualTo(new byte[] { 2 }));
    }

    [Test]
    public async Task A_write_that_an_old_writer_refuses_waits_for_the_name_and_looks_it_up_long_before_its_time_to_live()
    {
        _store.Names.Lead(Store.WriterName, _store.East.Host, ttl: 30);
        var cache = Store.Cache(_store.Application());
        await cache.SetAsync("a", [1], _hour);
        await _store.InSyncAsync();

        await _store.West.PromoteAsync();
        await _store.East.Admin.ExecuteAsync("CONFIG", "SET", "min-replicas-to-write", "100");
        var writing = cache.SetAsync("a", [2], _hour);
        var asked = _store.Names.Questions;
        await Task.Delay(1000);
        Assert.That(writing.IsCompleted, Is.False, "there is nobody to write to before the record changes");
        // Five times a second; a busy machine gets round to less, and never to more.
        Assert.That(_store.Names.Questions - asked, Is.AtMost(2 * 8));
        _store.Names.Lead(Store.WriterName, _store.West.Host);
        await writing;

        Assert.That((byte[]?)await _store.West.Data.HashGetAsync("a", "data"), Is.EqualTo(new byte[] { 2 }));
        Assert.That((byte[]?)await _store.East.Data.HashGetAsync("a", "data"), Is.EqualTo(new byte[] { 1 }));
    }

    [Test]
    public async Task After_the_primary_is_killed_writes_wait_for_the_record_and_go_on()
    {
        var cache = Store.Cache(_store.Application());
        await cache.SetAsync("a", [1], _hour);
        await _store.InSyncAsync();

        await _store.East.KillAsync();
        var writing = cache.SetAsync("a", [2], _hour);
        await _store.West.PromoteAsync();
        await Task.Delay(700);
        var clock = Stopwatch.StartNew();
        _store.Names.Lead(Store.WriterName, _store.West.Host);
        await writing;
        TestContext.Out.WriteLine($"recovered after {clock.ElapsedMilliseconds} ms");

        Assert.That(await cache.GetAsync("a"), Is.EqualTo(new byte[] { 2 }));
    }

    [Test]
    public async Task A_primary_that_hangs_without_closing_its_connections_is_left()
    {
        var cache = Store.Cache(_store.Application(options => options.CommandTimeout = TimeSpan.FromMilliseconds(500)));
        await cache.SetAsync("a", [1], _hour);
        await _store.InSyncAsync();

        _store.East.Freeze();
        try
        {
            await _store.West.PromoteAsync();
            _store.Names.Lead(Store.WriterName, _store.West.Host);
            await cache.SetAsync("a", [2], _hour);
        }
        finally
        {
            _store.East.Thaw();
        }

        Assert.That((byte[]?)await _store.West.Data.HashGetAsync("a", "data"), Is.EqualTo(new byte[] { 2 }));
    }

    [Test]
    public async Task A_changed_name_is_followed_although_the_old_server_still_answers_and_its_connections_are_closed()
    {
        var application = _store.Application();
        await Store.Cache(application).SetAsync("a", [1], _hour);
        Assert.That(Writer(application), Is.EqualTo(new SessionStoreEndpoint(_store.East.Host, "us-east-1")));
        await _store.West.PromoteAsync();

        _store.Names.Lead(Store.WriterName, _store.West.Host);

        await Store.UntilAsync(() => Task.FromResult(Writer(application) == new SessionStoreEndpoint(_store.West.Host, "us-east-2")),
            "the name is followed");
        await Store.UntilAsync(async () => await _store.East.ClientsAsync() == 0, "the old connection is closed");
    }

    private static SessionStoreEndpoint? Writer(IServiceProvider application) =>
        application.GetRequiredService<ISessionStoreConnection>().Writer;
}
