using SessionStore.Replicator.Stores;
using SessionStore.Replicator.Telemetry;
using SessionStore.Replicator.Tests.Support;
using StackExchange.Redis;

namespace SessionStore.Replicator.Tests.Live;

/// <summary>What becomes of a worker when its own Region gets the name.</summary>
internal sealed class PromotionTests : PairFixture
{
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
    public async Task A_name_that_comes_home_to_a_store_that_refuses_writes_ends_what_is_under_way_all_the_same()
    {
        var worker = _pair.Work();
        await worker.InStepAsync();
        await _pair.Target.Admin.ConfigSetAsync("min-replicas-to-write", "100");

        _pair.Names.Lead(Pair.WriterName, Pair.West);
        await _pair.SaysAsync($"3: Copying from {Pair.East} has ended: it was told to");
        await _pair.SaysAsync("7: Waiting: the store refuses writes: NOREPLICAS");
        await _pair.Target.Admin.ConfigSetAsync("min-replicas-to-write", "0");

        await worker.ReachesAsync(Phase.Resting);
        Assert.That((string?)await _pair.Target.Data.StringGetAsync($"{OwnKeys.Prefix}{{0}}:fence"), Does.StartWith("own:"));
    }
}
