using Amazon.CloudWatch;
using Amazon.MemoryDB;
using Amazon.Route53;
using Amazon.Runtime;
using SessionStore.EndToEnd.Tests.Support;
using SessionStore.Infra.Guard;

namespace SessionStore.EndToEnd.Tests.Operations.MemoryDb;

/// <summary>What infra/Guard asks of MemoryDB and CloudWatch, through the SDK, while Regions are taken away one after the other.</summary>
public sealed class RegionalGuardTests
{
    private static readonly BasicAWSCredentials _credentials = new("key", "secret");

    private readonly List<IDisposable> _clients = [];

    private MemoryDbEndpoint _memoryDb = null!;
    private CloudWatchEndpoint _cloudWatch = null!;

    [SetUp]
    public async Task Start()
    {
        (_memoryDb, _cloudWatch) = (await MemoryDbEndpoint.StartAsync(), await CloudWatchEndpoint.StartAsync());
        foreach (var stage in await MemoryDbStages.RunAsync())
        {
            _memoryDb.Known.Add(stage);
        }
    }

    [TearDown]
    public async Task Stop()
    {
        _clients.ForEach(client => client.Dispose());
        await _memoryDb.DisposeAsync();
        await _cloudWatch.DisposeAsync();
    }

    [Test]
    public async Task A_Region_goes_when_the_others_have_heard_of_it_and_the_primarys_last()
    {
        Assert.That(await SecondaryAsync(), Does.StartWith("how late writes of other Regions are in us-east-1 is unknown"));
        Measure(90_000);
        Assert.That(await SecondaryAsync(), Does.StartWith("writes of other Regions are up to 90000 ms late in us-east-1"));
        _cloudWatch.Measured.Forget(MemoryDbLag.Namespace);
        Measure(300);
        Assert.That(await SecondaryAsync(), Is.Null);
        Assert.That(await Checks("us-east-1").HomeAsync(Guarded("us-east-1"), default), Is.EqualTo(
            "session-store-us-east-2 in us-east-2 still belongs to virxk-session-store: destroy the secondary stacks first"));
        _cloudWatch.Reachable = region => region != "us-east-1";
        Assert.That(await SecondaryAsync(), Does.StartWith("how late writes of other Regions are in us-east-1 is unknown"));
        _memoryDb.Known.Remove("us-east-1");
        Assert.That(await SecondaryAsync(), Does.StartWith("us-east-2 has the only cluster that virxk-session-store has left"));
        _memoryDb.Known.Remove("us-east-2");
        Assert.That(await SecondaryAsync(), Is.Null);
    }

    [Test]
    public async Task A_Global_Datastore_is_not_made_where_the_Region_has_a_cluster_of_the_store()
    {
        Assert.That(() => KindOfStore.AskAsync(MemoryDb("us-east-2"), "session-store-us-east-2", default),
            Throws.InvalidOperationException.With.Message.Contains("the cluster session-store-us-east-2 of MemoryDB is there"));
        await KindOfStore.AskAsync(MemoryDb("us-east-2"), "another-us-east-2", default);
    }

    private void Measure(double milliseconds) => _cloudWatch.Measured.Put(
        "us-east-1", MemoryDbLag.Namespace, MemoryDbLag.Metric, "Undocumented", "session-store-us-east-1 us-east-2", milliseconds);

    private Task<string?> SecondaryAsync() => Checks("us-east-2").SecondaryAsync(Guarded("us-east-2"), default);

    private static GuardedRegion Guarded(string region) => new(
        region, $"session-store-{region}", "endpoint", "vpc-1", "Z1", "demo.example.com")
    {
        MultiRegionClusterName = "virxk-session-store",
    };

    // Nobody gets as far as Route 53 here.
    private RegionalChecks Checks(string region) => new(
        MemoryDb(region),
        Kept(new AmazonRoute53Client(_credentials, new AmazonRoute53Config { ServiceURL = _memoryDb.Url, MaxErrorRetry = 0 })),
        other => Kept(new AmazonCloudWatchClient(_credentials, new AmazonCloudWatchConfig
        {
            ServiceURL = _cloudWatch.Url,
            AuthenticationRegion = other,
            MaxErrorRetry = 0,
        })),
        lagLimitSeconds: 10);

    private AmazonMemoryDBClient MemoryDb(string region) => Kept(new AmazonMemoryDBClient(
        _credentials, new AmazonMemoryDBConfig { ServiceURL = _memoryDb.Url, AuthenticationRegion = region, MaxErrorRetry = 0 }));

    private T Kept<T>(T client) where T : IDisposable
    {
        _clients.Add(client);
        return client;
    }
}
