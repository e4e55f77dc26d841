using System.Net;
using Amazon.MemoryDB;
using Amazon.MemoryDB.Model;
using Amazon.Runtime;
using SessionStore.EndToEnd.Tests.Support;

namespace SessionStore.EndToEnd.Tests.LocalCloud;

/// <summary>The local MemoryDB through the SDK: it tells of what stages registered, and refuses what the API reference says.</summary>
public sealed class MemoryDbEndpointTests
{
    private const string Store = "virxk-session-store";

    private MemoryDbEndpoint _endpoint = null!;

    [SetUp]
    public async Task Start()
    {
        _endpoint = await MemoryDbEndpoint.StartAsync();
        foreach (var stage in await MemoryDbStages.RunAsync())
        {
            _endpoint.Known.Add(stage);
        }
    }

    [TearDown]
    public async Task Stop() => await _endpoint.DisposeAsync();

    [Test]
    public async Task A_cluster_is_that_of_its_stage_and_known_in_its_Region_alone()
    {
        using var east = Client("us-east-1");
        using var other = Client("us-east-2");
        var cluster = (await east.DescribeClustersAsync(
            new DescribeClustersRequest { ClusterName = "session-store-us-east-1", ShowShardDetails = true })).Clusters.Single();
        Assert.Multiple(() =>
        {
            Assert.That((cluster.Status, cluster.NodeType, cluster.EngineVersion, cluster.NumberOfShards, cluster.MultiRegionClusterName),
                Is.EqualTo(("available", "db.r7g.xlarge", "7.3", (int?)1, Store)));
            Assert.That(cluster.ClusterEndpoint.Address, Does.StartWith("clustercfg.session-store-us-east-1."));
            Assert.That(cluster.ACLName, Is.EqualTo("session-store"));
            Assert.That(cluster.Shards.Single().Nodes.Select(node => node.Name),
                Is.EqualTo(new[] { "session-store-us-east-1-0001-001", "session-store-us-east-1-0001-002" }));
            Assert.That(cluster.Shards.Single().Slots, Is.EqualTo("0-16383"));
            Assert.That(() => other.DescribeClustersAsync(new DescribeClustersRequest { ClusterName = "session-store-us-east-1" }),
                Throws.TypeOf<ClusterNotFoundException>());
        });
    }

    [Test]
    public async Task Shards_and_members_are_shown_to_those_who_ask_for_them()
    {
        using var east = Client("us-east-1");
        var clusters = await east.DescribeClustersAsync(new DescribeClustersRequest());
        var stores = await east.DescribeMultiRegionClustersAsync(new DescribeMultiRegionClustersRequest());
        Assert.That(clusters.Clusters.Single().Shards ?? [], Is.Empty);
        Assert.That(stores.MultiRegionClusters.Single().Clusters ?? [], Is.Empty);
    }

    [Test]
    public async Task The_Multi_Region_cluster_is_the_same_in_every_Region_and_no_other_is_there()
    {
        using var east = Client("us-east-1");
        using var other = Client("us-east-2");
        _endpoint.Known.Stores.Single().Status = "updating";
        _endpoint.Known.Of("us-east-2").Status = "creating";
        foreach (var client in new[] { east, other })
        {
            var store = (await client.DescribeMultiRegionClustersAsync(new DescribeMultiRegionClustersRequest
            {
                MultiRegionClusterName = Store,
                ShowClusterDetails = true,
            })).MultiRegionClusters.Single();
            Assert.Multiple(() =>
            {
                Assert.That((store.Status, store.NodeType, store.NumberOfShards), Is.EqualTo(("updating", "db.r7g.xlarge", (int?)1)));
                Assert.That(store.Clusters.Select(cluster => (cluster.Region, cluster.ClusterName, cluster.Status)), Is.EqualTo(new[]
                {
                    ("us-east-1", "session-store-us-east-1", "available"), ("us-east-2", "session-store-us-east-2", "creating"),
                }));
            });
        }
        Assert.That(
            () => east.DescribeMultiRegionClustersAsync(
                new DescribeMultiRegionClustersRequest { MultiRegionClusterName = "session-store" }),
            Throws.TypeOf<MultiRegionClusterNotFoundException>());
    }

    [Test]
    public void A_lost_Region_does_not_answer()
    {
        _endpoint.Reachable = region => region != "us-east-1";
        using var east = Client("us-east-1");
        using var other = Client("us-east-2");
        Assert.Multiple(() =>
        {
            Assert.That(() => east.DescribeClustersAsync(new DescribeClustersRequest()),
                Throws.InstanceOf<AmazonServiceException>().With.Property("StatusCode").EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(() => other.DescribeClustersAsync(new DescribeClustersRequest()), Throws.Nothing);
        });
    }

    [TestCase("""{"ClusterName": 1}""", "SerializationException")]
    [TestCase("[]", "SerializationException")]
    [TestCase("", "SerializationException")]
    public async Task What_is_no_request_is_refused(string body, string code)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint.Url)
        {
            Headers = { { "X-Amz-Target", "AmazonMemoryDB.DescribeClusters" } },
            Content = new StringContent(body),
        };
        using var answer = await http.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain(code));
    }

    private AmazonMemoryDBClient Client(string region) => new(new BasicAWSCredentials("key", "secret"),
        new AmazonMemoryDBConfig { ServiceURL = _endpoint.Url, AuthenticationRegion = region, MaxErrorRetry = 0 });
}
