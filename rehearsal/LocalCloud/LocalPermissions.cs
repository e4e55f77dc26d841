using SessionStore.Engine;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>Who may call what in a Region: the policies of the resources that its stage registered, as AWS applies them.</summary>
internal sealed class LocalPermissions
{
    private const string Publish = "sns:Publish", SendMessage = "sqs:SendMessage", Invoke = "lambda:InvokeFunction";

    private readonly IReadOnlyList<Registered> _resources;
    private readonly Registered _topic, _function;
    private readonly ResourcePolicy? _topicPolicy;

    /// <summary>Reads the policies.</summary>
    public LocalPermissions(IReadOnlyList<Registered> resources)
    {
        _resources = resources;
        _function = All("aws:lambda/function:Function").Single();
        var subscription = All("aws:sns/topicSubscription:TopicSubscription").Single(candidate => candidate.Text("protocol") == "lambda");
        _topic = All("aws:sns/topic:Topic").Single(candidate => candidate.Arn == subscription.Text("topic"));
        _topicPolicy = All("aws:sns/topicPolicy:TopicPolicy").SingleOrDefault(policy => policy.Text("arn") == _topic.Arn) is { } found
            ? new(found.Json("policy"))
            : null;
        TopicMayInvoke = subscription.Text("endpoint") == _function.Arn && MayInvoke("sns.amazonaws.com", _topic.Arn);
        RuleMayInvoke = All("aws:cloudwatch/eventTarget:EventTarget").Single() is var target
            && All("aws:cloudwatch/eventRule:EventRule").Single(candidate => candidate.Text("name") == target.Text("rule")) is var rule
            // A rule that publishes to a topic is not played: the topic's policy would have to let all rules of all accounts in.
            && target.Text("arn") == _function.Arn
            && !target.Has("roleArn")
            && MayInvoke("events.amazonaws.com", rule.Arn);
        TopicMayKeepUndelivered = subscription.Has("redrivePolicy")
            && subscription.Json("redrivePolicy").GetProperty("deadLetterTargetArn").GetString() is { } queue
            && All("aws:sqs/queuePolicy:QueuePolicy").Any(policy => new ResourcePolicy(policy.Json("policy")).Allows(
                new("sns.amazonaws.com", new Dictionary<string, string> { ["aws:SourceArn"] = _topic.Arn }), SendMessage, queue));
    }

    /// <summary>Whether SNS may call the function for the topic.</summary>
    public bool TopicMayInvoke { get; }

    /// <summary>Whether EventBridge may call the function for the rule.</summary>
    public bool RuleMayInvoke { get; }

    /// <summary>Whether SNS may keep what Lambda does not take from the topic.</summary>
    public bool TopicMayKeepUndelivered { get; }

    /// <summary>Whether somebody may publish to the topic.</summary>
    public bool MayPublish(Publisher publisher) => publisher switch
    {
        // ElastiCache's page names two forms, and which of them it uses is not established: both have to be let in.
        Publisher.ElastiCache => Callers().All(caller => _topicPolicy?.Allows(caller, Publish, _topic.Arn) == true),
        // In one account an identity's own policy is enough ("Policy evaluation logic" in the IAM user guide).
        _ => _topicPolicy?.Denies(new(FakeCloud.AccountId, new Dictionary<string, string>()), Publish, _topic.Arn) != true,
    };

    private static IEnumerable<Caller> Callers() =>
    [
        new("*", new Dictionary<string, string> { ["aws:SourceOwner"] = FakeCloud.AccountId }),
        new("elasticache.amazonaws.com", new Dictionary<string, string> { ["aws:SourceAccount"] = FakeCloud.AccountId }),
    ];

    private bool MayInvoke(string service, string source) => All("aws:lambda/permission:Permission").Any(permission =>
        permission.Text("function") == _function.Text("name")
        && permission.Text("action") == Invoke
        && permission.Text("principal") == service
        && (!permission.Has("sourceArn") || permission.Text("sourceArn") == source));

    private IEnumerable<Registered> All(string type) => _resources.Where(resource => resource.Type == type);
}
