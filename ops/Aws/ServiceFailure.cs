using System.Net;
using Amazon.Runtime;

namespace SessionStore.Ops.Aws;

/// <summary>Why a service could not be asked, in words that are the same for the same cause.</summary>
/// <param name="IsSilence">Whether nobody answered, or only to say that the service is down; otherwise the request was refused, or could
/// not be signed.</param>
internal sealed record ServiceFailure(string Message, bool IsSilence)
{
    /// <summary>Whether an exception says that a service could not be asked.</summary>
    /// <param name="cancellationToken">What the person ends the command with: that is no failure of a service.</param>
    public static bool Is(Exception exception, CancellationToken cancellationToken) =>
        exception is AmazonServiceException or AmazonClientException or HttpRequestException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>The failure that an exception tells of.</summary>
    /// <param name="exception">The exception, for which <see cref="Is"/> is true.</param>
    public static ServiceFailure Of(Exception exception) => exception switch
    {
        // The SDK's own words are "A task was canceled.", which nobody did.
        OperationCanceledException => new($"no answer within {ServiceClients.Patience.TotalSeconds:0} s", true),
        HttpRequestException => new(exception.Message, true),
        AmazonServiceException { StatusCode: 0 } or AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError } =>
            new(exception.Message, true),
        // Without credentials no request is made: an AmazonClientException that is no AmazonServiceException.
        _ => new(exception.Message, exception.InnerException is HttpRequestException),
    };
}
