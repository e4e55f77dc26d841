using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests;

/// <summary>The operator's word, from the message to the zone.</summary>
internal sealed class PinTests
{
    private World _world = null!;

    [SetUp]
    public void SetUp() => _world = new World().WithRecord(World.OtherEndpoint);

    [TearDown]
    public void TearDown() => _world.Dispose();

    [TestCase(FakeElastiCache.Primary)]
    [TestCase(FakeElastiCache.Secondary)]
    [TestCase(null)]
    public async Task A_pin_moves_the_record_whatever_the_role_in_one_transaction(string? role)
    {
        await _world.WithRole(role).PinAsync();
        Assert.That((_world.Target, _world.Pin), Is.EqualTo((World.Endpoint, $"\"{World.Group}\"")));
        Assert.That(_world.Route53.Batches, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_pin_of_another_group_is_replaced()
    {
        await _world.WithPin(World.OtherGroup).PinAsync();
        Assert.That((_world.Target, _world.Pin), Is.EqualTo((World.Endpoint, $"\"{World.Group}\"")));
    }

    [Test]
    public async Task A_pin_that_is_there_already_writes_nothing()
    {
        await _world.PinAsync();
        await _world.PinAsync();
        Assert.That(_world.Route53.Batches, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_pinned_group_gets_its_record_back_at_the_next_reconcile_even_as_a_secondary()
    {
        await _world.WithRole(FakeElastiCache.Secondary).WithPin(World.Group).ReconcileAsync();
        Assert.That(_world.Target, Is.EqualTo(World.Endpoint));
        Assert.That(_world.MetricLines.Single()["RecordMatches"].GetDouble(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_pin_message_for_another_group_is_that_groups_business()
    {
        await _world.SendAsync(World.Message(MessageKeys.Pin, World.OtherGroup));
        Assert.That((_world.Pin, _world.ElastiCache.Descriptions), Is.EqualTo(((string?)null, 0)));
    }

    [Test]
    public async Task Unpinning_a_primary_deletes_the_pin_and_applies_the_ordinary_rule_at_once()
    {
        await _world.WithPin(World.Group).UnpinAsync();
        Assert.That((_world.Target, _world.Pin), Is.EqualTo((World.Endpoint, (string?)null)));
        Assert.That(_world.Route53.Batches, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Unpinning_a_secondary_deletes_the_pin_and_leaves_the_record()
    {
        await _world.WithRole(FakeElastiCache.Secondary).WithPin(World.Group).UnpinAsync();
        Assert.That((_world.Target, _world.Pin), Is.EqualTo((World.OtherEndpoint, (string?)null)));
        Assert.That(_world.MetricLines.Single()["RecordMoved"].GetDouble(), Is.Zero);
    }

    [Test]
    public async Task Unpinning_through_any_Region_lifts_the_pin_because_that_of_the_pinned_one_may_be_lost()
    {
        await _world.WithRole(FakeElastiCache.Secondary).WithPin(World.OtherGroup).UnpinAsync();
        Assert.That((_world.Pin, _world.Target), Is.EqualTo(((string?)null, World.OtherEndpoint)));
    }

    [Test]
    public async Task An_order_that_arrives_after_a_later_one_is_refused_and_says_so()
    {
        var earlier = _world.Event(MessageKeys.Pin);
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        await _world.UnpinAsync();
        await _world.SendAsync(earlier);
        Assert.That(_world.Pin, Is.Null);
        Assert.That(_world.Log.Warnings.Single(), Does.Contain("a later order").And.Contain("Unpin"));
    }

    [Test]
    public async Task An_order_that_took_longer_than_Lambda_keeps_it_is_refused_and_says_so()
    {
        var order = _world.WithRole(FakeElastiCache.Secondary).Event(MessageKeys.Pin);
        _world.Time.Advance(Decision.OldestOrder + TimeSpan.FromSeconds(1));
        await _world.SendAsync(order);
        Assert.That((_world.Pin, _world.Target), Is.EqualTo(((string?)null, World.OtherEndpoint)));
        Assert.That(_world.Log.Warnings.Single(), Does.Contain("it is older than").And.EndWith("15"));
    }

    [Test]
    public async Task A_pin_that_finds_the_record_right_is_not_done_when_the_record_moves_in_between()
    {
        _world.Route53.Records.Clear();
        _world.WithRecord(World.Endpoint).WithRole(FakeElastiCache.Secondary).WithHistory(WriterHistory.Empty with { Changes = 1 });
        var moved = false;
        _world.Route53.OnChange = () =>
        {
            if (!moved)
            {
                moved = true;
                _world.Route53.Records.RemoveAll(record => record.Type == Amazon.Route53.RRType.CNAME);
                _world.WithRecord(World.OtherEndpoint).WithHistory(WriterHistory.Empty with { Changes = 2 });
            }
        };
        await _world.PinAsync();
        Assert.That((_world.Pin, _world.Target), Is.EqualTo(($"\"{World.Group}\"", World.Endpoint)));
    }

    [Test]
    public async Task Unpinning_without_a_pin_is_a_reconcile()
    {
        await _world.UnpinAsync();
        Assert.That(_world.Target, Is.EqualTo(World.Endpoint));
    }
}
