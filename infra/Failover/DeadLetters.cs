using Pulumi;
using Pulumi.Aws.Sqs;

namespace SessionStore.Infra.Failover;

/// <summary>
/// The two queues behind the failover function, one for each place where an event can be lost: SNS hands it to Lambda, and from
/// then on Lambda owns it.
/// </summary>
public sealed class DeadLetters : ComponentResource
{
    // The longest that SQS keeps a message.
    private const int RetentionSeconds = 14 * 24 * 60 * 60;

    /// <summary>The queue for what SNS could not hand to Lambda.</summary>
    public Output<string> UndeliveredArn { get; }

    /// <summary>The queue for what the function could not carry out.</summary>
    public Output<string> FailedArn { get; }

    /// <summary>The name of the queue for what SNS could not hand to Lambda.</summary>
    public Output<string> UndeliveredName { get; }

    /// <summary>The name of the queue for what the function could not carry out.</summary>
    public Output<string> FailedName { get; }

    /// <summary>The address of the queue for what SNS could not hand to Lambda.</summary>
    public Output<string> UndeliveredUrl { get; }

    /// <summary>The address of the queue for what the function could not carry out.</summary>
    public Output<string> FailedUrl { get; }

    /// <summary>Creates both queues.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="topicArn">The topic that hands events to the function.</param>
    /// <param name="naming">The physical names.</param>
    /// <param name="kmsKeyArn">The key of the queues; null for SQS's own.</param>
    /// <param name="options">The component's options.</param>
    public DeadLetters(
        string name, Output<string> topicArn, Naming naming, Output<string>? kmsKeyArn = null, ComponentResourceOptions? options = null)
        : base("session-store:failover:DeadLetters", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var undelivered = Queue("undelivered", naming.UndeliveredQueue);
        var failed = Queue("failed", naming.FailedQueue);
        _ = new QueuePolicy($"{name}-undelivered-policy", new()
        {
            QueueUrl = undelivered.Url,
            Policy = PolicyDocument.Of(new PolicyStatement
            {
                Sid = "Topic",
                Principal = new { Service = "sns.amazonaws.com" },
                Action = ["sqs:SendMessage"],
                Resource = [undelivered.Arn],
                Condition = new { ArnEquals = new Dictionary<string, Output<string>> { ["aws:SourceArn"] = topicArn } },
            }),
        }, child);

        UndeliveredArn = undelivered.Arn;
        FailedArn = failed.Arn;
        UndeliveredName = undelivered.Name;
        FailedName = failed.Name;
        UndeliveredUrl = undelivered.Url;
        FailedUrl = failed.Url;
        RegisterOutputs();

        Queue Queue(string part, string queueName)
        {
            var args = new QueueArgs { Name = queueName, MessageRetentionSeconds = RetentionSeconds };
            if (kmsKeyArn is null)
            {
                // SNS and Lambda can write to a queue with SQS's own key without a grant.
                args.SqsManagedSseEnabled = true;
            }
            else
            {
                args.KmsMasterKeyId = kmsKeyArn;
            }
            return new($"{name}-{part}", args, child);
        }
    }
}
