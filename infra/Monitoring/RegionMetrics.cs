using Pulumi;
using SessionStore.Contract;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Failover;

namespace SessionStore.Infra.Monitoring;

/// <summary>Everything that is measured in a Region. Alarms and the dashboard take their metrics from here.</summary>
internal sealed class RegionMetrics(FailoverFunction function, CacheMember member)
{
    private const string Sum = "Sum", Maximum = "Maximum";

    /// <summary>
    /// The Metrics Insights query for the replication lag, in seconds. It names no dimension on purpose: which ones the metric carries is
    /// not documented, and an alarm on a wrong one never fires. The price is that it sees all Global Datastores of the account in the
    /// Region.
    /// </summary>
    public const string ReplicationLagQuery = "SELECT MAX(GlobalDatastoreReplicationLag) FROM \"AWS/ElastiCache\"";

    /// <summary>Invocations that failed.</summary>
    public Metric FunctionErrors => Function("Errors", Sum);

    /// <summary>Invocations that Lambda turned away.</summary>
    public Metric FunctionThrottles => Function("Throttles", Sum);

    /// <summary>Invocations, failed ones included and throttled ones not.</summary>
    public Metric FunctionInvocations => Function("Invocations", Sum);

    /// <summary>Ticks that EventBridge could not hand to the function, retries included.</summary>
    public Metric MinuteRuleFailures => new("AWS/Events", "FailedInvocations", Sum, "RuleName", function.RuleName, "minute rule");

    /// <summary>The longest invocation, in milliseconds.</summary>
    public Metric FunctionDuration => Function("Duration", Maximum);

    /// <summary>What SNS could not hand to the function.</summary>
    public Metric Undelivered => Queue(function.DeadLetters.Undelivered.Name, "undelivered");

    /// <summary>What the function could not carry out.</summary>
    public Metric Failed => Queue(function.DeadLetters.Failed.Name, "failed");

    /// <summary>Whether the Region is the primary.</summary>
    public Metric IsPrimary => Own(FunctionMetrics.IsPrimary, Maximum);

    /// <summary>
    /// Whether the writer record names this Region's endpoint. The maximum: in a minute with several notices one proof is enough.
    /// </summary>
    public Metric RecordMatches => Own(FunctionMetrics.RecordMatches, Maximum);

    /// <summary>How often the writer record was moved here.</summary>
    public Metric RecordMoved => Own(FunctionMetrics.RecordMoved, Sum);

    /// <summary>How long a move took, in seconds.</summary>
    public Metric RecordMoveSeconds => Own(FunctionMetrics.RecordMoveSeconds, Maximum);

    /// <summary>Whether the Region overrides the writer record: 1, or no value.</summary>
    public Metric Overriding => Own(FunctionMetrics.Overriding, Maximum);

    /// <summary>Whether Route 53's API answers the function. The maximum: in a minute with several looks one answer is enough.</summary>
    public Metric ControlPlaneAnswers => Own(FunctionMetrics.ControlPlaneAnswers, Maximum);

    /// <summary>Whether ElastiCache publishes to the topic.</summary>
    public Metric NotificationActive => Own(FunctionMetrics.NotificationActive, Maximum);

    /// <summary>How much of its memory each node uses, in percent.</summary>
    public NodeMetrics Memory => Nodes("DatabaseMemoryUsagePercentage", Maximum);

    /// <summary>How busy the engine's thread of each node is, in percent.</summary>
    public NodeMetrics EngineCpu => Nodes("EngineCPUUtilization", Maximum);

    /// <summary>Keys that each node gave up for want of memory.</summary>
    public NodeMetrics Evictions => Nodes("Evictions", Sum);

    /// <summary>Client connections of each node.</summary>
    public NodeMetrics Connections => Nodes("CurrConnections", Maximum);

    private Metric Function(string name, string statistic) =>
        new("AWS/Lambda", name, statistic, "FunctionName", function.FunctionName, name);

    private Metric Own(string name, string statistic) =>
        new(FunctionMetrics.Namespace, name, statistic, FunctionMetrics.ReplicationGroupId, member.ReplicationGroupId, name);

    private static Metric Queue(Output<string> name, string label) =>
        new("AWS/SQS", "ApproximateNumberOfMessagesVisible", Maximum, "QueueName", name, label);

    private NodeMetrics Nodes(string name, string statistic) => member.Size.Nodes is { } nodes
        ? NodeMetrics.OfNodes(name, statistic, member.ReplicationGroupId, nodes)
        : NodeMetrics.OfShards(name, statistic, member.ReplicationGroupId);
}
