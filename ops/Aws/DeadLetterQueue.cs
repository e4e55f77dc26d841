using System.Globalization;

namespace SessionStore.Ops.Aws;

/// <summary>A dead-letter queue in Amazon SQS.</summary>
/// <param name="query">The query protocol.</param>
/// <param name="region">The queue's Region.</param>
/// <param name="url">The queue's address.</param>
public sealed class DeadLetterQueue(AwsQuery query, string region, string url)
{
    // The most that SQS hands over at once, and how long it keeps them from others meanwhile, in seconds.
    private const string AtOnce = "10", Hidden = "30";

    /// <summary>How many letters wait; SQS counts approximately.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        var answer = await CallAsync("GetQueueAttributes", cancellationToken, ("AttributeName.1", "ApproximateNumberOfMessages"));
        return int.Parse(answer.Descendants("Value").Single().Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Takes up to ten letters, which have to be deleted or put back; otherwise they come back after half a minute.</summary>
    public async Task<IReadOnlyList<DeadLetter>> ReceiveAsync(CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            "ReceiveMessage", cancellationToken, ("MaxNumberOfMessages", AtOnce), ("VisibilityTimeout", Hidden), ("AttributeName.1", "SentTimestamp"));
        return
        [
            .. answer.Descendants("Message").Select(message => new DeadLetter(
                message.Element("ReceiptHandle")!.Value,
                message.Element("Body")!.Value,
                DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(message.Descendants("Value").First().Value, CultureInfo.InvariantCulture)))),
        ];
    }

    /// <summary>Deletes a letter that was taken.</summary>
    public Task DeleteAsync(DeadLetter letter, CancellationToken cancellationToken) =>
        CallAsync("DeleteMessage", cancellationToken, ("ReceiptHandle", letter.ReceiptHandle));

    /// <summary>Puts a letter back that was taken, so that the next look finds it.</summary>
    public Task PutBackAsync(DeadLetter letter, CancellationToken cancellationToken) =>
        CallAsync("ChangeMessageVisibility", cancellationToken, ("ReceiptHandle", letter.ReceiptHandle), ("VisibilityTimeout", "0"));

    private Task<System.Xml.Linq.XElement> CallAsync(string action, CancellationToken cancellationToken, params IEnumerable<(string Name, string Value)> parameters) =>
        query.CallAsync(
            QueryService.Sqs,
            region,
            action,
            [new("QueueUrl", url), .. parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value))],
            cancellationToken);
}

/// <summary>A message that could not be carried out.</summary>
/// <param name="ReceiptHandle">By which it is deleted.</param>
/// <param name="Body">What SNS or Lambda put into the queue.</param>
/// <param name="Sent">When.</param>
public sealed record DeadLetter(string ReceiptHandle, string Body, DateTimeOffset Sent);
