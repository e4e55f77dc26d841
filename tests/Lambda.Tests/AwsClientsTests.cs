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

    [TestCase(HttpStatusCode.InternalServerError, "InternalError", true)]
    [TestCase(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable", true)]
    [TestCase(HttpStatusCode.BadGateway, "", true)]
    [TestCase(HttpStatusCode.BadRequest, "Throttling", true)]
    [TestCase(HttpStatusCode.BadRequest, "PriorRequestNotComplete", true)]
    [TestCase(HttpStatusCode.BadRequest, "InvalidInput", false)]
    [TestCase(HttpStatusCode.BadRequest, "InvalidChangeBatch", false)]
    [TestCase(HttpStatusCode.Forbidden, "AccessDenied", false)]
    [TestCase(HttpStatusCode.NotFound, "NoSuchHostedZone", false)]
    public async Task What_the_SDK_throws_at_last_is_silence_or_an_answer(HttpStatusCode status, string code, bool silent)
    {
        using var wire = new Wire((status, Error(code)));
        var failure = await FailureOfAsync(wire);
        Assert.That(SilenceException.Is(failure), Is.EqualTo(silent), failure.ToString());
    }

    public static IEnumerable<Exception> Breaks() =>
        [new HttpRequestException(HttpRequestError.ConnectionError), new HttpRequestException("reset", new IOException("reset")),
            new TaskCanceledException("the time is over", new TimeoutException()), new IOException("the response ended")];

    [TestCaseSource(nameof(Breaks))]
    public async Task A_connection_that_breaks_is_silence_as_the_SDK_throws_it(Exception failing)
    {
        using var wire = new Wire() { Failing = failing };
        var failure = await FailureOfAsync(wire);
        Assert.That(SilenceException.Is(failure), failure.ToString());
    }

    [Test]
    public void Where_silence_has_a_consequence_a_hanging_request_leaves_time_for_another()
    {
        Assert.That(AwsClients.Route53Config(World.Settings).Timeout, Is.EqualTo(TimeSpan.FromSeconds(10)));
        Assert.That(AwsClients.Route53Config(World.Settings with { RecordsParameter = World.Parameter }).Timeout,
            Is.EqualTo(WriterZone.RequestTimeout));
    }

    private static async Task<Exception> FailureOfAsync(Wire wire)
    {
        var config = AwsClients.Route53Config(World.Settings);
        (config.RegionEndpoint, config.HttpClientFactory, config.MaxErrorRetry) = (RegionEndpoint.USEast1, wire, 0);
        using var client = new AmazonRoute53Client(new BasicAWSCredentials("key", "secret"), config);
        try
        {
            await client.ListResourceRecordSetsAsync(new ListResourceRecordSetsRequest("Z123"));
        }
        catch (Exception e)
        {
            return e;
        }
        throw new AssertionException("The request did not fail.");
    }

    private static AmazonRoute53Client Client(Wire wire)
    {
        var config = AwsClients.Route53Config(World.Settings);
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

        public Exception? Failing { set => _handler.Failing = value; }

        public int Requests => _handler.Requests;

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(_handler, disposeHandler: false);

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public void Dispose() => _handler.Dispose();
    }

    private sealed class Handler((HttpStatusCode Status, string Body)[] answers) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        public Exception? Failing { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Failing is not null)
            {
                throw Failing;
            }
            var (status, body) = answers[Requests++];
            return Task.FromResult(new HttpResponseMessage(status)
            {
                Content = new StringContent(body, System.Text.Encoding.UTF8, "text/xml"),
                RequestMessage = request,
            });
        }
    }
}
