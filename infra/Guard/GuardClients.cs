using Amazon;
using Amazon.ElastiCache;
using Amazon.Route53;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using SessionStore.Configuration;

namespace SessionStore.Guard;

/// <summary>
/// The checks with the credentials that the stack's settings name. The AWS provider, which does everything else, has no function that tells the role of a
/// member.
/// </summary>
public static class GuardClients
{
    /// <summary>The checks in a stage's Region. Nothing is asked before a hook runs: an update or a preview needs no credentials for them.</summary>
    /// <param name="settings">The stage's settings.</param>
    /// <param name="check">Which of them.</param>
    public static Func<GuardedRegion, CancellationToken, Task<string?>> Of(
        StageSettings settings, Func<DestroyChecks, GuardedRegion, CancellationToken, Task<string?>> check) => async (region, cancellationToken) =>
        {
            var credentials = Credentials(settings.Provider);
            var endpoint = RegionEndpoint.GetBySystemName(settings.Region);
            using var elastiCache = new AmazonElastiCacheClient(credentials, endpoint);
            using var route53 = new AmazonRoute53Client(credentials, endpoint);
            return await check(new(elastiCache, route53), region, cancellationToken);
        };

    /// <summary>The credentials that the settings name.</summary>
    /// <param name="settings">The settings of the provider.</param>
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
            throw new InvalidOperationException($"aws:profile is \"{profile}\": expected a profile in the AWS configuration or credentials file");
        }
        return settings.AssumeRoles.Aggregate(credentials, (source, role) => new AssumeRoleAWSCredentials(
            source, role.RoleArn, role.SessionName ?? SettingsReader.Namespace, new() { ExternalId = role.ExternalId }));
    }
}
