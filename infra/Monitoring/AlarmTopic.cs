using Pulumi;
using Pulumi.Aws.Sns;

namespace SessionStore.Infra.Monitoring;

/// <summary>
/// The topic on which a Region's alarms are told. It is not the topic of the events: an alarm is no reason for the function to look. Not
/// encrypted, because CloudWatch cannot publish to a topic with the key that AWS manages for SNS.
/// </summary>
public sealed class AlarmTopic : ComponentResource
{
    /// <summary>The topic.</summary>
    public Output<string> Arn { get; }

    /// <summary>Creates the topic, its policy and the subscription.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="email">The address to subscribe, which SNS asks to confirm; null for none.</param>
    /// <param name="naming">The physical names.</param>
    /// <param name="account">The account and partition.</param>
    /// <param name="options">The component's options.</param>
    public AlarmTopic(string name, string? email, Naming naming, AwsAccount account, ComponentResourceOptions? options = null)
        : base("session-store:monitoring:AlarmTopic", name, options)
    {
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
        if (email is not null)
        {
            _ = new TopicSubscription($"{name}-email", new() { Topic = topic.Arn, Protocol = "email", Endpoint = email }, child);
        }
        // Whoever has the ARN from here comes after the policy: an alarm's first message would be lost without it.
        Arn = Output.Tuple(topic.Arn, policy.Id).Apply(both => both.Item1);
        RegisterOutputs();
    }
}
