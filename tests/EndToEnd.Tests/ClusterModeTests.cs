using SessionStore.Engine;
using SessionStore.Rehearsal;

namespace SessionStore.EndToEnd.Tests;

/// <summary>The published function in cluster mode, which has a configuration endpoint only.</summary>
public class ClusterModeTests
{
    private World _world = null!;

    [SetUp]
    public async Task Start() => _world = await World.StartAsync([Stack("cluster-primary"), Stack("cluster-secondary")]);

    [TearDown]
    public async Task Stop() => await _world.DisposeAsync();

    [Test]
    public async Task The_writer_name_follows_a_promotion_from_one_configuration_endpoint_to_the_other_and_back()
    {
        Assert.That(await _world.WriterAsync(), Is.EqualTo("clustercfg.session-store-us-east-1.abc123.use1.cache.amazonaws.com"));
        await Promote(_world.Away);
        Assert.That(await _world.WriterAsync(), Is.EqualTo("clustercfg.session-store-us-east-2.abc123.use2.cache.amazonaws.com"));
        await Promote(_world.Home);
        Assert.That(await _world.WriterAsync(), Is.EqualTo("clustercfg.session-store-us-east-1.abc123.use1.cache.amazonaws.com"));
    }

    [Test]
    public async Task The_state_of_the_notification_is_learned_from_a_node_of_a_shard()
    {
        _world.Away.Member.TopicStatus = "inactive";
        var invocation = await _world.Away.Function.InvokeAsync(SnsEvent.Of(SnsEvent.Reconcile(_world.Away.Member.ReplicationGroupId)));
        Assert.Multiple(() =>
        {
            Assert.That(invocation.Outcome.Succeeded, Is.True, invocation.Outcome.Body);
            Assert.That(invocation.Log, Has.Some.Contains("\"NotificationActive\":0"));
        });
    }

    private static StackFile Stack(string name) => StackFile.Read(Checkout.Root, name, Path.Combine("tests", "stacks"));

    private async Task Promote(LocalRegion region)
    {
        _world.Promoted = region;
        var invocation = await region.Function.InvokeAsync(SnsEvent.Of(SnsEvent.Promoted(region.Member.ReplicationGroupId)));
        Assert.That(invocation.Outcome.Succeeded, Is.True, invocation.Outcome.Body);
    }
}
