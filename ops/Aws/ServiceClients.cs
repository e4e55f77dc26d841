using System.Collections.Concurrent;
using Amazon;
using Amazon.CloudWatch;
using Amazon.ElastiCache;
using Amazon.MemoryDB;
using Amazon.Route53;
using Amazon.Runtime;
using Amazon.SimpleNotificationService;
using Amazon.SimpleSystemsManagement;
using Amazon.SQS;

namespace SessionStore.Ops.Aws;

/// <summary>The SDK's clients for each Region, with the SDK's own credentials and endpoints.</summary>
internal sealed class ServiceClients : IDisposable
{
    /// <summary>How long one request may take: a Region that is lost must not keep the operator waiting.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int Retries = 2;

    private readonly ConcurrentDictionary<(Type, string), IDisposable> _clients = new();

    /// <summary>CloudWatch in a Region.</summary>
    public AmazonCloudWatchClient CloudWatch(string region) =>
        Client<AmazonCloudWatchConfig, AmazonCloudWatchClient>(region, config => new(config));

    /// <summary>ElastiCache in a Region.</summary>
    public AmazonElastiCacheClient ElastiCache(string region) =>
        Client<AmazonElastiCacheConfig, AmazonElastiCacheClient>(region, config => new(config));

    /// <summary>MemoryDB in a Region.</summary>
    public AmazonMemoryDBClient MemoryDb(string region) =>
        Client<AmazonMemoryDBConfig, AmazonMemoryDBClient>(region, config => new(config));

    /// <summary>Simple Notification Service in a Region.</summary>
    public AmazonSimpleNotificationServiceClient Sns(string region) =>
        Client<AmazonSimpleNotificationServiceConfig, AmazonSimpleNotificationServiceClient>(region, config => new(config));

    /// <summary>Systems Manager in a Region.</summary>
    public AmazonSimpleSystemsManagementClient Ssm(string region) =>
        Client<AmazonSimpleSystemsManagementConfig, AmazonSimpleSystemsManagementClient>(region, config => new(config));

    /// <summary>Amazon SQS in a Region.</summary>
    public AmazonSQSClient Sqs(string region) => Client<AmazonSQSConfig, AmazonSQSClient>(region, config => new(config));

    /// <summary>
    /// Route 53, which is global: the Region only names the partition. It does not repeat requests: who asks spaces them
    /// (<see cref="Status.RecordStatusReader"/>).
    /// </summary>
    public AmazonRoute53Client Route53(string region) =>
        (AmazonRoute53Client)_clients.GetOrAdd((typeof(AmazonRoute53Client), region), _ => new AmazonRoute53Client(Route53Config(region)));

    /// <summary>
    /// Without the Region that requests are signed for: it would go before the one that the endpoint's rules name, and Route 53 takes
    /// signatures of one Region of each partition only, us-east-1 in the first ("Amazon Route 53 endpoints and quotas" in the AWS General
    /// Reference).
    /// </summary>
    public static AmazonRoute53Config Route53Config(string region) =>
        new() { RegionEndpoint = RegionEndpoint.GetBySystemName(region), Timeout = Patience, MaxErrorRetry = 0 };

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }

    private TClient Client<TConfig, TClient>(string region, Func<TConfig, TClient> create)
        where TConfig : ClientConfig, new() where TClient : IDisposable =>
        (TClient)_clients.GetOrAdd((typeof(TClient), region), _ => create(new()
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
            // AWS_ENDPOINT_URL takes the Region's endpoint away, and with it the Region that requests are signed for.
            AuthenticationRegion = region,
            Timeout = Patience,
            MaxErrorRetry = Retries,
        }));
}
