using SessionStore.Rehearsal.Live;

namespace SessionStore.EndToEnd.Tests;

/// <summary>What stands in for a Region's cluster of MemoryDB, and the times of those that sweep it.</summary>
public sealed class StandInServerTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("session-store-").FullName;

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task It_takes_what_the_service_has_refuses_the_rest_and_remembers_that_when_it_is_dead()
    {
        using var certificates = new Certificates(_folder);
        await using var world = await ActiveWorld.StartAsync(OptionFiles.Of(OptionFiles.MemoryDb), CancellationToken.None);
        var (region, logins) = (world.Regions[0], Logins.Of(world.Regions[0].Stage.Outputs));
        await using var server = await StandInServer.StartAsync(region, logins, certificates, _folder, CancellationToken.None);
        var first = server.Node;
        await using (var user = await RespConnection.ConnectAsync(
            int.Parse(server.Address.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture), server.Host, certificates.Validate,
            TimeSpan.FromMinutes(1)))
        {
            await user.SendAsync("AUTH", logins.Client["UserName"], logins.Client["Password"]);
            Assert.That(await user.SendAsync("HSET", "session:1", "data", "x"), Is.EqualTo(1L));
            Assert.That(async () => await user.SendAsync("EXPIRE", "session:1", "5"), Throws.TypeOf<RespException>());
            Assert.That(async () => await user.SendAsync("FUNCTION", "LIST"), Throws.TypeOf<RespException>());
            Assert.That(async () => await user.SendAsync("INFO"), Throws.TypeOf<RespException>(), "the access string is the stack's");
            Assert.That(async () => await user.SendAsync("HGET", "others:1", "data"), Throws.TypeOf<RespException>());
        }
        Assert.That(await server.HoldsSessionAsync("session:1"), Is.True);
        await server.KillAsync();
        Assert.That(async () => await server.ExecuteAsync("PING"), Throws.TypeOf<IOException>());
        await server.StartAsync(CancellationToken.None);
        Assert.Multiple(async () =>
        {
            Assert.That(await server.HoldsSessionAsync("session:1"), Is.False, "it comes back empty");
            Assert.That(await server.RefusedAsync(), Is.EquivalentTo(new[] { "EXPIRE", "FUNCTION" }));
            Assert.That((server.HasHad(first), server.Node), Is.EqualTo((true, server.Node)).And.Not.EqualTo((true, first)));
        });
    }

    [Test]
    public void Whoever_sweeps_in_short_minutes_has_the_clients_own_times_in_the_same_measure()
    {
        var minute = TimeSpan.FromSeconds(2);
        Assert.That(
            new[] { HastyApplication.Grace(minute), HastyApplication.Silence(minute), HastyApplication.Round(minute) }
                .Select(span => span.TotalSeconds),
            Is.EqualTo(new[] { 10, 2, 1 / 3.0 }).Within(0.001));
    }
}
