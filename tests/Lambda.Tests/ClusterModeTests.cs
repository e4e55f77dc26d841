using Amazon.ElastiCache.Model;
using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests;

/// <summary>
/// A group in cluster mode: one configuration endpoint, shards without one of their own, and clusters named after their shard.
/// </summary>
internal sealed class ClusterModeTests
{
    private const string Configuration = "clustercfg.secondary.abc.use2.cache.amazonaws.com";

    private static readonly string[] _clusters = [World.Group + "-0002-001", World.Group + "-0002-002", World.Group + "-0003-001",
        World.Group + "-0003-002"];

    private World _world = null!;

    [SetUp]
    public void SetUp()
    {
        _world = new World().WithRecord(World.OtherEndpoint);
        var group = _world.ElastiCache.Described!;
        group.ClusterEnabled = true;
        group.ConfigurationEndpoint = new Endpoint { Address = Configuration, Port = 6379 };
        group.NodeGroups = [new NodeGroup { NodeGroupId = "0002" }, new NodeGroup { NodeGroupId = "0003" }];
        group.MemberClusters = [.. _clusters];
        _world.ElastiCache.Clusters.Clear();
        _world.ElastiCache.Clusters.AddRange(_clusters);
    }

    [TearDown]
    public void TearDown() => _world.Dispose();

    [Test]
    public async Task A_promotion_moves_the_writer_name_to_the_configuration_endpoint()
    {
        await _world.PromoteAsync();
        Assert.That(_world.Target, Is.EqualTo(Configuration));
    }

    [Test]
    public async Task A_record_that_names_the_configuration_endpoint_is_left_alone()
    {
        await _world.ReconcileAsync();
        var batches = _world.Route53.Batches.Count;
        await _world.ReconcileAsync();
        Assert.Multiple(() =>
        {
            Assert.That(_world.Target, Is.EqualTo(Configuration));
            Assert.That(batches, Is.EqualTo(1));
            Assert.That(_world.Route53.Batches, Has.Count.EqualTo(batches));
            Assert.That(_world.MetricLines[^1]["RecordMatches"].GetDouble(), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task A_pin_moves_the_writer_name_to_the_configuration_endpoint_whatever_the_role()
    {
        await _world.WithRole(null).PinAsync();
        Assert.That(_world.Target, Is.EqualTo(Configuration));
    }

    [Test]
    public void Without_a_configuration_endpoint_the_name_stays_where_it_is_and_the_notice_is_retried()
    {
        _world.ElastiCache.Described!.ConfigurationEndpoint = null;
        Assert.That(_world.PromoteAsync, Throws.TypeOf<FailoverException>().With.Message.Contains("has no endpoint"));
        Assert.That(_world.Target, Is.EqualTo(World.OtherEndpoint));
    }

    [Test]
    public async Task Notifications_are_asked_about_at_a_cluster_that_there_is()
    {
        await _world.ReconcileAsync();
        Assert.Multiple(() =>
        {
            Assert.That(_world.ElastiCache.ClustersAskedFor, Is.EqualTo(new[] { World.Group + "-001", _clusters[0] }));
            Assert.That(_world.MetricLines.Single()["NotificationActive"].GetDouble(), Is.EqualTo(1));
            Assert.That(_world.Log.Warnings, Is.Empty);
        });
    }

    [Test]
    public async Task A_warm_function_asks_whom_it_asked_before_until_that_shard_is_gone()
    {
        var groups = new ReplicationGroups(_world.ElastiCache);
        var check = new NotificationCheck(groups, _world.Time);
        await AskAsync();
        await AskAsync();
        _world.ElastiCache.Clusters.RemoveRange(0, 2);
        _world.ElastiCache.Described!.MemberClusters.RemoveRange(0, 2);
        await AskAsync();
        Assert.That(
            _world.ElastiCache.ClustersAskedFor,
            Is.EqualTo(new[] { World.Group + "-001", _clusters[0], _clusters[0], _clusters[0], _clusters[2] }));

        async Task AskAsync() => Assert.That(
            await check.StartAsync(World.Group, groups.DescribeAsync(World.Group, CancellationToken.None), CancellationToken.None),
                Is.EqualTo("active"));
    }
}
