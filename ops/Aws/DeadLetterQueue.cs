using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace SessionStore.Ops.Aws;

/// <summary>A dead-letter queue in Amazon SQS.</summary>
/// <param name="sqs">Amazon SQS in the queue's Region.</param>
internal sealed class DeadLetterQueue(IAmazonSQS sqs, string url)
{
    // The most that SQS hands over at once, and how long it keeps them from others meanwhile, in seconds.
    private const int AtOnce = 10, Hidden = 30;

    private const string SentTimestamp = "SentTimestamp", Waiting = "ApproximateNumberOfMessages";

    /// <summary>How many letters wait; SQS counts approximately.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        var answer = await sqs.GetQueueAttributesAsync(new GetQueueAttributesRequest { QueueUrl = url, AttributeNames = [Waiting] },
            cancellationToken);
        return int.Parse(answer.Attributes[Waiting], CultureInfo.InvariantCulture);
    }

    /// <summary>Takes up to ten letters, which have to be deleted or put back; otherwise they come back after half a minute.</summary>
    public async Task<IReadOnlyList<DeadLetter>> ReceiveAsync(CancellationToken cancellationToken)
    {
        var answer = await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(url)
        {
            MaxNumberOfMessages = AtOnce,
            VisibilityTimeout = Hidden,
            MessageSystemAttributeNames = [SentTimestamp],
        }, cancellationToken);
        return
        [
            .. (answer.Messages ?? []).Select(message => new DeadLetter(
                message.ReceiptHandle,
                message.Body,
                DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(message.Attributes[SentTimestamp], CultureInfo.InvariantCulture)))),
        ];
    }

    /// <summary>Deletes a letter that was taken.</summary>
    public Task DeleteAsync(DeadLetter letter, CancellationToken cancellationToken) =>
        sqs.DeleteMessageAsync(new DeleteMessageRequest(url, letter.ReceiptHandle), cancellationToken);

    /// <summary>Puts a letter back that was taken, so that the next look finds it.</summary>
    public Task PutBackAsync(DeadLetter letter, CancellationToken cancellationToken) => sqs.ChangeMessageVisibilityAsync(
        new ChangeMessageVisibilityRequest { QueueUrl = url, ReceiptHandle = letter.ReceiptHandle, VisibilityTimeout = 0 },
            cancellationToken);
}

/// <summary>A message that could not be carried out.</summary>
/// <param name="ReceiptHandle">By which it is deleted.</param>
/// <param name="Body">What SNS or Lambda put into the queue.</param>
internal sealed record DeadLetter(string ReceiptHandle, string Body, DateTimeOffset Sent);
