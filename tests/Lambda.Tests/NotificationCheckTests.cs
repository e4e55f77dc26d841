using Amazon.ElastiCache;
using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests;

internal sealed class NotificationCheckTests
{
    private World _world = null!;

    [SetUp]
    public void SetUp() => _world = new World().WithRecord(World.OtherEndpoint);

    [TearDown]
    public void TearDown() => _world.Dispose();

    [Test]
    public async Task An_active_topic_is_asked_for_by_the_usual_first_cluster()
    {
        await _world.ReconcileAsync();
        Assert.That(_world.ElastiCache.ClustersAskedFor, Is.EqualTo(new[] { World.Group + "-001" }));
        Assert.That(_world.Log.Warnings, Is.Empty);
    }

    [Test]
    public async Task Without_the_usual_first_cluster_a_member_of_the_group_is_asked_for()
    {
        _world.ElastiCache.Clusters.Remove(World.Group + "-001");
        _world.ElastiCache.Described!.MemberClusters.Remove(World.Group + "-001");
        await _world.ReconcileAsync();
        Assert.That(_world.ElastiCache.ClustersAskedFor, Is.EqualTo(new[] { World.Group + "-001", World.Group + "-002" }));
        Assert.That(_world.MetricLines.Single()["NotificationActive"].GetDouble(), Is.EqualTo(1));
    }

    [TestCase("inactive")]
    [TestCase(null)]
    public async Task A_dead_topic_is_a_warning_that_says_what_to_run(string? status)
    {
        _world.ElastiCache.TopicStatus = _ => Task.FromResult(status);
        await _world.ReconcileAsync();
        Assert.That(_world.Log.Warnings.Single(), Does.Contain(
            "aws elasticache modify-replication-group --replication-group-id {group} --notification-topic-status active "
            + "--apply-immediately"));
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
    public async Task A_check_that_hangs_does_not_outlast_the_invocation()
    {
        var never = new TaskCompletionSource<string?>();
        _world.ElastiCache.TopicStatus = _ => never.Task;
        _world.Remaining = TimeBudget.Margin + TimeSpan.FromSeconds(1);
        var started = _world.Time.GetUtcNow();
        await _world.ReconcileAsync();
        Assert.That(_world.Time.GetUtcNow() - started, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(_world.MetricLines, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_group_without_members_is_a_warning()
    {
        _world.ElastiCache.Described!.MemberClusters = null;
        _world.ElastiCache.Clusters.Clear();
        await _world.PromoteAsync();
        Assert.That(_world.Target, Is.EqualTo(World.Endpoint));
        Assert.That(_world.Log.Warnings.Single(), Does.Contain("no member clusters"));
    }
}
