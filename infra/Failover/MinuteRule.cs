using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.CloudWatch.Inputs;
using Pulumi.Aws.Lambda;
using SessionStore.Contract;

namespace SessionStore.Infra.Failover;

/// <summary>
/// The safety net: whatever notice is lost, late or never sent, within a minute the function looks for itself. The rule calls the
/// function and not the topic, which is what it is the net for; and a topic's policy for EventBridge takes no condition, so that one that
/// has a condition lets no rule in ("Using resource-based policies for Amazon EventBridge" in the EventBridge user guide).
/// </summary>
internal static class MinuteRule
{
    /// <summary>Creates the rule, the permission and the target, as children of the function's component.</summary>
    /// <param name="name">The name of the function's component.</param>
    /// <param name="failures">What becomes of invocations that fail.</param>
    /// <param name="replicationGroupId">The group to look at.</param>
    /// <param name="parent">The function's component.</param>
    /// <returns>The rule's name.</returns>
    public static Output<string> Create(
        string name, Function function, Resource failures, Output<string> replicationGroupId, Naming naming, Resource parent)
    {
        var child = new CustomResourceOptions { Parent = parent };
        var rule = new EventRule($"{name}-rule", new()
        {
            Name = naming.ReconcileRule,
            Description = "Asks the failover function to look",
            ScheduleExpression = "rate(1 minute)",
        }, child);
        var permission = new Permission($"{name}-rule-permission", new()
        {
            Function = function.Name,
            Action = "lambda:InvokeFunction",
            Principal = "events.amazonaws.com",
            SourceArn = rule.Arn,
        }, child);
        _ = new EventTarget($"{name}-target", new()
        {
            Rule = rule.Name,
            Arn = function.Arn,
            Input = Input(replicationGroupId),
            // The next tick is worth more than an old one. That is also why lost ones have no dead-letter queue: there is nothing in them
            // to repeat, and the metric of the rule's failed invocations has an alarm. A minute is the least that EventBridge takes.
            RetryPolicy = new EventTargetRetryPolicyArgs { MaximumEventAgeInSeconds = 60, MaximumRetryAttempts = 2 },
        }, new() { Parent = parent, DependsOn = { permission, failures } });
        return rule.Name;
    }

    // In the shape of what SNS hands over, so that the rule, the notices and the operator take the one path through the function.
    private static Output<string> Input(Output<string> replicationGroupId)
    {
        var order = new Dictionary<string, Output<string>> { [MessageKeys.Reconcile] = replicationGroupId };
        return Output.JsonSerialize(Output.Create(order)).Apply(message =>
            Output.JsonSerialize(Output.Create(new { Records = new[] { new { Sns = new { Message = message } } } })));
    }
}
