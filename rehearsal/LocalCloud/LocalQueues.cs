using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>The dead-letter queues of a Region, in SQS as moto plays it.</summary>
/// <param name="url">The emulator.</param>
internal sealed class LocalQueues(string url, string region) : IAsyncDisposable
{
    private readonly AmazonSQSClient _sqs =
        new(new BasicAWSCredentials("rehearsal", "rehearsal"), new AmazonSQSConfig { ServiceURL = url, AuthenticationRegion = region });

    /// <summary>Creates a queue.</summary>
    /// <param name="queueUrl">The address that the stage has for it; its last part is the name.</param>
    public Task CreateAsync(string queueUrl) => _sqs.CreateQueueAsync(new CreateQueueRequest(queueUrl.Split('/')[^1]));

    /// <summary>Puts a message into a queue.</summary>
    public Task SendAsync(string queueUrl, string body) => _sqs.SendMessageAsync(new SendMessageRequest(queueUrl, body));

    public ValueTask DisposeAsync()
    {
        _sqs.Dispose();
        return ValueTask.CompletedTask;
    }
}
