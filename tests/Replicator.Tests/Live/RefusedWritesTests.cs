using SessionStore.Replicator.Stores;
using SessionStore.Replicator.Telemetry;
using SessionStore.Replicator.Tests.Support;

namespace SessionStore.Replicator.Tests.Live;

/// <summary>Stores that take no writes for a while: nothing is lost, and nothing is called in step.</summary>
internal sealed class RefusedWritesTests : PairFixture
{
    private const string Refuses = "the store refuses writes: NOREPLICAS Not enough good replicas to write.";

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_target_is_waited_for_also_for_longer_than_a_lease(bool outlivesLease)
    {
        var worker = _pair.Work();
        await _pair.Source.Data.StringSetAsync("goes", "1");
        await worker.InStepAsync();
        await _pair.EqualAsync();

        await _pair.Target.Admin.ConfigSetAsync("min-replicas-to-write", "100");
        await _pair.Source.Data.StringSetAsync("comes", "1");
        await _pair.Source.Data.KeyDeleteAsync("goes");
        await Pair.UntilAsync(() => worker.Status.Why == Refuses, "the reason");
        Assert.That((worker.Status.Phase, worker.Status.InStep, worker.Status.Refused), Is.EqualTo((Phase.Waiting, false, 0)));
        if (outlivesLease)
        {
            await _pair.SaysAsync("3:");
            await Pair.UntilAsync(() => worker.Status.Why == Refuses, "the reason, again");
        }
        Assert.That(await _pair.Target.Data.KeyExistsAsync("comes"), Is.False);
        await _pair.Target.Admin.ConfigSetAsync("min-replicas-to-write", "0");

        await worker.InStepAsync();
        await _pair.EqualAsync();
        Assert.That(_pair.Lines.Texts, Has.None.StartsWith("5:"));
        Assert.That(_pair.Lines.Texts.Count(line => line.StartsWith("6:", StringComparison.Ordinal)), Is.LessThanOrEqualTo(1));
    }

    // As `ops promote` leaves the old writer until everybody has followed the name.
    [Test]
    public async Task A_writer_that_was_told_to_refuse_is_filled_once_that_is_lifted()
    {
        _pair.Names.Lead(Pair.WriterName, Pair.West);
        var worker = _pair.Work();
        await worker.ReachesAsync(Phase.Resting);
        await _pair.Target.Data.StringSetAsync("not at the new writer", "1");
        await _pair.Target.Admin.ConfigSetAsync("min-replicas-to-write", "100");
        Assert.That(worker.Status.Phase, Is.EqualTo(Phase.Resting));

        _pair.Names.Lead(Pair.WriterName, Pair.East);
        await _pair.Source.Data.StringSetAsync("new", "1");
        await Pair.UntilAsync(() => worker.Status.Why == Refuses, "the reason");
        await _pair.Target.Admin.ConfigSetAsync("min-replicas-to-write", "0");

        await worker.InStepAsync();
        await _pair.EqualAsync();
    }

    [Test]
    public async Task One_shard_that_refuses_is_told_for_as_long_as_it_does()
    {
        const string Clustered = "clustercfg.session-store-us-east-2.abc123.use2.cache.amazonaws.com";
        var shards = await Cluster.StartAsync(_pair, Clustered, 8192);
        var settings = _pair.Settings(Clustered);
        settings[$"Target:Addresses:{Clustered}"] = shards[0].Address;
        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => _pair.Source.Data.StringSetAsync($"{number}", number)));
        var worker = _pair.Work(settings);
        await worker.InStepAsync();

        await shards[1].Admin.ConfigSetAsync("min-replicas-to-write", "100");
        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => _pair.Source.Data.StringSetAsync($"{number}", "changed")));
        await _pair.SaysAsync("3:");
        // It may pause for a second now; of each try after that the other shard takes the lease.
        await Task.Delay(2500);
        await Pair.UntilAsync(() => worker.Status.Why == Refuses, "the reason");
        Assert.That(_pair.Lines.Texts, Has.None.Contains("another worker has the lease"));
        await shards[1].Admin.ConfigSetAsync("min-replicas-to-write", "0");

        await worker.InStepAsync();
        await Pair.UntilAsync(async () =>
            Contents.Differences(await Contents.OfAsync(_pair.Source), await Contents.OfAsync(shards)).Length == 0, "equal");
        await worker.StopAsync();
        foreach (var shard in shards)
        {
            Assert.That(await shard.Admin.KeysAsync(pattern: OwnKeys.Prefix + "*").CountAsync(), Is.Zero);
        }
    }

    [Test]
    public async Task A_source_that_refuses_is_followed_as_before_and_is_not_called_deaf()
    {
        await _pair.Source.Data.StringSetAsync("ends", "1", TimeSpan.FromSeconds(8));
        await _pair.Source.Data.StringSetAsync("stays", "1");
        await _pair.Source.Admin.ConfigSetAsync("min-replicas-to-write", "100");
        await _pair.Source.Admin.ExecuteAsync("ACL", "SETUSER", "default", "-config");
        // A busy machine may keep a worker from prolonging a short lease, which would be another connection.
        var settings = _pair.Settings();
        settings["Replicator:Lease"] = "00:00:30";
        var worker = _pair.Work(settings);
        await worker.InStepAsync();
        var looks = await LooksAsync();

        // Each look at the source asks three sections; its clients go on trying.
        await Pair.UntilAsync(async () =>
        {
            Assert.That(async () => await _pair.Source.Data.StringSetAsync("tried", "1"),
                Throws.Exception.With.Message.StartsWith("NOREPLICAS"));
            Assert.That((worker.Status.Deaf, worker.Status.InStep), Is.EqualTo((false, true)));
            return await LooksAsync() >= looks + (3 * 5);
        }, "five looks");
        await Pair.UntilAsync(async () => !await _pair.Target.Data.KeyExistsAsync("ends"), "the end of a key");
        await _pair.EqualAsync();
        await _pair.Source.Admin.ConfigSetAsync("min-replicas-to-write", "0");
        await _pair.Source.Data.StringSetAsync("after", "1");
        await _pair.EqualAsync();
        Assert.That(_pair.Lines.Texts.Count(line => line.StartsWith("1:", StringComparison.Ordinal)), Is.EqualTo(1));

        async Task<long> LooksAsync()
        {
            var stats = (await _pair.Source.Admin.InfoAsync("commandstats")).SelectMany(group => group).ToDictionary();
            return long.Parse(stats["cmdstat_info"].Split(',')[0].Split('=')[1], System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
