using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;

namespace SessionStore.Failover;

/// <summary>
/// Route 53's control plane does not answer. Only this may lead to an override: an answer, whatever it says, is none.
/// </summary>
/// <param name="reason">What was thrown.</param>
internal sealed class SilenceException(Exception reason) : Exception($"Route 53 does not answer ({reason.Message.TrimEnd('.')}).", reason)
{
    /// <summary>Whether what a request threw says that nobody answered it.</summary>
    /// <remarks>
    /// Throttling and PriorRequestNotComplete, which Route 53's API reference lists under "Common errors", reach us when the SDK's retries
    /// are over: there is somebody, but nobody to make a change. Client errors are answers: a refused permission, an unknown zone, a batch
    /// that lost its race. Without a status there was no response; then the cause decides, because the SDK throws its own exception for a
    /// malformed request, too.
    /// </remarks>
    public static bool Is(Exception failure) => failure switch
    {
        SilenceException => true,
        AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError } => true,
        AmazonServiceException
        {
            ErrorCode: "Throttling" or "ThrottlingException" or "ThrottledException" or "TooManyRequestsException"
                or "RequestThrottled" or "RequestThrottledException" or "RequestLimitExceeded" or "SlowDown" or "PriorRequestNotComplete"
        } => true,
        AmazonServiceException { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout } => true,
        AmazonServiceException { StatusCode: 0, InnerException: { } cause } => Is(cause),
        AmazonServiceException => false,
        AmazonClientException { InnerException: { } cause } => Is(cause),
        HttpRequestException or IOException or SocketException or WebException or TimeoutException or OperationCanceledException => true,
        _ => false,
    };
}
