using Pulumi;
using Pulumi.Aws.Sns;

namespace SessionStore.Infra.Monitoring;

/// <summary>
/// The topic on which a Region's alarms are told. It is not the topic of the events: an alarm is no reason for the function to look. Not
/// encrypted, because CloudWatch cannot publish to a topic with the key that AWS manages for SNS.
/// </summary>
internal sealed class AlarmTopic : ComponentResource
{
    public Output<string> Arn { get; }

    public AlarmTopic(string name, AlarmTopicArgs args, ComponentResourceOptions? options = null)
        : base("session-store:monitoring:AlarmTopic", name, options)
    {
        var (naming, account) = args.Context;
        var child = new CustomResourceOptions { Parent = this };
        var topic = new Topic($"{name}-topic", new() { Name = naming.AlarmTopic, DisplayName = "Session store" }, child);
        var policy = new TopicPolicy($"{name}-policy", new()
        {
            Arn = topic.Arn,
            Policy = PolicyDocument.Of(new PolicyStatement
            {
                Sid = "Alarms",
                Principal = new { Service = "cloudwatch.amazonaws.com" },
                Action = ["sns:Publish"],
                Resource = [topic.Arn],
                Condition = new
                {
                    StringEquals = new Dictionary<string, Output<string>> { ["aws:SourceAccount"] = account.Id },
                    ArnLike = new Dictionary<string, Output<string>>
                    {
                        ["aws:SourceArn"] = account.RegionalArn("cloudwatch", naming.Region, $"alarm:{naming.Alarm("*")}"),
                    },
                },
            }),
        }, child);
        if (args.Email is { } email)
        {
            _ = new TopicSubscription($"{name}-email", new() { Topic = topic.Arn, Protocol = "email", Endpoint = email }, child);
        }

        // Whoever has the ARN from here comes after the policy: an alarm's first message would be lost without it.
        Arn = Output.Tuple(topic.Arn, policy.Id).Apply(both => both.Item1);
        RegisterOutputs();
    }
}

internal sealed record AlarmTopicArgs
{
    public required RegionContext Context { get; init; }

    /// <summary>The address to subscribe, which SNS asks to confirm; null for none.</summary>
    public string? Email { get; init; }
}
