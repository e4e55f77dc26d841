using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;
using SessionStore.Client.Naming;

namespace SessionStore.Client.SignIn;

/// <summary>
/// Tokens that IAM lets a user sign in with: a presigned GET of <c>/?Action=connect&amp;User=…</c> for the replication group, or the
/// MemoryDB cluster, without the scheme (ElastiCache user guide and MemoryDB developer guide, Authenticating with IAM). A token is good for
/// 15 minutes and for one of them: when the name leads elsewhere it is another.
/// </summary>
/// <param name="options">The user, and the Region where the group does not tell it.</param>
/// <param name="awsCredentials">The AWS credentials; null to look for them as the AWS SDK does, once.</param>
internal sealed class IamTokens(SessionStoreOptions options, AWSCredentials? awsCredentials = null) : ICredentials
{
    private const string Scheme = "https://";
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(15);

    private AWSCredentials? _awsCredentials = awsCredentials;

    /// <inheritdoc/>
    // Signed anew each time, which takes no call: a token that is kept could outlive the temporary credentials that it was signed with.
    public async ValueTask<SessionStoreCredentials> GetAsync(StoreEndpoint endpoint, CancellationToken cancellationToken)
    {
        var aws = _awsCredentials ??= await new DefaultAWSCredentialsIdentityResolver()
            .ResolveIdentityAsync(null!, cancellationToken).ConfigureAwait(false);
        var keys = await aws.GetCredentialsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        return new(options.UserName, Sign(IamEndpoint.Of(endpoint.Host, options.AwsRegion), options.UserName!, keys));
    }

    /// <summary>Signs a token for one user at one replication group or cluster.</summary>
    public static string Sign(IamEndpoint endpoint, string user, ImmutableCredentials keys)
    {
        var request = new DefaultRequest(new ConnectRequest(), endpoint.Service)
        {
            UseQueryString = true,
            HttpMethod = "GET",
            Endpoint = new Uri(Scheme + endpoint.Group),
        };
        request.Parameters["Action"] = "connect";
        request.Parameters["User"] = user;
        request.Parameters["X-Amz-Expires"] = ((int)_lifetime.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (keys.UseToken)
        {
            request.Parameters["X-Amz-Security-Token"] = keys.Token;
        }
        var signature = AWS4PreSignedUrlSigner.SignRequest(request, null, new RequestMetrics(), keys.AccessKey, keys.SecretKey,
            endpoint.Service, endpoint.Region);
        return $"{AmazonServiceClient.ComposeUrl(request).AbsoluteUri[Scheme.Length..]}&{signature.ForQueryParameters}";
    }

    // What the SDK signs has to be a request of an operation; it is never sent.
    private sealed class ConnectRequest : AmazonWebServiceRequest
    {
        public ConnectRequest() => ((IAmazonWebServiceRequest)this).SignatureVersion = SignatureVersion.SigV4;
    }
}
