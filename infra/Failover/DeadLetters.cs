using Pulumi;
using Pulumi.Aws.Sqs;

namespace SessionStore.Infra.Failover;

/// <summary>
/// The two queues behind the failover function, one for each place where an event can be lost: SNS hands it to Lambda, and from
/// then on Lambda owns it.
/// </summary>
internal sealed class DeadLetters : ComponentResource
{
    // The longest that SQS keeps a message.
    private const int RetentionSeconds = 14 * 24 * 60 * 60;

    /// <summary>The queue for what SNS could not hand to Lambda.</summary>
    public Queue Undelivered { get; }

    /// <summary>The queue for what the function could not carry out.</summary>
    public Queue Failed { get; }

    public DeadLetters(string name, DeadLettersArgs args, ComponentResourceOptions? options = null)
        : base("session-store:failover:DeadLetters", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        Undelivered = Queue("undelivered", args.Context.Naming.UndeliveredQueue);
        Failed = Queue("failed", args.Context.Naming.FailedQueue);
        _ = new QueuePolicy($"{name}-undelivered-policy", new()
        {
            QueueUrl = Undelivered.Url,
            Policy = PolicyDocument.Of(new PolicyStatement
            {
                Sid = "Topic",
                Principal = new { Service = "sns.amazonaws.com" },
                Action = ["sqs:SendMessage"],
                Resource = [Undelivered.Arn],
                Condition = new { ArnEquals = new Dictionary<string, Output<string>> { ["aws:SourceArn"] = args.TopicArn } },
            }),
        }, child);
        RegisterOutputs();

        Queue Queue(string part, string queueName)
        {
            var queue = new QueueArgs { Name = queueName, MessageRetentionSeconds = RetentionSeconds };
            if (args.KmsKeyArn is { } key)
            {
                queue.KmsMasterKeyId = key;
            }
            else
            {
                // SNS and Lambda can write to a queue with SQS's own key without a grant.
                queue.SqsManagedSseEnabled = true;
            }
            return new($"{name}-{part}", queue, child);
        }
    }
}

internal sealed record DeadLettersArgs
{
    public required RegionContext Context { get; init; }

    /// <summary>The topic that hands events to the function.</summary>
    public required Output<string> TopicArn { get; init; }

    /// <summary>The key of the queues; null for SQS's own.</summary>
    public Output<string>? KmsKeyArn { get; init; }
}
