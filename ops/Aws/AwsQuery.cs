using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;
using Amazon;
using Amazon.ElastiCache;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace SessionStore.Ops.Aws;

/// <summary>
/// Operations of the AWS query protocol by their names: the few that the tool needs of Amazon SQS and CloudWatch, and ElastiCache's disassociation. Signed by
/// the SDK, with the SDK's credentials, and like its clients led elsewhere by AWS_ENDPOINT_URL. Emulators speak it, too, where a newer SDK speaks CBOR.
/// </summary>
public sealed class AwsQuery : IDisposable
{
    private static readonly AWS4Signer _signer = new();

    private readonly HttpClient _http = new() { Timeout = ServiceClients.Patience };

    /// <summary>Calls an operation.</summary>
    /// <param name="service">The service and its API version.</param>
    /// <param name="region">The Region.</param>
    /// <param name="action">The operation.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The answer; its elements have no namespace.</returns>
    /// <exception cref="AmazonServiceException">The service refused; the message is the service's.</exception>
    public async Task<XElement> CallAsync(
        QueryService service, string region, string action, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancellationToken)
    {
        var body = await new FormUrlEncodedContent([new("Action", action), new("Version", service.Version), .. parameters]).ReadAsByteArrayAsync(cancellationToken);
        using var request = await SignedAsync(service, region, body);
        using var answer = await SendAsync(action, request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            var reason = text.StartsWith('<') ? XElement.Parse(text).Descendants().FirstOrDefault(part => part.Name.LocalName == "Message")?.Value : null;
            throw new AmazonServiceException($"{action}: {reason ?? $"{(int)answer.StatusCode} {answer.ReasonPhrase}"}") { StatusCode = answer.StatusCode };
        }
        var document = XElement.Parse(text);
        foreach (var part in document.DescendantsAndSelf())
        {
            part.Name = part.Name.LocalName;
        }
        return document;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(string action, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, cancellationToken);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AmazonServiceException($"{action}: no answer within {ServiceClients.Patience.TotalSeconds:0} s");
        }
    }

    private static async Task<HttpRequestMessage> SignedAsync(QueryService service, string region, byte[] body)
    {
        var config = new AmazonElastiCacheConfig { RegionEndpoint = RegionEndpoint.GetBySystemName(region) };
        var keys = await (await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync(config)).GetCredentialsAsync();
        var endpoint = new Uri(
            Environment.GetEnvironmentVariable($"AWS_ENDPOINT_URL_{service.Name}")
            ?? Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL")
            ?? $"https://{service.Id}.{region}.{config.RegionEndpoint.PartitionDnsSuffix}");
        using var unsigned = new DefaultRequest(new QueryRequest(), service.Id)
        {
            HttpMethod = "POST",
            Endpoint = endpoint,
            ResourcePath = "/",
            Content = body,
            OverrideSigningServiceName = service.Id,
            AuthenticationRegion = region,
        };
        unsigned.Headers["Content-Type"] = "application/x-www-form-urlencoded";
        if (keys.UseToken)
        {
            unsigned.Headers["X-Amz-Security-Token"] = keys.Token;
        }
        var signature = _signer.SignRequest(unsigned, config, null, keys.AccessKey, keys.SecretKey);
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in unsigned.Headers.Where(header => header.Key is not "Content-Type" and not "host"))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        request.Headers.TryAddWithoutValidation("Authorization", signature.ForAuthorizationHeader);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(unsigned.Headers["Content-Type"]);
        return request;
    }

    private sealed class QueryRequest : AmazonWebServiceRequest;
}

/// <summary>A service that speaks the query protocol.</summary>
/// <param name="Id">The name in endpoints and signatures.</param>
/// <param name="Name">The name in the SDK's variable for an endpoint of one's own.</param>
/// <param name="Version">The API's version.</param>
public sealed record QueryService(string Id, string Name, string Version)
{
    /// <summary>Amazon SQS.</summary>
    public static QueryService Sqs { get; } = new("sqs", "SQS", "2012-11-05");

    /// <summary>Amazon ElastiCache.</summary>
    public static QueryService ElastiCache { get; } = new("elasticache", "ELASTICACHE", "2015-02-02");

    /// <summary>Amazon CloudWatch.</summary>
    public static QueryService CloudWatch { get; } = new("monitoring", "CLOUDWATCH", "2010-08-01");
}
