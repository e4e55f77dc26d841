using SessionStore.Replicator.Copying;
using SessionStore.Replicator.Fencing;
using SessionStore.Replicator.Stores;
using SessionStore.Replicator.Telemetry;
using SessionStore.Replicator.Tests.Support;
using StackExchange.Redis;

namespace SessionStore.Replicator.Tests.Live;

/// <summary>What the fence lets through.</summary>
internal sealed class FenceTests : PairFixture
{
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
