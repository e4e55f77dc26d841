using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using SessionStore.Client.Tests.Support;
using SessionStore.Replicator.Commands;
using SessionStore.Replicator.Stores;
using SessionStore.Replicator.Tests.Support;

namespace SessionStore.Replicator.Tests.Live;

/// <summary>Whether a store takes writes, asked of real servers.</summary>
internal sealed class ProbeTests : PairFixture
{
    private const string Clustered = "clustercfg.session-store-us-east-2.abc123.use2.cache.amazonaws.com",
        NoReplicas = "NOREPLICAS Not enough good replicas to write.";

    [Test]
    public async Task A_store_that_takes_writes_keeps_nothing_of_the_question()
    {
        // What the source has of it is left out by a worker, and by every comparison.
        await _pair.Source.Data.StringSetAsync("session-store:replicator:{0}:probe", "probe");
        await _pair.Work().InStepAsync();

        Assert.That(await AskAsync(), Is.EqualTo(new Probe(true, null)));

        Assert.That(await _pair.Target.Data.KeyExistsAsync("session-store:replicator:{0}:probe"), Is.False);
        Assert.That((await WorkerProgram.RunAsync(_pair.Settings(), "compare", "--settle", "0.1")).Code, Is.Zero);
    }

    [TestCase("min-replicas-to-write", "100", "0", NoReplicas)]
    [TestCase("maxmemory", "1", "0", "OOM command not allowed when used memory > 'maxmemory'.")]
    public async Task A_refusal_is_told_in_the_servers_words_until_it_is_lifted(string parameter, string value, string lifted,
        string answer)
    {
        await _pair.Target.Admin.ConfigSetAsync(parameter, value);
        Assert.That(await AskAsync(), Is.EqualTo(new Probe(false, answer)));

        await _pair.Target.Admin.ConfigSetAsync(parameter, lifted);
        Assert.That(await AskAsync(), Is.EqualTo(new Probe(true, null)));
    }

    [Test]
    public async Task A_replica_takes_none()
    {
        await _pair.Target.FollowAsync(_pair.Source);

        var answer = await AskAsync();

        Assert.That(answer.TakesWrites, Is.False);
        Assert.That(answer.Answer, Does.StartWith($"READONLY {Pair.West}").And.EndsWith("is a replica and takes no writes"));
    }

    [Test]
    public async Task One_shard_that_refuses_is_enough_also_where_another_cannot_be_asked()
    {
        var shards = await Cluster.StartAsync(_pair, Clustered, 3000);
        Assert.That(await AskAsync(Clustered, shards[0]), Is.EqualTo(new Probe(true, null)));

        foreach (var refusing in shards)
        {
            await refusing.Admin.ConfigSetAsync("min-replicas-to-write", "100");
            Assert.That(await AskAsync(Clustered, shards[0]), Is.EqualTo(new Probe(false, NoReplicas)));
            await refusing.Admin.ConfigSetAsync("min-replicas-to-write", "0");
        }
        foreach (var shard in shards)
        {
            Assert.That(await shard.Admin.DatabaseSizeAsync(), Is.Zero);
            await shard.Admin.ExecuteAsync("ACL", "SETUSER", "default", "-set");
        }
        // What one user may not do says nothing of the store.
        Assert.That(async () => await AskAsync(Clustered, shards[0]), Throws.Exception.With.Message.StartsWith("NOPERM"));

        await shards[1].Admin.ExecuteAsync("ACL", "SETUSER", "default", "+set");
        await shards[1].Admin.ConfigSetAsync("min-replicas-to-write", "100");
        Assert.That(await AskAsync(Clustered, shards[0]), Is.EqualTo(new Probe(false, NoReplicas)));
    }

    [Test]
    public async Task The_command_prints_one_object_and_tells_what_it_could_not_find_out()
    {
        await _pair.Target.Admin.ConfigSetAsync("min-replicas-to-write", "100");
        var refused = await WorkerProgram.RunAsync(_pair.Settings(), "probe");
        Assert.That(refused, Is.EqualTo((0, $$"""{"takesWrites":false,"answer":"{{NoReplicas}}"}""" + "\n", "")));

        await _pair.Target.KillAsync();
        var unknown = await WorkerProgram.RunAsync(_pair.Settings(), "probe");
        Assert.That((unknown.Code, unknown.Output), Is.EqualTo((3, "")));
        Assert.That(unknown.Error, Does.Contain(Pair.West));

        var settings = _pair.Settings();
        settings["Target:Port"] = "none";
        Assert.That((await WorkerProgram.RunAsync(settings, "probe")).Code, Is.EqualTo(2));
    }

    private async Task<Probe> AskAsync(string name = Pair.West, LiveServer? at = null)
    {
        var settings = _pair.Settings(name);
        settings[$"Target:Addresses:{name}"] = (at ?? _pair.Target).Address;
        await using var store = new Store(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection("Target"), NullLoggerFactory.Instance);
        return await Probe.AskAsync(store, CancellationToken.None);
    }
}
