using System.Net;
using Amazon;
using Amazon.Route53;
using Amazon.Route53.Model;
using Amazon.Runtime;
using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests;

/// <summary>The SDK's own retries, as the function configures them, against answers that Route 53 gives on the wire.</summary>
internal sealed class AwsClientsTests
{
    private const string Listing =
        """
        <ListResourceRecordSetsResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ResourceRecordSets/>
        <IsTruncated>false</IsTruncated><MaxItems>10</MaxItems></ListResourceRecordSetsResponse>
        """;

    [TestCase("Throttling", HttpStatusCode.BadRequest)]
    [TestCase("PriorRequestNotComplete", HttpStatusCode.BadRequest)]
    [TestCase("ServiceUnavailable", HttpStatusCode.ServiceUnavailable)]
    public async Task A_request_that_is_put_off_is_sent_again(string code, HttpStatusCode status)
    {
        using var wire = new Wire((status, Error(code)), (HttpStatusCode.OK, Listing));
        using var client = Client(wire);
        await client.ListResourceRecordSetsAsync(new ListResourceRecordSetsRequest("Z123"));
        Assert.That(wire.Requests, Is.EqualTo(2));
    }

    [Test]
    public void A_lost_race_is_not_retried_blindly()
    {
        using var wire = new Wire((HttpStatusCode.BadRequest, Error("InvalidChangeBatch")));
        using var client = Client(wire);
        Assert.That(
            () => client.ChangeResourceRecordSetsAsync(new ChangeResourceRecordSetsRequest("Z123", new ChangeBatch
            {
                Changes = [new Change(ChangeAction.DELETE, Support.FakeRoute53.Record("a.b", RRType.CNAME, "c"))],
            })),
            Throws.TypeOf<InvalidChangeBatchException>());
        Assert.That(wire.Requests, Is.EqualTo(1));
    }

    [Test]
    public void Throttling_outlasts_the_SDKs_default_of_two_retries() =>
        Assert.That(AwsClients.Route53Config(World.Settings).MaxErrorRetry, Is.GreaterThanOrEqualTo(5));

    private static AmazonRoute53Client Client(Wire wire, FailoverSettings? settings = null)
    {
        var config = AwsClients.Route53Config(settings ?? World.Settings);
        config.RegionEndpoint = RegionEndpoint.USEast1;
        config.HttpClientFactory = wire;
        return new AmazonRoute53Client(new BasicAWSCredentials("key", "secret"), config);
    }

    private static string Error(string code) =>
        $"""
        <ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Error><Type>Sender</Type><Code>{code}</Code>
        <Message>as told</Message></Error><RequestId>r</RequestId></ErrorResponse>
        """;

    private sealed class Wire(params (HttpStatusCode Status, string Body)[] answers) : HttpClientFactory, IDisposable
    {
        private readonly Handler _handler = new(answers);

        public int Requests => _handler.Requests;

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(_handler, disposeHandler: false);

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public void Dispose() => _handler.Dispose();
    }

    private sealed class Handler((HttpStatusCode Status, string Body)[] answers) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (status, body) = answers[Requests++];
            return Task.FromResult(new HttpResponseMessage(status)
            {
                Content = new StringContent(body, System.Text.Encoding.UTF8, "text/xml"),
                RequestMessage = request,
            });
        }
    }
}
