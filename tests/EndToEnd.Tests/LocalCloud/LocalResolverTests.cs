using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SessionStore.EndToEnd.Tests.LocalCloud;

/// <summary>The resolvers of the Regions, asked over UDP.</summary>
public sealed class LocalResolverTests
{
    private World _world = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _world = await World.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [Test]
    public async Task Each_Region_is_led_to_its_own_replicas_and_all_to_one_writer()
    {
        foreach (var region in _world.Regions)
        {
            Assert.That(await AskAsync(region, (string)region.Stage.Output(OutputNames.ReaderName)),
                Does.Contain(region.ReaderEndpoint.Split('.')[1]));
            Assert.That(await AskAsync(region, _world.WriterName), Does.Contain("session-store-us-east-1"));
        }
    }

    [Test]
    public async Task Names_are_answered_while_Route_53s_API_is_down_and_as_they_are_then()
    {
        _world.Route53.Down = true;
        var record = new ResourceRecordSet("new.valkey-dr.live", RRType.CNAME) { TTL = 10, ResourceRecords = [new("one.example.com")] };
        await _world.Zone.ChangeAsync(new Change(ChangeAction.CREATE, record));
        await Task.Delay(50);
        Assert.That(await AskAsync(_world.Home, "new.valkey-dr.live"), Does.Contain("example"));
        record.ResourceRecords = [new("two.sample.com")];
        await _world.Zone.ChangeAsync(new Change(ChangeAction.UPSERT, record));
        await Task.Delay(50);
        Assert.That(await AskAsync(_world.Home, "new.valkey-dr.live"), Does.Contain("sample"));
        _world.Route53.Down = false;
    }

    [Test]
    public async Task An_address_is_asked_for_through_to_the_end_of_the_chain()
    {
        var answer = await AskAsync(_world.Away, _world.WriterName, type: 1);
        Assert.That(answer, Does.EndWith("\x7f\0\0\x01"), "127.0.0.1");
    }

    private static async Task<string> AskAsync(LocalRegion region, string name, byte type = 5)
    {
        using var socket = new UdpClient();
        socket.Connect(IPEndPoint.Parse(region.Resolver.Address));
        byte[] labels = [.. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)])];
        await socket.SendAsync((byte[])[0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. labels, 0, 0, type, 0, 1]);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        return Encoding.Latin1.GetString((await socket.ReceiveAsync(limit.Token)).Buffer);
    }
}
