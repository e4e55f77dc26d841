using System.Collections.Concurrent;
using Amazon;
using Amazon.CloudWatch;
using Amazon.ElastiCache;
using Amazon.MemoryDB;
using Amazon.Route53;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Guard;

/// <summary>
/// The checks with the credentials that the stack's settings name. The AWS provider, which does everything else, has no function that tells
/// the role of a member.
/// </summary>
internal static class GuardClients
{
    /// <summary>How long one request may take; the operator's tool is as patient. A lost Region must not keep anybody waiting.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int Retries = 2;

    /// <summary>The checks in a stage's Region. Nothing is asked, and no credentials are needed, before a hook runs.</summary>
    /// <param name="settings">Whose credentials.</param>
    /// <param name="region">The stage's Region.</param>
    /// <param name="check">Which of the checks.</param>
    /// <param name="patience">Instead of <see cref="Patience"/>.</param>
    public static Func<GuardedRegion, CancellationToken, Task<string?>> Of(
        ProviderSettings settings,
        string region,
        Func<DestroyChecks, GuardedRegion, CancellationToken, Task<string?>> check,
        TimeSpan? patience = null) => async (guarded, cancellationToken) =>
        {
            var credentials = Credentials(settings);
            var limit = patience ?? Patience;
            using var elastiCache = new AmazonElastiCacheClient(credentials, ElastiCache(region, limit));
            using var route53 = new AmazonRoute53Client(credentials, Route53(region, limit));
            return await check(new(elastiCache, route53), guarded, cancellationToken);
        };

    /// <summary>Likewise, of a store on MemoryDB.</summary>
    /// <param name="lagLimitSeconds">The replication lag that is too much, in seconds.</param>
    /// <inheritdoc cref="Of"/>
    public static Func<GuardedRegion, CancellationToken, Task<string?>> OfMemoryDb(
        ProviderSettings settings,
        string region,
        int lagLimitSeconds,
        Func<RegionalChecks, GuardedRegion, CancellationToken, Task<string?>> check,
        TimeSpan? patience = null) => async (guarded, cancellationToken) =>
        {
            var credentials = Credentials(settings);
            var limit = patience ?? Patience;
            using var memoryDb = new AmazonMemoryDBClient(credentials, MemoryDb(region, limit));
            using var route53 = new AmazonRoute53Client(credentials, Route53(region, limit));
            var cloudWatches = new ConcurrentDictionary<string, AmazonCloudWatchClient>();
            try
            {
                var checks = new RegionalChecks(memoryDb, route53, other => cloudWatches.GetOrAdd(
                    other, _ => new AmazonCloudWatchClient(credentials, CloudWatch(other, limit))), lagLimitSeconds);
                return await check(checks, guarded, cancellationToken);
            }
            finally
            {
                foreach (var client in cloudWatches.Values)
                {
                    client.Dispose();
                }
            }
        };

    /// <summary>The credentials that the settings name.</summary>
    /// <exception cref="InvalidOperationException">There is no such profile.</exception>
    public static AWSCredentials Credentials(ProviderSettings settings)
    {
        AWSCredentials credentials;
        if (settings.Profile is not { } profile)
        {
            credentials = DefaultAWSCredentialsIdentityResolver.GetCredentials();
        }
        else if (!new CredentialProfileStoreChain().TryGetAWSCredentials(profile, out credentials))
        {
            throw new InvalidOperationException(
                $"aws:profile is \"{profile}\": expected a profile in the AWS configuration or credentials file");
        }
        return settings.AssumeRoles.Aggregate(credentials, (source, role) => new AssumeRoleAWSCredentials(
            source, role.RoleArn, role.SessionName ?? SettingsReader.Namespace, new() { ExternalId = role.ExternalId }));
    }

    /// <summary>The configuration of ElastiCache's client in a Region.</summary>
    /// <param name="patience">How long one request may take.</param>
    public static AmazonElastiCacheConfig ElastiCache(string region, TimeSpan patience)
    {
        var config = Configured<AmazonElastiCacheConfig>(region, patience);
        // AWS_ENDPOINT_URL takes the Region's endpoint away, and with it the Region that requests are signed for.
        config.AuthenticationRegion = region;
        return config;
    }

    /// <summary>The configuration of MemoryDB's client in a Region.</summary>
    /// <param name="patience">How long one request may take.</param>
    public static AmazonMemoryDBConfig MemoryDb(string region, TimeSpan patience)
    {
        var config = Configured<AmazonMemoryDBConfig>(region, patience);
        config.AuthenticationRegion = region;
        return config;
    }

    /// <summary>The configuration of CloudWatch's client in a Region.</summary>
    /// <param name="patience">How long one request may take.</param>
    public static AmazonCloudWatchConfig CloudWatch(string region, TimeSpan patience)
    {
        var config = Configured<AmazonCloudWatchConfig>(region, patience);
        config.AuthenticationRegion = region;
        return config;
    }

    /// <summary>
    /// The configuration of Route 53's client. No AuthenticationRegion: it would go before the one that the endpoint's rules name
    /// (BaseEndpointResolver of aws/aws-sdk-net), and Route 53 takes only requests that are signed for that, us-east-1 in the partition aws
    /// (https://docs.aws.amazon.com/general/latest/gr/r53.html).
    /// </summary>
    /// <param name="region">The Region, which names the partition.</param>
    /// <param name="patience">How long one request may take.</param>
    public static AmazonRoute53Config Route53(string region, TimeSpan patience) => Configured<AmazonRoute53Config>(region, patience);

    private static T Configured<T>(string region, TimeSpan patience) where T : ClientConfig, new() => new()
    {
        RegionEndpoint = RegionEndpoint.GetBySystemName(region),
        Timeout = patience,
        MaxErrorRetry = Retries,
    };
}
