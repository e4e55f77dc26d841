using Amazon.Route53;
using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests;

/// <summary>Who gets the name, and how long a role is waited for.</summary>
internal sealed class ReconcilerTests
{
    private World _world = null!;

    [SetUp]
    public void SetUp() => _world = new World().WithRecord(World.OtherEndpoint);

    [TearDown]
    public void TearDown() => _world.Dispose();

    [Test]
    public async Task A_promotion_moves_the_record_and_measures_it()
    {
        await _world.PromoteAsync();
        Assert.That(_world.Target, Is.EqualTo(World.Endpoint));
        var metrics = _world.MetricLines.Single();
        Assert.That(
            metrics.Where(metric => metric.Key != "_aws").Select(metric => (metric.Key, metric.Value.ToString())),
            Is.EqualTo(new[]
            {
                ("ReplicationGroupId", World.Group), ("IsPrimary", "1"), ("RecordMatches", "1"), ("RecordMoved", "1"),
                ("RecordMoveSeconds", "0"), ("NotificationActive", "1"),
            }));
    }

    [Test]
    public async Task The_same_notice_again_writes_nothing()
    {
        await _world.PromoteAsync();
        await _world.PromoteAsync();
        Assert.That(_world.Route53.Batches, Has.Count.EqualTo(1));
        Assert.That(_world.MetricLines[1]["RecordMoved"].GetDouble(), Is.Zero);
        Assert.That(_world.MetricLines[1]["RecordMatches"].GetDouble(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_role_that_comes_late_is_waited_for()
    {
        _world.ElastiCache.Role = description => description < 4 ? FakeElastiCache.Secondary : FakeElastiCache.Primary;
        var started = _world.Time.GetUtcNow();
        await _world.PromoteAsync();
        Assert.That(_world.Target, Is.EqualTo(World.Endpoint));
        Assert.That(_world.ElastiCache.Descriptions, Is.EqualTo(4));
        Assert.That(_world.Time.GetUtcNow() - started, Is.EqualTo(TimeSpan.FromSeconds(6)));
    }

    [Test]
    public void A_role_that_never_comes_fails_after_the_wait_of_the_settings()
    {
        _world.WithRole(FakeElastiCache.Secondary);
        var started = _world.Time.GetUtcNow();
        Assert.That(_world.PromoteAsync, Throws.TypeOf<FailoverException>().With.Message.Contains("Secondary 30 s")
            .And.Message.Contains("expected Primary"));
        Assert.That(_world.Time.GetUtcNow() - started, Is.EqualTo(World.Settings.RoleWait));
        Assert.That(_world.Route53.Batches, Is.Empty);
        Assert.That(_world.MetricLines.Single()["IsPrimary"].GetDouble(), Is.Zero);
    }

    [Test]
    public void The_wait_ends_before_the_invocation_does()
    {
        _world.WithRole(FakeElastiCache.Secondary);
        _world.Remaining = TimeSpan.FromSeconds(11);
        var started = _world.Time.GetUtcNow();
        Assert.That(_world.PromoteAsync, Throws.TypeOf<FailoverException>().With.Message.Contains("expected Primary"));
        Assert.That(_world.Time.GetUtcNow() - started, Is.LessThanOrEqualTo(_world.Remaining - TimeBudget.Margin));
    }

    [TestCase(FakeElastiCache.Secondary)]
    [TestCase(null)]
    public async Task A_reconcile_neither_waits_nor_fails_when_the_group_is_not_primary(string? role)
    {
        _world.WithRole(role);
        var started = _world.Time.GetUtcNow();
        await _world.ReconcileAsync();
        Assert.That(_world.Time.GetUtcNow(), Is.EqualTo(started));
        Assert.That(_world.ElastiCache.Descriptions, Is.EqualTo(1));
        Assert.That(_world.Target, Is.EqualTo(World.OtherEndpoint));
        Assert.That(_world.MetricLines.Single(), Does.Not.ContainKey("RecordMatches"));
    }

    [Test]
    public async Task A_promotion_under_another_groups_pin_has_nothing_to_wait_for()
    {
        _world.WithRole(FakeElastiCache.Secondary).WithPin(World.OtherGroup);
        await _world.PromoteAsync();
        Assert.That((_world.ElastiCache.Descriptions, _world.Target), Is.EqualTo((1, World.OtherEndpoint)));
        Assert.That(_world.Log.Warnings, Is.Empty);
    }

    [Test]
    public async Task A_primary_under_another_groups_pin_leaves_the_record_and_warns()
    {
        _world.WithPin(World.OtherGroup);
        await _world.PromoteAsync();
        Assert.That(_world.Target, Is.EqualTo(World.OtherEndpoint));
        Assert.That(_world.Log.Warnings.Single(), Does.Contain(World.OtherGroup).And.Contain(World.Group));
        Assert.That(_world.MetricLines.Single(), Does.Not.ContainKey("RecordMatches"));
    }

    [Test]
    public async Task A_primary_by_its_role_alone_leaves_the_name_to_a_Region_that_has_just_taken_it()
    {
        _world.WithHistory(new(3, new(World.OtherGroup, ClaimBasis.Notice, _world.Time.GetUtcNow()), null, [World.Group]));
        await _world.ReconcileAsync();
        Assert.That((_world.Target, _world.Route53.Batches.Count), Is.EqualTo((World.OtherEndpoint, 0)));
        Assert.That(_world.Log.Warnings.Single(), Does.Contain("may be out of date").And.Contain(World.OtherGroup));
        Assert.That(_world.MetricLines.Single(), Does.Not.ContainKey("RecordMatches"));
    }

    [Test]
    public async Task A_primary_that_is_held_back_for_longer_than_a_role_is_old_shows_in_the_metrics()
    {
        _world.WithHistory(
            new(3, new(World.OtherGroup, ClaimBasis.Notice, _world.Time.GetUtcNow() - World.Settings.RoleHold), null, [World.Group]));
        await _world.ReconcileAsync();
        Assert.That(_world.Target, Is.EqualTo(World.OtherEndpoint));
        Assert.That(_world.MetricLines.Single()["RecordMatches"].GetDouble(), Is.Zero);
    }

    [Test]
    public async Task A_late_promotion_notice_does_not_wait_for_a_role_that_will_not_come()
    {
        var notice = _world.WithRole(FakeElastiCache.Secondary).Event(MessageKeys.Promoted);
        _world.Time.Advance(Decision.OldestNotice + TimeSpan.FromSeconds(1));
        var started = _world.Time.GetUtcNow();
        await _world.SendAsync(notice);
        Assert.That((_world.Time.GetUtcNow() - started, _world.ElastiCache.Descriptions), Is.EqualTo((TimeSpan.Zero, 1)));
    }

    [Test]
    public async Task A_history_by_hand_is_replaced_and_told()
    {
        _world.Route53.Records.Add(FakeRoute53.Record(World.Settings.HistoryName + ".", RRType.TXT, "\"what is this?\""));
        await _world.PromoteAsync();
        Assert.That((_world.Target, _world.History!.Changes), Is.EqualTo((World.Endpoint, 1)));
        Assert.That(_world.Log.Warnings.Single(), Does.Contain("what is this?"));
    }

    [Test]
    public void A_foreign_record_is_an_error_and_shows_in_the_metrics()
    {
        _world.Route53.Records[0] = FakeRoute53.Record(World.Writer + ".", RRType.A, "10.0.0.1");
        Assert.That(_world.ReconcileAsync, Throws.TypeOf<FailoverException>().With.Message.Contains("type A"));
        Assert.That(_world.MetricLines.Single()["RecordMatches"].GetDouble(), Is.Zero);
    }
}
