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
internal sealed class FailoverFunction : ComponentResource
{
    // Short of the timeout, so that the function can say that the role did not change before Lambda ends it.
    private const int TimeoutSeconds = 120, RoleWaitSeconds = 90;

    // Lambda keeps an event for up to six hours by default, in which an order can be given and another one in its place: one that is older
    // than this goes to the dead letters, where a person decides. The two retries need three minutes.
    private const int EventAgeSeconds = 15 * 60;

    // Lambda gives processor time in proportion to memory, a whole core at 1,769 MB, which is what a cold start waits for.
    private const int MemoryMegabytes = 1769;

    public Output<string> FunctionName { get; }

    public Output<string> FunctionArn { get; }

    /// <summary>The name of the rule that calls the function every minute.</summary>
    public Output<string> RuleName { get; }

    /// <summary>The queues for what was lost on the way to the function or in it.</summary>
    public DeadLetters DeadLetters { get; }

    public FailoverFunction(string name, FailoverFunctionArgs args, ComponentResourceOptions? options = null)
        : base("session-store:failover:FailoverFunction", name, options)
    {
        var naming = args.Context.Naming;
        var child = new CustomResourceOptions { Parent = this };
        var logs = new LogGroup($"{name}-logs", new()
        {
            Name = naming.LogGroup,
            RetentionInDays = args.LogRetentionDays,
            KmsKeyId = args.KmsKeyArn is { } key ? key : default(Input<string>),
        }, child);
        var letters = new DeadLetters($"{name}-dead-letters", new()
        {
            Context = args.Context,
            TopicArn = args.Topic.Arn,
            KmsKeyArn = args.KmsKeyArn,
        }, new() { Parent = this });

        var variables = new InputMap<string>
        {
            [FunctionEnvironment.ReplicationGroupId] = args.ReplicationGroupId,
            [FunctionEnvironment.HostedZoneId] = args.HostedZoneId,
            [FunctionEnvironment.WriterName] = args.WriterName,
            [FunctionEnvironment.RecordTtl] = $"{FunctionTimes.RecordTtlSeconds}",
            [FunctionEnvironment.RoleWait] = $"{RoleWaitSeconds}",
            [FunctionEnvironment.RoleHold] = $"{FunctionTimes.RoleHoldSeconds}",
        };
        if (args.RecordsParameter is { } records)
        {
            variables.Add(FunctionEnvironment.RecordsParameter, records);
        }
        var function = new Function($"{name}-function", new()
        {
            Name = naming.Function,
            Description = "Points the writer record at the Region that takes writes",
            Runtime = Runtime.Dotnet10,
            Architectures = { "x86_64" },
            Code = FunctionPackage.Archive(),
            Handler = FunctionPackage.Handler,
            Role = args.RoleArn,
            MemorySize = MemoryMegabytes,
            Timeout = TimeoutSeconds,
            LoggingConfig = new FunctionLoggingConfigArgs { LogFormat = "JSON", LogGroup = logs.Name },
            Environment = new FunctionEnvironmentArgs { Variables = variables },
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
                OnFailure = new FunctionEventInvokeConfigDestinationConfigOnFailureArgs { Destination = letters.Failed.Arn },
            },
        }, child);
        var permission = new Permission($"{name}-permission", new()
        {
            Function = function.Name,
            Action = "lambda:InvokeFunction",
            Principal = "sns.amazonaws.com",
            SourceArn = args.Topic.Arn,
        }, child);
        _ = new TopicSubscription($"{name}-subscription", new()
        {
            Topic = args.Topic.Arn,
            Protocol = "lambda",
            Endpoint = function.Arn,
            RedrivePolicy = Output.JsonSerialize(Output.Create(new { deadLetterTargetArn = letters.Undelivered.Arn })),
        }, new() { Parent = this, DependsOn = { permission, failures, letters } });

        RuleName = MinuteRule.Create(name, function, failures, args.ReplicationGroupId, naming, this);
        FunctionName = function.Name;
        FunctionArn = function.Arn;
        DeadLetters = letters;
        RegisterOutputs();
    }
}

internal sealed record FailoverFunctionArgs
{
    public required RegionContext Context { get; init; }

    /// <summary>The Region's own replication group.</summary>
    public required Output<string> ReplicationGroupId { get; init; }

    /// <summary>The private hosted zone.</summary>
    public required Input<string> HostedZoneId { get; init; }

    public required string WriterName { get; init; }

    /// <summary>The role of the failover functions of all Regions.</summary>
    public required Input<string> RoleArn { get; init; }

    public required EventTopic Topic { get; init; }

    public required int LogRetentionDays { get; init; }

    /// <summary>The parameter in which the function keeps the records as it last read them; null where it does not override.</summary>
    public Output<string>? RecordsParameter { get; init; }

    /// <summary>The key of the logs and the queues; null for those that AWS owns.</summary>
    public Output<string>? KmsKeyArn { get; init; }
}
