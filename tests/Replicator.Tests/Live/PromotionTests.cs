using SessionStore.Replicator.Copying;
using SessionStore.Replicator.Fencing;
using SessionStore.Replicator.Stores;
using SessionStore.Replicator.Telemetry;
using SessionStore.Replicator.Tests.Support;
using StackExchange.Redis;

namespace SessionStore.Replicator.Tests.Live;

/// <summary>The fence, and what becomes of a worker when its own Region gets the name.</summary>
internal sealed class PromotionTests
{
    private Pair _pair = null!;

    [SetUp]
    public async Task StartAsync() => _pair = await Pair.StartAsync();

    [TearDown]
    public async Task StopAsync()
    {
        TestContext.Out.WriteLine(string.Join(Environment.NewLine, _pair.Lines.Texts));
        await _pair.DisposeAsync();
    }

    [Test]
    public async Task It_rests_while_its_own_Region_has_the_name_and_turns_round_by_itself()
    {
        var west = _pair.Work();
        var settings = _pair.Settings(Pair.East);
        var east = _pair.Work(settings);
        await _pair.Source.Data.StringSetAsync("before", "1");
        await west.InStepAsync();
        await east.ReachesAsync(Phase.Resting);

        _pair.Names.Lead(Pair.WriterName, Pair.West);
        await west.ReachesAsync(Phase.Resting);
        await _pair.Target.Data.StringSetAsync("after", "2");
        await _pair.Target.Data.KeyDeleteAsync("before");
        await east.InStepAsync();

        await _pair.EqualAsync();
        Assert.That(await _pair.Source.Data.StringGetAsync("after"), Is.EqualTo((RedisValue)"2"));

        _pair.Names.Lead(Pair.WriterName, Pair.East);
        await east.ReachesAsync(Phase.Resting);
        await _pair.Source.Data.StringSetAsync("back", "3");
        await west.InStepAsync();
        await _pair.EqualAsync();
        Assert.That(await _pair.Target.Data.StringGetAsync("back"), Is.EqualTo((RedisValue)"3"));
    }

    [Test]
    public async Task A_store_that_its_datastore_fills_is_left_alone_until_it_takes_writes_itself()
    {
        var worker = _pair.Work();
        await worker.InStepAsync();
        await _pair.Target.FollowAsync(_pair.Source);
        await worker.ReachesAsync(Phase.Resting);
        Assert.That(worker.Status.Why, Does.Contain("takes no writes"));
        Assert.That(worker.Status.InStep, Is.False);

        await _pair.Target.PromoteAsync();
        await _pair.Source.Data.StringSetAsync("afterwards", "1");
        await worker.InStepAsync();
        await _pair.EqualAsync();
        Assert.That(await _pair.Target.Data.StringGetAsync("afterwards"), Is.EqualTo((RedisValue)"1"));
    }

    [Test]
    public async Task Once_an_order_holds_the_fence_nothing_lands_any_more()
    {
        var worker = _pair.Work();
        await worker.InStepAsync();
        using var end = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var number = 0; !end.IsCancellationRequested; number++)
            {
                await _pair.Source.Data.StringSetAsync($"{number % 100}", number);
            }
        });
        await Task.Delay(500);

        var target = new Link(Pair.West, _pair.Target.Data.Multiplexer);
        await new Fence(target).CloseAsync(FenceValues.Held);
        var held = await Contents.OfAsync(_pair.Target);
        await Task.Delay(1500);

        Assert.That(await Contents.OfAsync(_pair.Target), Is.EqualTo(held));
        Assert.That(worker.Status.Phase, Is.EqualTo(Phase.Waiting));
        await new Fence(target).ReleaseAsync();
        await end.CancelAsync();
        await writing;
        await worker.InStepAsync();
        await _pair.EqualAsync();
    }

    [Test]
    public async Task A_name_that_leads_elsewhere_for_a_moment_gets_nobody_overwritten()
    {
        _pair.Names.Lead(Pair.WriterName, Pair.West);
        var settings = _pair.Settings();
        settings["Replicator:Settle"] = "00:01:00";
        var worker = _pair.Work(settings);
        await worker.ReachesAsync(Phase.Resting);
        await _pair.Target.Data.StringSetAsync("acknowledged", "x");

        _pair.Names.Lead(Pair.WriterName, Pair.East);
        await worker.ReachesAsync(Phase.Waiting);
        await Task.Delay(1000);
        _pair.Names.Lead(Pair.WriterName, Pair.West);
        await worker.ReachesAsync(Phase.Resting);

        Assert.That(await _pair.Target.Data.KeyExistsAsync("acknowledged"), Is.True);
    }

    [Test]
    public async Task Where_nobody_says_where_the_name_leads_the_lease_runs_out()
    {
        var worker = _pair.Work();
        await worker.InStepAsync();

        _pair.Names.Silent = true;

        await Pair.UntilAsync(async () => await _pair.Target.Admin.KeysAsync(pattern: OwnKeys.Prefix + "*").CountAsync() == 0,
            "the end of the lease");
        Assert.That(worker.Status.InStep, Is.False);
    }

    [Test]
    public async Task Two_workers_do_not_copy_at_once()
    {
        var first = _pair.Work();
        await first.InStepAsync();
        var second = _pair.Work();

        await second.ReachesAsync(Phase.Waiting);
        Assert.That(second.Status.Why, Does.StartWith("another worker"));
        await first.StopAsync();
        await second.InStepAsync();
    }

    [Test]
    public async Task A_batch_under_an_old_lease_does_nothing()
    {
        var target = new Link(Pair.West, _pair.Target.Data.Multiplexer);
        var fence = new Fence(target);
        Assert.That(await fence.TakeAsync(await fence.ReadAsync(), "old", TimeSpan.FromMinutes(1)), Is.True);
        var writer = new TargetWriter(target, fence, FenceValues.Lease("old"));
        await _pair.Target.Data.StringSetAsync("key", "new writer's");
        Assert.That(await fence.TakeAsync(await fence.ReadAsync(), "new", TimeSpan.FromMinutes(1)), Is.True);

        Assert.That(async () => await writer.ApplyAsync([new("key", null, 0)]), Throws.TypeOf<FencedException>());
        Assert.That(await _pair.Target.Data.KeyExistsAsync("key"), Is.True);
        Assert.That(await fence.TakeAsync([FenceValues.Lease("old")], "third", TimeSpan.FromMinutes(1)), Is.False);
    }

    [Test]
    public async Task A_payload_of_a_newer_engine_is_refused_for_good_and_the_others_of_its_batch_arrive()
    {
        var target = new Link(Pair.West, _pair.Target.Data.Multiplexer);
        var fence = new Fence(target);
        await fence.TakeAsync(await fence.ReadAsync(), "token", TimeSpan.FromMinutes(1));
        await _pair.Source.Data.StringSetAsync("fine", "x");
        var payload = (await _pair.Source.Data.KeyDumpAsync("fine"))!;
        byte[] newer = [.. payload];
        newer[^10] = 0xFF; // the RDB version, before eight bytes of checksum

        var refusals = await new TargetWriter(target, fence, FenceValues.Lease("token")).ApplyAsync(
            [new("newer", newer, 0), new("fine", payload, 0)]);

        Assert.That(refusals.Select(refusal => (refusal.Key, refusal.IsFinal)), Is.EqualTo(new[] { ((RedisKey)"newer", true) }));
        Assert.That(refusals[0].Reason, Does.Contain("DUMP payload version or checksum are wrong"));
        Assert.That(await _pair.Target.Data.StringGetAsync("fine"), Is.EqualTo((RedisValue)"x"));
    }
}
