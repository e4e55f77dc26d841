using System.Net;
using System.Net.Sockets;
using Amazon.Route53;
using Amazon.Route53.Model;
using Amazon.Runtime;
using SessionStore.Failover;

namespace SessionStore.Lambda.Tests;

/// <summary>
/// What counts as Route 53's silence, row by row, with the SDK's own exceptions; <see cref="AwsClientsTests"/> has the wire.
/// </summary>
internal sealed class SilenceTests
{
    public static IEnumerable<TestCaseData> Failures()
    {
        yield return Row("nobody is there", new HttpRequestException("Connection refused"), true);
        yield return Row("no name", new HttpRequestException(HttpRequestError.NameResolutionError), true);
        yield return Row("the connection broke", new IOException("The response ended prematurely."), true);
        yield return Row("no socket", new SocketException((int)SocketError.TimedOut), true);
        yield return Row("no time left", new TimeoutException(), true);
        yield return Row("HttpClient gave up", new TaskCanceledException("", new TimeoutException()), true);
        yield return Row("the SDK's word for a broken connection", new AmazonServiceException("", new HttpRequestException()), true);
        yield return Row("the client's word for it", new AmazonClientException("", new IOException()), true);
        yield return Row("500", Answer("InternalError", HttpStatusCode.InternalServerError), true);
        yield return Row("502 of somebody between", Answer("", HttpStatusCode.BadGateway), true);
        yield return Row("503", Answer("ServiceUnavailable", HttpStatusCode.ServiceUnavailable), true);
        yield return Row("504", Answer("", HttpStatusCode.GatewayTimeout), true);
        yield return Row("throttled", Answer("Throttling", HttpStatusCode.BadRequest), true);
        yield return Row("throttled, in other words", Answer("ThrottlingException", HttpStatusCode.BadRequest), true);
        yield return Row("the zone is busy", new PriorRequestNotCompleteException("") { ErrorCode = "PriorRequestNotComplete" }, true);
        yield return Row("too many requests", Answer("", HttpStatusCode.TooManyRequests), true);

        yield return Row("refused", Answer("AccessDenied", HttpStatusCode.Forbidden), false);
        yield return Row("a token that is over", Answer("ExpiredToken", HttpStatusCode.Forbidden), false);
        yield return Row("a wrong signature", Answer("SignatureDoesNotMatch", HttpStatusCode.Forbidden), false);
        yield return Row("no such zone", new NoSuchHostedZoneException("") { StatusCode = HttpStatusCode.NotFound }, false);
        yield return Row("a lost race", new InvalidChangeBatchException("") { StatusCode = HttpStatusCode.BadRequest }, false);
        yield return Row("bad input", new InvalidInputException("") { StatusCode = HttpStatusCode.BadRequest }, false);
        yield return Row("never sent", new AmazonRoute53Exception("Request object does not have required field HostedZoneId set"), false);
        yield return Row("no credentials", new AmazonClientException("Unable to get credentials"), false);
        yield return Row("a foreign record", new FailoverException("foreign"), false);
        yield return Row("a mistake", new InvalidOperationException(), false);

        static AmazonRoute53Exception Answer(string code, HttpStatusCode status) =>
            new("as told") { ErrorCode = code, StatusCode = status };

        static TestCaseData Row(string name, Exception failure, bool expected) =>
            new TestCaseData(failure).Returns(expected).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Failures))]
    public bool Only_no_answer_is_silence(Exception failure) => SilenceException.Is(failure);
}
