using Pulumi;
using Pulumi.Aws.Sns;

namespace SessionStore.Infra.Cache;

/// <summary>
/// The Region's topic: ElastiCache's notices and the operators' orders. Operators of this account need no statement here, their own
/// policies are enough. Not encrypted with a customer key, which ElastiCache cannot publish to.
/// </summary>
internal sealed class EventTopic : ComponentResource
{
    /// <summary>The topic. Who publishes or subscribes depends on <see cref="Policy"/>.</summary>
    public Output<string> Arn { get; }

    /// <summary>
    /// The topic's policy. It has to be in place before a replication group names the topic: a notice that ElastiCache cannot
    /// publish makes the notification inactive for good ("Amazon SNS notifications" in the ElastiCache user guide).
    /// </summary>
    public TopicPolicy Policy { get; }

    public EventTopic(string name, EventTopicArgs args, ComponentResourceOptions? options = null)
        : base("session-store:events:EventTopic", name, options)
    {
        var (naming, account) = args.Context;
        var child = new CustomResourceOptions { Parent = this };
        var topic = new Topic($"{name}-topic", new() { Name = naming.Topic }, child);
        Policy = new TopicPolicy($"{name}-policy", new()
        {
            Arn = topic.Arn,
            Policy = PolicyDocument.Of(
                // ElastiCache's page asks for the owner in one place and for the service in another, so that both are let in.
                new()
                {
                    Sid = "ElastiCacheByOwner",
                    Principal = new { AWS = "*" },
                    Action = ["sns:Publish"],
                    Resource = [topic.Arn],
                    Condition = new { StringEquals = Map("aws:SourceOwner", account.Id) },
                },
                new()
                {
                    Sid = "ElastiCacheByService",
                    Principal = new { Service = "elasticache.amazonaws.com" },
                    Action = ["sns:Publish"],
                    Resource = [topic.Arn],
                    Condition = new { StringEquals = Map("aws:SourceAccount", account.Id) },
                }),
        }, child);
        Arn = topic.Arn;
        RegisterOutputs();
    }

    private static Dictionary<string, Output<string>> Map(string key, Output<string> value) => new() { [key] = value };
}

internal sealed record EventTopicArgs
{
    public required RegionContext Context { get; init; }
}
