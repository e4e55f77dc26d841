using Amazon.ElastiCache;
using Amazon.Route53;
using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;

namespace SessionStore.Failover;

/// <summary>
/// The function's clients, one for each service. Region and endpoints are the SDK's own configuration. Credentials are those that Lambda
/// puts into the environment (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html): asked for any, the SDK finds them
/// there, too, and sets up for all other sources first, which costs a cold start.
/// </summary>
internal static class AwsClients
{
    // The SDK's standard retry mode retries Throttling and PriorRequestNotComplete (Amazon.Runtime.RetryPolicy.ThrottlingErrorCodes),
    // server errors and broken connections. Route 53 allows an account five requests a second: two retries would not outlast a busy
    // deployment. However many, they end with the invocation's time budget.
    private const int MostRetries = 8;

    // A healthy service answers in well under a second; a connection that hangs must not cost the whole invocation.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    // The parameter is asked for once a minute and again by the next look: it is the last thing to wait for.
    private const int ParameterRetries = 3;
    private static readonly TimeSpan ParameterTimeout = TimeSpan.FromSeconds(2);

    /// <summary>A client for ElastiCache in the function's Region.</summary>
    /// <exception cref="InvalidOperationException">The environment has no credentials.</exception>
    public static IAmazonElastiCache ElastiCache() => new AmazonElastiCacheClient(
        new EnvironmentVariablesAWSCredentials(), new AmazonElastiCacheConfig { MaxErrorRetry = MostRetries, Timeout = RequestTimeout });

    /// <summary>A client for Route 53.</summary>
    /// <exception cref="InvalidOperationException">The environment has no credentials.</exception>
    public static IAmazonRoute53 Route53(FailoverSettings settings) =>
        new AmazonRoute53Client(new EnvironmentVariablesAWSCredentials(), Route53Config(settings));

    /// <summary>The configuration of the Route 53 client.</summary>
    public static AmazonRoute53Config Route53Config(FailoverSettings settings) =>
        new() { MaxErrorRetry = MostRetries, Timeout = settings.RecordsParameter is null ? RequestTimeout : WriterZone.RequestTimeout };

    /// <summary>A client for Systems Manager in the function's Region.</summary>
    /// <exception cref="InvalidOperationException">The environment has no credentials.</exception>
    public static IAmazonSimpleSystemsManagement SystemsManager() => new AmazonSimpleSystemsManagementClient(
        new EnvironmentVariablesAWSCredentials(),
        new AmazonSimpleSystemsManagementConfig { MaxErrorRetry = ParameterRetries, Timeout = ParameterTimeout });
}
