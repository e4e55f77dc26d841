using System.Text.Json;
using SessionStore.EndToEnd.Tests.Support;

namespace SessionStore.EndToEnd.Tests.Operations.MemoryDb;

/// <summary>The tool itself against a store on MemoryDB. Proof limit: the service is a program of ours.</summary>
public sealed class MemoryDbCommandsTests
{
    private MemoryDbWorld _world = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _world = await MemoryDbWorld.StartAsync();
        _world.PutLag("us-east-1", "us-east-2", 250);
        _world.PutLag("us-east-2", "us-east-1", 400);
        foreach (var region in new[] { "us-east-1", "us-east-2" })
        {
            _world.Services.CloudWatch.Measured.SetAlarm(region, "session-store-replication-lag", "OK");
        }
    }

    [OneTimeTearDown]
    public async Task Stop() => await _world.DisposeAsync();

    [Test]
    public async Task A_store_is_looked_at_verified_and_taken_down_and_what_has_no_meaning_is_refused_by_name()
    {
        var status = await Run(0, "status");
        Assert.Multiple(() =>
        {
            Assert.That(status, Does.Contain("Multi-Region cluster virxk-session-store: available, 1 shard of db.r7g.xlarge, Valkey 7.3; "
                + "members: us-east-1, us-east-2"));
            Assert.That(status, Does.Match(@"cluster +available +available"));
            Assert.That(status, Does.Match(@"nodes +2 in 1 shard +2 in 1 shard"));
            Assert.That(status, Does.Match(@"replication lag +250 ms +400 ms"));
            Assert.That(status, Does.Match(@"of writes of us-east-1 +- +400 ms"));
            Assert.That(status, Does.Match(@"writer record +here +here"));
            Assert.That(status, Does.Contain("All is well."));
        });
        Assert.That(await Run(0, "verify"), Does.Contain("10 as expected, 0 different, 0 unknown").And.Contain("\"A store on MemoryDB\""));
        Assert.That(await Run(0, "teardown"), Does.EndWith("pulumi destroy --refresh --run-program --stack primary"));
        Assert.That(await Run(1, "migrate", "finish"), Does.StartWith("migrate finish has no meaning for the store session-store"));

        _world.Lost.Add("us-east-1");
        using var lost = JsonDocument.Parse(await Run(1, "status", "--json"));
        var (home, away) = (lost.RootElement.GetProperty("regions")[0], lost.RootElement.GetProperty("regions")[1]);
        Assert.Multiple(() =>
        {
            Assert.That(lost.RootElement.GetProperty("unknown").GetArrayLength(), Is.EqualTo(1), "one cause");
            Assert.That(home.GetProperty("cluster").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(away.GetProperty("cluster").GetProperty("status").GetString(), Is.EqualTo("available"));
            Assert.That(away.GetProperty("lag").GetProperty("milliseconds").GetDouble(), Is.EqualTo(400));
            Assert.That(lost.RootElement.GetProperty("writerTargets").GetProperty("us-east-2").GetString(),
                Is.EqualTo(away.GetProperty("clusterEndpoint").GetString()));
        });
        Assert.That(await Run(1, "teardown"), Does.StartWith("us-east-1 does not say what it is a part of"));
    }

    private async Task<string> Run(int exitCode, params string[] arguments)
    {
        var run = await _world.Operator.RunAsync(CancellationToken.None, arguments);
        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Text);
        return run.Text.Trim();
    }
}
