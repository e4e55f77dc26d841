using System.Globalization;
using SessionStore.Client.Tests.Support;
using SessionStore.Replicator.Tests.Support;
using StackExchange.Redis;

namespace SessionStore.Replicator.Tests.Live;

/// <summary>
/// Writes, deletions, renames, expirations, kills of the worker and of its connections, a target that refuses writes, all mixed. In the end
/// both servers are equal, by a comparison that shares nothing with the worker. SEEDS=20 plays more than ./test does.
/// </summary>
internal sealed class RandomTests
{
    private const int Keys = 400, Rounds = 60, Each = 60;

    private static IEnumerable<int> Seeds => Enumerable.Range(1, int.Parse(
        Environment.GetEnvironmentVariable("SEEDS") ?? "5", CultureInfo.InvariantCulture));

    [TestCaseSource(nameof(Seeds))]
    public async Task In_the_end_both_are_equal(int seed)
    {
        var random = new Random(seed);
        await using var pair = await Pair.StartAsync();
        var settings = pair.Settings();
        settings["Replicator:Lease"] = "00:00:01";
        settings["Replicator:MaximumWaiting"] = seed % 3 == 0 ? "1000" : "200000";
        settings["Replicator:HealthFile"] = Path.Combine(pair.Authority.Folder, "health.json");
        for (var number = 0; number < Keys; number++)
        {
            await pair.Target.Data.StringSetAsync($"extra-{number}", number);
        }
        var worker = new WorkerProgram(settings);
        var kills = 0;
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                await Task.WhenAll(Enumerable.Range(0, Each).Select(_ => ChangeAsync(pair.Source.Data, random)));
                switch (random.Next(30))
                {
                    case 0:
                        worker.Kill();
                        await worker.EndAsync();
                        await worker.DisposeAsync();
                        worker = new(settings);
                        kills++;
                        break;
                    case 1:
                        await pair.Source.Admin.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
                        break;
                    case 2:
                        await CutAsync(random.Next(2) == 0 ? pair.Source : pair.Target);
                        break;
                    case 3 when random.Next(4) == 0:
                        await pair.Source.Admin.ExecuteAsync("FLUSHALL");
                        break;
                    case 4:
                        await pair.Target.Admin.ConfigSetAsync("min-replicas-to-write", random.Next(2) * 100);
                        break;
                }
                await Task.Delay(random.Next(60));
            }
            await pair.Target.Admin.ConfigSetAsync("min-replicas-to-write", 0);
            // Long enough that no time is over between the reading of the one and of the other.
            await Task.Delay(300);
            await pair.EqualAsync();
            TestContext.Out.WriteLine($"{(await Contents.OfAsync(pair.Target)).Count} keys in the end, {kills} kills");
        }
        finally
        {
            worker.Kill();
            TestContext.Out.WriteLine((await worker.EndAsync()).Output);
            await worker.DisposeAsync();
        }
    }

    // All connections but those of this test.
    private static async Task CutAsync(LiveServer server)
    {
        foreach (var line in ((string)(await server.Admin.ExecuteAsync("CLIENT", "LIST"))!).Split('\n'))
        {
            if (line.Contains("name=SessionStore.Client", StringComparison.Ordinal))
            {
                await server.Admin.ExecuteAsync("CLIENT", "KILL", "ID", line.Split(' ')[0].Split('=')[1]);
            }
        }
    }

    private static async Task ChangeAsync(IDatabase data, Random random)
    {
        // Most changes meet few keys.
        RedisKey key = $"k{(int)(Keys * Math.Pow(random.NextDouble(), 2))}", other = $"k{random.Next(Keys)}";
        var (kind, number, milliseconds) = (random.Next(12), random.Next(), random.Next(1, 300));
        try
        {
            await (kind switch
            {
                0 or 1 or 2 => (Task)data.StringSetAsync(key, new string('x', number % 2000), TimeSpan.FromMinutes(10)),
                3 => data.StringSetAsync(key, number, TimeSpan.FromMilliseconds(milliseconds)),
                4 => data.KeyDeleteAsync(key),
                5 => data.KeyRenameAsync(key, other),
                6 => data.KeyExpireAsync(key, TimeSpan.FromSeconds(100 + (number % 1000))),
                7 => data.KeyPersistAsync(key),
                8 => data.HashSetAsync(key, $"f{number % 20}", number),
                9 => data.ListRightPushAsync(key, number),
                10 => data.SortedSetAddAsync(key, $"m{number % 20}", number),
                _ => data.SetAddAsync(key, number % 50),
            });
        }
        catch (RedisServerException)
        {
            // Of another type, or not there to be renamed.
        }
    }
}
