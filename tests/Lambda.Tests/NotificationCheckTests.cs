using Amazon.ElastiCache;
using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests;

public sealed class NotificationCheckTests
{
    private World _world = null!;

    [SetUp]
    public void SetUp() => _world = new World().WithRecord(World.OtherEndpoint);

    [TearDown]
    public void TearDown() => _world.Dispose();

    [Test]
    public async Task An_active_topic_is_asked_for_by_a_member_cluster()
    {
        await _world.ReconcileAsync();
        Assert.That(_world.ElastiCache.ClusterAskedFor, Is.EqualTo(World.Group + "-001"));
        Assert.That(_world.Log.Warnings, Is.Empty);
    }

    [TestCase("inactive")]
    [TestCase(null)]
    public async Task A_dead_topic_is_a_warning_that_says_what_to_run(string? status)
    {
        _world.ElastiCache.TopicStatus = _ => Task.FromResult(status);
        await _world.ReconcileAsync();
        Assert.That(_world.Log.Warnings.Single(), Does.Contain(
            "aws elasticache modify-replication-group --replication-group-id {group} --notification-topic-status active --apply-immediately"));
        Assert.That(_world.MetricLines.Single()["NotificationActive"].GetDouble(), Is.Zero);
    }

    [Test]
    public async Task A_check_that_fails_neither_fails_the_move_nor_counts_as_dead()
    {
        _world.ElastiCache.TopicStatus = _ => throw new AmazonElastiCacheException("not allowed");
        await _world.PromoteAsync();
        Assert.That(_world.Target, Is.EqualTo(World.Endpoint));
        Assert.That(_world.Log.Warnings.Single(), Does.Contain("not allowed"));
        Assert.That(_world.MetricLines.Single(), Does.Not.ContainKey("NotificationActive"));
    }

    [Test]
    public async Task A_check_that_hangs_is_given_up_soon_after_the_move()
    {
        var never = new TaskCompletionSource<string?>();
        _world.ElastiCache.TopicStatus = _ => never.Task;
        var started = _world.Time.GetUtcNow();
        await _world.PromoteAsync();
        Assert.That(_world.Target, Is.EqualTo(World.Endpoint));
        Assert.That(_world.Time.GetUtcNow() - started, Is.EqualTo(NotificationCheck.Grace));
    }

    [Test]
    public async Task A_group_without_members_is_a_warning()
    {
        _world.ElastiCache.Described!.MemberClusters = null;
        await _world.PromoteAsync();
        Assert.That(_world.Target, Is.EqualTo(World.Endpoint));
        Assert.That(_world.Log.Warnings.Single(), Does.Contain("no member clusters"));
    }
}
