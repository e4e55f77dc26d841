using Amazon.Route53;
using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests;

internal sealed class WriterZoneTests
{
    private World _world = null!;

    [SetUp]
    public void SetUp() => _world = new World();

    [TearDown]
    public void TearDown() => _world.Dispose();

    [Test]
    public async Task One_call_reads_record_pin_and_history_among_their_neighbours()
    {
        _world.WithRecord(World.OtherEndpoint).WithPin(World.OtherGroup).WithHistory(WriterHistory.Empty with { Changes = 4 });
        Neighbour("valkey-dr.live.", RRType.NS);
        Neighbour("alpha.valkey-dr.live.", RRType.CNAME);
        Neighbour("reader.valkey-dr.live.", RRType.CNAME);
        Neighbour("_pin.demo.valkey-dr.live.", RRType.CAA);
        var records = await ReadAsync();
        Assert.That(records.AtWriterName.Single().ResourceRecords.Single().Value, Is.EqualTo(World.OtherEndpoint));
        Assert.That((records.PinnedGroup, records.History!.Changes), Is.EqualTo((World.OtherGroup, 4)));
        Assert.That(_world.Route53.Lists, Is.EqualTo(1));
    }

    [Test]
    public async Task Pages_are_followed_as_long_as_they_can_hold_the_pin()
    {
        _world.WithRecord(World.OtherEndpoint).WithPin(World.Group);
        Neighbour("-a.demo.valkey-dr.live.", RRType.A);
        Neighbour("reader.valkey-dr.live.", RRType.CNAME);
        Neighbour("zulu.valkey-dr.live.", RRType.CNAME);
        _world.Route53.PageSize = 1;
        Assert.That((await ReadAsync()).PinnedGroup, Is.EqualTo(World.Group));
        Assert.That(_world.Route53.Lists, Is.EqualTo(3));
    }

    [Test]
    public async Task An_empty_zone_holds_neither()
    {
        var records = await ReadAsync();
        Assert.That(records.AtWriterName, Is.Empty);
        Assert.That((records.Pin, records.PinnedGroup, records.Writer(World.Writer)),
            Is.EqualTo(((object?)null, (string?)null, (object?)null)));
    }

    [Test]
    public async Task A_record_of_a_type_that_sorts_before_CNAME_is_seen()
    {
        Neighbour(World.Writer + ".", RRType.A);
        Assert.That((await ReadAsync()).AtWriterName.Single().Type, Is.EqualTo(RRType.A));
    }

    [Test]
    public async Task An_escaped_pin_name_is_recognized()
    {
        _world.Route53.Records.Add(FakeRoute53.Record("\\137pin.demo.valkey-dr.live.", RRType.TXT, $"\"{World.Group}\""));
        Assert.That((await ReadAsync()).PinnedGroup, Is.EqualTo(World.Group));
    }

    private void Neighbour(string name, RRType type) => _world.Route53.Records.Add(FakeRoute53.Record(name, type, "neighbour"));

    private Task<WriterRecords> ReadAsync() => new WriterZone(_world.Route53, World.Settings).ReadAsync(CancellationToken.None);
}
