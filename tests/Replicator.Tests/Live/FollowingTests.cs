using SessionStore.Replicator.Telemetry;
using SessionStore.Replicator.Tests.Support;
using StackExchange.Redis;

namespace SessionStore.Replicator.Tests.Live;

/// <summary>One worker between two real servers.</summary>
internal sealed class FollowingTests
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
    public async Task An_emptied_source_tells_nothing_and_is_noticed_all_the_same()
    {
        var worker = _pair.Work();
        await _pair.Source.Data.StringSetAsync("a", "b");
        await worker.InStepAsync();

        await _pair.Source.Admin.ExecuteAsync("FLUSHALL");
        await _pair.Source.Data.StringSetAsync("c", "d");

        await _pair.EqualAsync();
        Assert.That(_pair.Lines.Texts, Has.Some.Contains("emptied or swapped"));
    }

    [Test]
    public async Task Changes_during_a_lost_subscription_are_found()
    {
        var worker = _pair.Work();
        await _pair.Source.Data.StringSetAsync("stays", "1");
        await _pair.Source.Data.StringSetAsync("goes", "1");
        await worker.InStepAsync();
        await _pair.EqualAsync();

        await _pair.Source.Admin.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
        await _pair.Source.Data.KeyDeleteAsync("goes");
        await _pair.Source.Data.StringSetAsync("comes", "1");

        await _pair.EqualAsync();
        Assert.That(_pair.Lines.Texts, Has.Some.Contains("Subscription"));
    }

    [Test]
    public async Task A_target_that_was_emptied_is_filled_again()
    {
        var worker = _pair.Work();
        await _pair.Source.Data.StringSetAsync("a", "b");
        await worker.InStepAsync();

        await _pair.Target.Admin.ExecuteAsync("FLUSHALL");

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
    public async Task A_source_that_tells_nothing_is_never_called_in_step()
    {
        await _pair.Source.Admin.ConfigSetAsync("notify-keyspace-events", "Ex");
        await _pair.Source.Data.StringSetAsync("a", "b");
        var worker = _pair.Work();

        await Pair.UntilAsync(() => worker.Status.Deaf, "deaf");
        await _pair.EqualAsync();
        Assert.That(worker.Status.InStep, Is.False);
        Assert.That(_pair.Lines.Texts, Has.Some.Contains("notify-keyspace-events is \"xE\", expected KA"));

        await _pair.Source.Admin.ConfigSetAsync("notify-keyspace-events", "KA");
        await worker.InStepAsync();
    }

    [Test]
    public async Task Where_the_source_does_not_say_what_its_setting_is_its_silence_tells()
    {
        await _pair.Source.Admin.ConfigSetAsync("notify-keyspace-events", "");
        await _pair.Source.Admin.ExecuteAsync("ACL", "SETUSER", "default", "-config");
        var worker = _pair.Work();
        await worker.InStepAsync();

        await Pair.UntilAsync(async () =>
        {
            await _pair.Source.Data.StringIncrementAsync("changes");
            return worker.Status.Deaf;
        }, "deaf");

        Assert.That(worker.Status.InStep, Is.False);
        await Pair.UntilAsync(() => _pair.Lines.Texts.Any(line => line.Contains("notify-keyspace-events is not known here, expected KA",
            StringComparison.Ordinal)), "the error");
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
