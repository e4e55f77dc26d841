namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>The dead-letter queues of a Region, in SQS as moto plays it.</summary>
/// <param name="url">The emulator.</param>
/// <param name="region">The Region.</param>
public sealed class LocalQueues(string url, string region) : IAsyncDisposable
{
    private readonly EmulatorQuery _sqs = new(url, region, "sqs");

    /// <summary>Creates a queue.</summary>
    /// <param name="queueUrl">The address that the stage has for it; its last part is the name.</param>
    public Task CreateAsync(string queueUrl) => _sqs.CallAsync(("Action", "CreateQueue"), ("QueueName", queueUrl.Split('/')[^1]));

    /// <summary>Puts a message into a queue.</summary>
    /// <param name="queueUrl">The queue's address.</param>
    /// <param name="body">The message.</param>
    public Task SendAsync(string queueUrl, string body) => _sqs.CallAsync(("Action", "SendMessage"), ("QueueUrl", queueUrl), ("MessageBody", body));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _sqs.Dispose();
        return ValueTask.CompletedTask;
    }
}
