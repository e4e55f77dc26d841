using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Lambda.Inputs;
using Pulumi.Aws.Sns;
using SessionStore.Contract;
using SessionStore.Infra.Cache;

namespace SessionStore.Infra.Failover;

/// <summary>
/// The Region's failover function with everything that calls it. No reserved concurrency: new accounts cannot reserve any, and
/// racing invocations are harmless, because the function compares and sets.
/// </summary>
public sealed class FailoverFunction : ComponentResource
{
    // Short of the timeout, so that the function can say that the role did not change before Lambda ends it.
    private const int TimeoutSeconds = 120, RoleWaitSeconds = 90;

    // Nobody documents how long ElastiCache shows a role that a promotion has ended; minutes are assumed.
    private const int RoleHoldSeconds = 300;

    // Lambda keeps an event for up to six hours by default, in which an order can be given and another one in its place: one that is older
    // than this goes to the dead letters, where a person decides. The two retries need three minutes.
    private const int EventAgeSeconds = 15 * 60;

    // Lambda gives processor time in proportion to memory, a whole core at 1,769 MB, which is what a cold start waits for.
    private const int MemoryMegabytes = 1769;

    /// <summary>The function's name.</summary>
    public Output<string> FunctionName { get; }

    /// <summary>The function's ARN.</summary>
    public Output<string> FunctionArn { get; }

    /// <summary>The name of the rule that calls the function every minute.</summary>
    public Output<string> RuleName { get; }

    /// <summary>The queues for what was lost on the way to the function or in it.</summary>
    public DeadLetters DeadLetters { get; }

    /// <summary>Creates the function, its logs, its dead-letter queues, its subscription and its rule.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="duty">What the function looks after.</param>
    /// <param name="roleArn">The role of the failover functions.</param>
    /// <param name="topic">The Region's topic.</param>
    /// <param name="logRetentionDays">How long logs are kept, in days.</param>
    /// <param name="naming">The physical names.</param>
    /// <param name="kmsKeyArn">The key of the logs and the queues; null for those that AWS owns.</param>
    /// <param name="options">The component's options.</param>
    public FailoverFunction(
        string name,
        FailoverDuty duty,
        Input<string> roleArn,
        EventTopic topic,
        int logRetentionDays,
        Naming naming,
        Output<string>? kmsKeyArn = null,
        ComponentResourceOptions? options = null)
        : base("session-store:failover:FailoverFunction", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var logs = new LogGroup($"{name}-logs", new()
        {
            Name = naming.LogGroup,
            RetentionInDays = logRetentionDays,
            KmsKeyId = kmsKeyArn is null ? default(Input<string>) : kmsKeyArn,
        }, child);
        var letters = new DeadLetters($"{name}-dead-letters", topic.Arn, naming, kmsKeyArn, new() { Parent = this });

        var function = new Function($"{name}-function", new()
        {
            Name = naming.Function,
            Description = "Points the writer record at the Region that takes writes",
            Runtime = Runtime.Dotnet10,
            Architectures = { "x86_64" },
            Code = FunctionPackage.Archive(),
            Handler = FunctionPackage.Handler,
            Role = roleArn,
            MemorySize = MemoryMegabytes,
            Timeout = TimeoutSeconds,
            LoggingConfig = new FunctionLoggingConfigArgs { LogFormat = "JSON", LogGroup = logs.Name },
            Environment = new FunctionEnvironmentArgs
            {
                Variables =
                {
                    [FunctionEnvironment.ReplicationGroupId] = duty.ReplicationGroupId,
                    [FunctionEnvironment.HostedZoneId] = duty.HostedZoneId,
                    [FunctionEnvironment.WriterName] = duty.WriterName,
                    [FunctionEnvironment.RecordTtl] = $"{WriterDns.RecordTtlSeconds}",
                    [FunctionEnvironment.RoleWait] = $"{RoleWaitSeconds}",
                    [FunctionEnvironment.RoleHold] = $"{RoleHoldSeconds}",
                },
            },
        }, child);

        // Lambda owns an event from the moment that SNS has handed it over: it tries again twice and then drops it, unless there is a
        // destination for what failed.
        var failures = new FunctionEventInvokeConfig($"{name}-failures", new()
        {
            FunctionName = function.Name,
            MaximumRetryAttempts = 2,
            MaximumEventAgeInSeconds = EventAgeSeconds,
            DestinationConfig = new FunctionEventInvokeConfigDestinationConfigArgs
            {
                OnFailure = new FunctionEventInvokeConfigDestinationConfigOnFailureArgs { Destination = letters.FailedArn },
            },
        }, child);
        var permission = new Permission($"{name}-permission", new()
        {
            Function = function.Name,
            Action = "lambda:InvokeFunction",
            Principal = "sns.amazonaws.com",
            SourceArn = topic.Arn,
        }, child);
        _ = new TopicSubscription($"{name}-subscription", new()
        {
            Topic = topic.Arn,
            Protocol = "lambda",
            Endpoint = function.Arn,
            RedrivePolicy = Output.JsonSerialize(Output.Create(new { deadLetterTargetArn = letters.UndeliveredArn })),
        }, new() { Parent = this, DependsOn = { permission, failures, letters } });

        RuleName = MinuteRule.Create(name, function, failures, duty.ReplicationGroupId, naming, this);
        FunctionName = function.Name;
        FunctionArn = function.Arn;
        DeadLetters = letters;
        RegisterOutputs();
    }
}

/// <summary>What a failover function looks after.</summary>
/// <param name="ReplicationGroupId">The Region's own replication group.</param>
/// <param name="HostedZoneId">The private hosted zone.</param>
/// <param name="WriterName">The writer record's name.</param>
public sealed record FailoverDuty(Output<string> ReplicationGroupId, Input<string> HostedZoneId, string WriterName);
