namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>The dead-letter queues of a Region, in SQS as moto plays it.</summary>
/// <param name="url">The emulator.</param>
/// <param name="region">The Region.</param>
public sealed class LocalQueues(string url, string region) : IAsyncDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = new Uri(url) };

    /// <summary>Creates a queue.</summary>
    /// <param name="queueUrl">The address that the stage has for it; its last part is the name.</param>
    public Task CreateAsync(string queueUrl) => CallAsync(("Action", "CreateQueue"), ("QueueName", queueUrl.Split('/')[^1]));

    /// <summary>Puts a message into a queue.</summary>
    /// <param name="queueUrl">The queue's address.</param>
    /// <param name="body">The message.</param>
    public Task SendAsync(string queueUrl, string body) => CallAsync(("Action", "SendMessage"), ("QueueUrl", queueUrl), ("MessageBody", body));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task CallAsync(params IEnumerable<(string Name, string Value)> form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        // moto looks at a signature only for the service and the Region.
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=rehearsal/20260101/{region}/sqs/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await _client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
