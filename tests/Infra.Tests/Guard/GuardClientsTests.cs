using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Amazon.ElastiCache;
using Amazon.Route53;
using Amazon.Runtime;
using SessionStore.Infra.Guard;
using SessionStore.Infra.Settings;
using SessionStore.Infra.Stages;

namespace SessionStore.Infra.Tests.Guard;

/// <remarks>Proof limit: no STS is asked, so that a role's trust may still refuse the guard.</remarks>
public class GuardClientsTests
{
    [Test]
    public void A_profile_that_is_not_there_is_named() => Assert.That(
        () => GuardClients.Credentials(new ProviderSettings("no-such-profile", [], [])),
        Throws.InvalidOperationException.With.Message.EqualTo(
            "aws:profile is \"no-such-profile\": expected a profile in the AWS configuration or credentials file"));

    [Test]
    public void Roles_are_taken_on_one_after_the_other()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "key");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "secret");
        var credentials = (AssumeRoleAWSCredentials)GuardClients.Credentials(
            new ProviderSettings(null, [], [new("arn:first"), new("arn:second", "external", "session")]));
        var first = (AssumeRoleAWSCredentials)credentials.SourceCredentials;
        Assert.Multiple(() =>
        {
            Assert.That(credentials.RoleArn, Is.EqualTo("arn:second"));
            Assert.That(credentials.RoleSessionName, Is.EqualTo("session"));
            Assert.That(credentials.Options.ExternalId, Is.EqualTo("external"));
            Assert.That(first.RoleArn, Is.EqualTo("arn:first"));
            Assert.That(first.RoleSessionName, Is.EqualTo("session-store"));
        });
    }

    [Test]
    public async Task An_endpoint_that_is_silent_is_asked_three_times_and_given_up()
    {
        const string Endpoint = "AWS_ENDPOINT_URL_ELASTICACHE";
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "key");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "secret");
        Environment.SetEnvironmentVariable(Endpoint, $"http://{silent.LocalEndpoint}");
        try
        {
            var settings = PrimarySettings.Read(new SettingsReader(Deployed.File("primary").Get, new Problems())).Stage;
            var ask = GuardClients.Of(
                settings.Provider,
                settings.Region,
                (checks, region, cancellationToken) => checks.HomeAsync(region, cancellationToken),
                TimeSpan.FromMilliseconds(1500));
            // With the SDK's own patience the same would end after five minutes.
            using var longEnough = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            Assert.That(
                async () => await ask(new("us-east-1", "group", "endpoint", "vpc", "zone", "writer"), longEnough.Token),
                Throws.InstanceOf<TimeoutException>());
        }
        finally
        {
            Environment.SetEnvironmentVariable(Endpoint, null);
        }

        // The header counts them: HttpClient may send one of them over two connections when it has lost patience with the first one, and a
        // client of another program that looks for a server which had this port before may have come.
        var attempts = new SortedSet<string>(StringComparer.Ordinal);
        while (silent.Pending())
        {
            using var connection = await silent.AcceptTcpClientAsync();
            var words = new byte[connection.Available];
            connection.Client.Receive(words);
            attempts.UnionWith(Regex.Matches(Encoding.UTF8.GetString(words), "amz-sdk-request: (attempt=[0-9]+)")
                .Select(match => match.Groups[1].Value));
        }
        Assert.That(attempts, Is.EqualTo(new[] { "attempt=1", "attempt=2", "attempt=3" }));
    }

    [Test]
    public void A_request_may_take_ten_seconds() => Assert.That(GuardClients.Patience, Is.EqualTo(TimeSpan.FromSeconds(10)));

    /// <summary>What no emulator checks: AWS refuses a signature for another Region than the service's.</summary>
    [TestCase("us-east-2", "us-east-2/elasticache", "us-east-1/route53")]
    [TestCase("cn-north-1", "cn-north-1/elasticache", "cn-northwest-1/route53")]
    public void Requests_are_signed_for_the_Region_that_the_service_is_in(string region, string elastiCache, string route53)
    {
        using var wire = new Refusing();
        var cache = GuardClients.ElastiCache(region, TimeSpan.FromSeconds(1));
        var zones = GuardClients.Route53(region, TimeSpan.FromSeconds(1));
        cache.HttpClientFactory = zones.HttpClientFactory = wire;
        using var caches = new AmazonElastiCacheClient("key", "secret", cache);
        using var zone = new AmazonRoute53Client("key", "secret", zones);
        Assert.That(() => caches.DescribeReplicationGroupsAsync(new()), Throws.InstanceOf<AmazonServiceException>());
        Assert.That(() => zone.GetHostedZoneAsync(new() { Id = "Z1" }), Throws.InstanceOf<AmazonServiceException>());
        Assert.That(wire.Authorizations, Has.Count.EqualTo(2));
        Assert.That(wire.Authorizations[0], Does.Contain($"/{elastiCache}/aws4_request"));
        Assert.That(wire.Authorizations[1], Does.Contain($"/{route53}/aws4_request"));
    }

    private sealed class Refusing : HttpClientFactory, IDisposable
    {
        private readonly Handler _handler = new();

        public List<string> Authorizations => _handler.Authorizations;

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(_handler, disposeHandler: false);

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public void Dispose() => _handler.Dispose();

        private sealed class Handler : HttpMessageHandler
        {
            public List<string> Authorizations { get; } = [];

            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                Authorizations.Add(string.Join(' ', request.Headers.GetValues("Authorization")));
                return Task.FromResult(
                    new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StringContent("<ErrorResponse/>") });
            }
        }
    }
}
