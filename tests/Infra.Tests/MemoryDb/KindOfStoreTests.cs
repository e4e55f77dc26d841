using System.Reflection;
using Amazon.ElastiCache;
using Amazon.ElastiCache.Model;
using SessionStore.Infra.Guard;

namespace SessionStore.Infra.Tests.MemoryDb;

/// <summary>A store cannot change its kind.</summary>
/// <remarks>Proof limit: the engine is not run: that it asks the hook in a preview, and before it creates, its reference says.</remarks>
public class KindOfStoreTests
{
    [Test]
    public void Where_the_Region_has_a_replication_group_of_the_store_there_is_no_MemoryDB() => Assert.That(
        () => Ask(_ => Task.FromResult(new DescribeReplicationGroupsResponse())),
        Throws.InvalidOperationException.With.Message.StartsWith(
            "session-store:store is \"memoryDb\": expected globalDatastore, because the replication group s-us-east-1 is there."));

    [Test]
    public void Where_it_has_none_there_may_be_one() =>
        Assert.That(() => Ask(_ => throw new ReplicationGroupNotFoundException("gone")), Throws.Nothing);

    [Test]
    public void Where_nobody_knows_there_is_none() => Assert.That(
        () => Ask(_ => throw new AmazonElastiCacheException("denied")),
        Throws.InvalidOperationException.With.Message.Contains("could not be learned: denied"));

    [Test]
    public async Task It_is_asked_before_the_first_cluster_and_in_its_preview()
    {
        var stage = await Deployed.Option("memorydb-primary");
        var hook = stage.Only("aws:memorydb/multiRegionCluster:MultiRegionCluster").BeforeCreate.Single();
        Assert.That((hook.Name, hook.Options.OnDryRun), Is.EqualTo(("kind-of-store", (bool?)true)));
    }

    private static Task Ask(Func<object?, object> answer)
    {
        var client = DispatchProxy.Create<IAmazonElastiCache, Proxy>();
        ((Proxy)(object)client).Answer = request =>
        {
            Assert.That(((DescribeReplicationGroupsRequest)request!).ReplicationGroupId, Is.EqualTo("s-us-east-1"));
            return answer(request);
        };
        return KindOfStore.AskAsync(client, "s-us-east-1", CancellationToken.None);
    }

    public class Proxy : DispatchProxy
    {
        public Func<object?, object> Answer { get; set; } = _ => throw new InvalidOperationException("nothing was expected");

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Answer(args?[0]);
    }
}
