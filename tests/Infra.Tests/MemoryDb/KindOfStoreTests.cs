using System.Reflection;
using Amazon.ElastiCache;
using Amazon.ElastiCache.Model;
using Amazon.MemoryDB;
using Amazon.MemoryDB.Model;
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

    [Test]
    public void Where_the_Region_has_a_cluster_of_the_store_there_is_no_Global_Datastore() => Assert.That(
        () => AskMemoryDb(_ => Task.FromResult(Clusters("virxk-s"))),
        Throws.InvalidOperationException.With.Message.StartsWith(
            "session-store:store is \"globalDatastore\": expected memoryDb, because the cluster s-us-east-1 of MemoryDB is there."));

    [TestCase(null)]
    [TestCase("")]
    public void A_cluster_on_its_own_is_nobodys(string? multiRegionClusterName) =>
        Assert.That(() => AskMemoryDb(_ => Task.FromResult(Clusters(multiRegionClusterName))), Throws.Nothing);

    [Test]
    public void Where_it_has_none_or_no_MemoryDB_at_all_there_may_be_one() => Assert.Multiple(() =>
    {
        Assert.That(() => AskMemoryDb(_ => throw new ClusterNotFoundException("gone")), Throws.Nothing);
        Assert.That(() => AskMemoryDb(_ => throw new AmazonMemoryDBException("no such host",
            new HttpRequestException(HttpRequestError.NameResolutionError))), Throws.Nothing);
    });

    [Test]
    public void Where_nobody_knows_of_a_cluster_there_is_no_Global_Datastore() => Assert.Multiple(() =>
    {
        Assert.That(
            () => AskMemoryDb(_ => throw new AmazonMemoryDBException("denied")),
            Throws.InvalidOperationException.With.Message.EqualTo("whether the cluster s-us-east-1 of MemoryDB is there, beside which "
                + "session-store:store cannot be \"globalDatastore\", could not be learned: denied"));
        Assert.That(() => AskMemoryDb(_ => throw new AmazonMemoryDBException("refused",
            new HttpRequestException(HttpRequestError.ConnectionError))), Throws.InvalidOperationException);
    });

    [TestCase("primary", 1)]
    [TestCase("secondary", 1)]
    [TestCase("mumbai", 1)]
    [TestCase("hyderabad", 0)]
    public async Task It_is_asked_before_a_group_where_the_Region_has_MemoryDB_Multi_Region(string stack, int hooks)
    {
        var stage = await Deployed.Stack(stack);
        var asked = stage.Only("aws:elasticache/replicationGroup:ReplicationGroup").BeforeCreate;
        Assert.That(asked.Select(hook => (hook.Name, hook.Options.OnDryRun)),
            Is.EqualTo(Enumerable.Repeat(("kind-of-store", (bool?)true), hooks)));
    }

    private static DescribeClustersResponse Clusters(string? multiRegionClusterName) =>
        new() { Clusters = [new Cluster { Name = "s-us-east-1", MultiRegionClusterName = multiRegionClusterName }] };

    private static Task AskMemoryDb(Func<object?, object> answer)
    {
        var client = DispatchProxy.Create<IAmazonMemoryDB, Proxy>();
        ((Proxy)(object)client).Answer = request =>
        {
            Assert.That(((DescribeClustersRequest)request!).ClusterName, Is.EqualTo("s-us-east-1"));
            return answer(request);
        };
        return KindOfStore.AskAsync(client, "s-us-east-1", CancellationToken.None);
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
