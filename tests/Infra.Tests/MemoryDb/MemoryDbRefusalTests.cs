using System.Collections.Immutable;
using Pulumi.Testing;

namespace SessionStore.Infra.Tests.MemoryDb;

/// <summary>What AWS refuses is refused here: each of these was registered with one input that MemoryDB does not take.</summary>
public class MemoryDbRefusalTests
{
    private const string Cluster = "aws:memorydb/cluster:Cluster", MultiRegion = "aws:memorydb/multiRegionCluster:MultiRegionCluster",
        User = "aws:memorydb/user:User", Acl = "aws:memorydb/acl:Acl";

    [TestCase(Cluster, "engineVersion", "7.3", "engineVersion beside multiRegionClusterName")]
    [TestCase(Cluster, "parameterGroupName", "own", "parameterGroupName beside multiRegionClusterName")]
    [TestCase(Cluster, "tlsEnabled", true, "tlsEnabled beside multiRegionClusterName")]
    [TestCase(Cluster, "dataTiering", true, "dataTiering, which MemoryDB Multi-Region does not have")]
    [TestCase(Cluster, "numShards", 3.0, "numShards is 3: expected that of the Multi-Region cluster")]
    [TestCase(Cluster, "nodeType", "db.r7g.2xlarge", "nodeType is db.r7g.2xlarge: expected that of the Multi-Region cluster")]
    [TestCase(Cluster, "numReplicasPerShard", 6.0, "expected 0 to 5")]
    [TestCase(Cluster, "aclName", "", "aclName is absent")]
    [TestCase(Cluster, "snapshotWindow", "05:00-05:30", "shorter than an hour")]
    [TestCase(Cluster, "region", "eu-west-3", "eu-west-3 has no MemoryDB Multi-Region")]
    [TestCase(MultiRegion, "nodeType", "db.r6g.xlarge", "expected db.r7g.xlarge or larger")]
    [TestCase(MultiRegion, "engine", "redis", "expected valkey")]
    [TestCase(MultiRegion, "engineVersion", "7.2", "expected 7.3 or newer")]
    [TestCase(User, "userName", "default", "which every account has")]
    [TestCase(Acl, "name", "open-access", "which every account has")]
    public async Task It_is_refused(string type, string input, object value, string reason)
    {
        var stage = await Deployed.Option("memorydb-primary");
        var resource = stage.All(type)[0];
        Assert.Multiple(() =>
        {
            Assert.That(() => Register(Cloud(stage), type, resource.Inputs), Throws.Nothing);
            Assert.That(
                () => Register(Cloud(stage), type, resource.Inputs.SetItem(input, value)),
                Throws.InvalidOperationException.With.Message.Contains(reason));
        });
    }

    [Test]
    public async Task A_Region_has_one_cluster_of_a_store_and_an_ACL_has_users_that_are_there()
    {
        var stage = await Deployed.Option("memorydb-secondary");
        var cloud = new FakeCloud("us-east-2");
        var cluster = stage.Only(Cluster).Inputs;
        await Register(cloud, Cluster, cluster);
        Assert.Multiple(() =>
        {
            Assert.That(() => Register(cloud, Cluster, cluster.SetItem("name", "another")),
                Throws.InvalidOperationException.With.Message.Contains("has a cluster in us-east-2 already"));
            Assert.That(() => Register(cloud, Acl, stage.Only(Acl).Inputs),
                Throws.InvalidOperationException.With.Message.Contains("there is no user session-store-app: UserNotFoundFault"));
        });
    }

    // With what a cluster and an ACL need before them.
    private static FakeCloud Cloud(StageRun stage)
    {
        var cloud = new FakeCloud("us-east-1");
        foreach (var earlier in stage.All(MultiRegion).Concat(stage.All(User)))
        {
            Register(cloud, earlier.Type, earlier.Inputs).GetAwaiter().GetResult();
        }
        return cloud;
    }

    private static Task Register(FakeCloud cloud, string type, ImmutableDictionary<string, object> inputs) =>
        cloud.NewResourceAsync(new MockResourceArgs { Type = type, Name = $"one-{Guid.NewGuid()}", Inputs = inputs });
}
