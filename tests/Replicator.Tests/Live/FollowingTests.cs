using SessionStore.Replicator.Telemetry;
using SessionStore.Replicator.Tests.Support;
using StackExchange.Redis;

namespace SessionStore.Replicator.Tests.Live;

/// <summary>One worker between two real servers.</summary>
internal sealed class FollowingTests : PairFixture
{
    [Test]
    public async Task What_is_there_is_copied_with_its_type_and_expiry()
    {
        var data = _pair.Source.Data;
        await data.StringSetAsync("string", "value", TimeSpan.FromMinutes(5));
        await data.HashSetAsync("hash", [new("a", 1), new("b", 2)]);
        await data.KeyExpireAsync("hash", TimeSpan.FromMinutes(20));
        await data.ListRightPushAsync("list", [1, 2, 3]);
        await data.SetAddAsync("set", ["x", "y"]);
        await data.SortedSetAddAsync("sorted", "z", 1.5);
        await data.StreamAddAsync("stream", "field", "value");
        await _pair.Target.Data.StringSetAsync("not at the source", "x");

        var worker = _pair.Work();
        await worker.InStepAsync();

        await _pair.EqualAsync();
        Assert.That(await _pair.Target.Data.KeyExistsAsync("not at the source"), Is.False);
    }

    [Test]
    public async Task What_changes_follows()
    {
        await _pair.Work().InStepAsync();
        var data = _pair.Source.Data;

        await data.StringSetAsync("set", "value");
        await data.StringSetAsync("ends", "value", TimeSpan.FromMilliseconds(300));
        await data.StringSetAsync("removed", "value");
        await data.StringSetAsync("old", "value");
        await data.StringSetAsync("kept", "value", TimeSpan.FromMinutes(1));
        await _pair.EqualAsync();
        await data.KeyDeleteAsync("removed");
        await data.KeyRenameAsync("old", "new");
        await data.KeyPersistAsync("kept");
        await data.KeyExpireAsync("set", TimeSpan.FromHours(1));

        await _pair.EqualAsync();
        var there = await Contents.OfAsync(_pair.Target);
        Assert.That(there.Keys, Does.Contain("new").And.Not.Contain("old").And.Not.Contain("removed"));
    }

    [Test]
    public async Task Evicted_keys_follow()
    {
        await _pair.Work().InStepAsync();
        await _pair.Source.Admin.ConfigSetAsync("maxmemory-policy", "allkeys-random");
        await Task.WhenAll(Enumerable.Range(0, 2000).Select(number => _pair.Source.Data.StringSetAsync($"{number}", new string('x',
            1000))));
        var used = (await _pair.Source.Admin.InfoAsync("memory")).SelectMany(group => group).First(pair => pair.Key == "used_memory").Value;

        await _pair.Source.Admin.ConfigSetAsync("maxmemory", long.Parse(used,
            System.Globalization.CultureInfo.InvariantCulture) - 1_000_000);
        await _pair.Source.Data.StringSetAsync("one more", "x");
        await Pair.UntilAsync(async () => await _pair.Source.Admin.DatabaseSizeAsync() < 1900, "evictions");
        await _pair.Source.Admin.ConfigSetAsync("maxmemory", 0);

        await _pair.EqualAsync();
    }

    [Test]
    public async Task A_key_that_changes_faster_than_it_is_copied_arrives_as_it_is_in_the_end()
    {
        await _pair.Work().InStepAsync();

        await Task.WhenAll(Enumerable.Range(1, 20_000).Select(_ => _pair.Source.Data.StringIncrementAsync("counter")));

        await _pair.EqualAsync();
        Assert.That((int)await _pair.Target.Data.StringGetAsync("counter"), Is.EqualTo(20_000));
    }

    [Test]
    public async Task It_stops_at_once_and_gives_its_lease_back()
    {
        var worker = _pair.Work();
        await worker.InStepAsync();

        await worker.StopAsync();

        Assert.That(await _pair.Target.Admin.KeysAsync(pattern: "session-store:replicator:*").CountAsync(), Is.Zero);
        await _pair.Work().ReachesAsync(Phase.Following);
    }
}
