using System.Text.Json;
using SessionStore.Replicator.Tests.Support;

namespace SessionStore.Replicator.Tests.Live;

/// <summary>The program as whoever starts it sees it.</summary>
internal sealed class ProgramTests : PairFixture
{
    [Test]
    public async Task It_tells_its_health_and_metrics_and_ends_on_SIGTERM()
    {
        var settings = _pair.Settings();
        var file = settings["Replicator:HealthFile"] = Path.Combine(_pair.Authority.Folder, "health.json");
        await _pair.Source.Data.StringSetAsync("a", "b");
        await using var program = new WorkerProgram(settings);

        await Pair.UntilAsync(() => WorkerProgram.Health(file!) is { } health && health.GetProperty("inStep").GetBoolean(), "health");
        Assert.That(WorkerProgram.Health(file!)!.Value.GetProperty("phase").GetString(), Is.EqualTo("following"));
        await Task.Delay(1500);
        program.Terminate();
        var (code, output, error) = await program.EndAsync();

        Assert.That((code, error), Is.EqualTo((0, "")));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
            JsonDocument.Parse(line).RootElement).ToArray();
        Assert.That(lines.Where(line => line.TryGetProperty("_aws", out _)).Select(line => line.TryGetProperty("ReplicatorInStep",
            out var value)
            ? value.GetInt32() : -1), Has.Some.EqualTo(1));
        Assert.That(lines.Where(line => line.TryGetProperty("Message", out _)), Is.Not.Empty);
        Assert.That(await _pair.Target.Admin.KeysAsync(pattern: "session-store:*").CountAsync(), Is.Zero);
    }

    [Test]
    public async Task Compare_finds_each_kind_of_difference_and_repairs_it_beside_a_worker()
    {
        var (source, target) = (_pair.Source.Data, _pair.Target.Data);
        await source.StringSetAsync("equal", "x", TimeSpan.FromMinutes(5));
        await source.StringSetAsync("other value", "x");
        await source.StringSetAsync("other expiry", "x", TimeSpan.FromMinutes(5));
        await source.StringSetAsync("missing", "x");
        await _pair.Work().InStepAsync();
        Assert.That((await WorkerProgram.RunAsync(_pair.Settings(), "compare", "--settle", "0.1")).Code, Is.Zero);

        await target.StringSetAsync("other value", "y");
        await target.KeyExpireAsync("other expiry", TimeSpan.FromMinutes(9));
        await target.KeyDeleteAsync("missing");
        await target.StringSetAsync("extra", "y");
        var found = await WorkerProgram.RunAsync(_pair.Settings(), "compare", "--settle", "0.1");

        Assert.That(found.Code, Is.EqualTo(1), found.Error);
        var report = JsonDocument.Parse(found.Output).RootElement;
        Assert.That(
            new[] { "compared", "missing", "extra", "value", "expiry", "undecided" }.Select(name => report.GetProperty(name).GetInt32()),
            Is.EqualTo(new[] { 5, 1, 1, 1, 1, 0 }));
        Assert.That(report.GetProperty("sample").EnumerateArray().Select(name => name.GetString()), Has.Exactly(4).Items
            .And.None.Contains("other").And.Some.Match("^Missing [0-9a-f]{16}$"));

        var repaired = await WorkerProgram.RunAsync(_pair.Settings(), "compare", "--repair", "--settle", "0.1");
        Assert.That(repaired.Code, Is.Zero, repaired.Error);
        await _pair.EqualAsync();
    }

    [Test]
    public async Task Nothing_is_repaired_without_a_worker_and_nothing_compared_with_itself()
    {
        var alone = await WorkerProgram.RunAsync(_pair.Settings(), "compare", "--repair");
        Assert.That((alone.Code, alone.Error), Is.EqualTo((2,
            $"{Pair.West}: no worker has the lease (its fence is open), so nothing may be repaired: expected a running replicator\n")));

        _pair.Names.Lead(Pair.WriterName, Pair.West);
        var itself = await WorkerProgram.RunAsync(_pair.Settings(), "compare");
        Assert.That((itself.Code, itself.Error), Is.EqualTo((2,
            $"{Pair.WriterName} leads to {Pair.West}, the target itself: there is nothing to compare\n")));
    }

    [Test]
    public async Task Hold_and_release_are_orders()
    {
        var worker = _pair.Work();
        await worker.InStepAsync();

        var held = await WorkerProgram.RunAsync(_pair.Settings(), "hold", "--minutes", "5");
        Assert.That((held.Code, held.Output), Is.EqualTo((0, $"{Pair.West} takes nothing of a replicator any more, for 00:05:00.\n")));
        await _pair.Source.Data.StringSetAsync("a", "b");
        await Pair.UntilAsync(() => worker.Status.Why.Contains("release", StringComparison.Ordinal), "the order");
        Assert.That(await _pair.Target.Data.KeyExistsAsync("a"), Is.False);

        Assert.That((await WorkerProgram.RunAsync(_pair.Settings(), "release")).Code, Is.Zero);
        await worker.InStepAsync();
        await _pair.EqualAsync();
    }

    [Test]
    public async Task All_problems_come_at_once()
    {
        var (code, _, error) = await WorkerProgram.RunAsync(new Dictionary<string, string?>
        {
            ["Source:Auth"] = "token",
            ["Target:WriterName"] = "master.group.abc123.use2.cache.amazonaws.com",
            ["Target:Port"] = "none",
            ["Replicator:Lease"] = "1",
            ["Replicator:Nonsense"] = "1",
        });

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EquivalentTo(new[]
        {
            "The replicator cannot start, 6 problem(s):",
            "1. Replicator:Nonsense is not a setting: expected one of Replicator:SettingsFile, Replicator:ReplicationGroupId, "
                + "Replicator:HealthFile, Replicator:CompareAt, Replicator:CompareRepairs, Replicator:Lease, Replicator:Settle, "
                + "Replicator:MaximumWaiting, Replicator:MetricsEvery",
            "2. Replicator:ReplicationGroupId is not set: expected the replication group that is written to, such as "
                + "session-store-us-east-2",
            "3. Replicator:Lease is \"1\": expected a time such as 00:00:05, from 00:00:01 to 00:01:00",
            "4. Source:WriterName is not set: expected the store's output writerName",
            "5. Source:AuthToken is not set: Auth is Token and needs it",
            "6. Target:Port is \"none\": expected a number from 1 to 65535",
        }));
    }

    [Test]
    public async Task A_wrong_option_is_said_to_be_wrong()
    {
        var (code, _, error) = await WorkerProgram.RunAsync(_pair.Settings(), "compare", "--settle", "no");
        Assert.That((code, error), Is.EqualTo((2, error)));
        Assert.That(error, Does.Contain("--settle"));
    }
}
