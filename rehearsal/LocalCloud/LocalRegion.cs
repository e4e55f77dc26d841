using SessionStore.Contract;
using SessionStore.Engine;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>One Region.</summary>
/// <param name="Name">The Region's name, such as us-east-1.</param>
/// <param name="Stack">The name of its stack.</param>
/// <param name="Stage">What its stack registered.</param>
/// <param name="Member">Its member of the Global Datastore.</param>
/// <param name="Function">Its failover function, to be invoked by hand.</param>
/// <param name="Invocations">What Lambda invokes of it by itself, in environments of their own.</param>
/// <param name="Rule">Its minute rule, which begins when it is told to.</param>
/// <param name="Metrics">What is measured in it.</param>
/// <param name="Queues">Its dead-letter queues.</param>
/// <param name="Resolver">What applications in it ask where names lead.</param>
internal sealed record LocalRegion(
    string Name,
    string Stack,
    StageRun Stage,
    LocalMember Member,
    LocalFunction Function,
    LocalInvocations Invocations,
    LocalTopic Topic,
    LocalRule Rule,
    LocalMetrics Metrics,
    LocalQueues Queues,
    LocalResolver Resolver)
{
    /// <summary>The name of the endpoint of the Region's replicas; in cluster mode its configuration endpoint.</summary>
    public string ReaderEndpoint => (string)Stage.Output(OutputNames.ReaderEndpoint);

    /// <summary>Starts what a stage declares.</summary>
    /// <param name="stack">The name of the Region's stack.</param>
    /// <param name="stage">What the stack registered.</param>
    /// <param name="services">The services of all Regions, which learn of this one.</param>
    /// <param name="minute">How long Lambda's and the rule's minute is.</param>
    /// <param name="parts">Takes over what is started.</param>
    public static async Task<LocalRegion> StartAsync(
        string stack, StageRun stage, LocalServices services, TimeSpan minute, AsyncDisposableStack parts)
    {
        var name = Text(OutputNames.Region);
        var (failed, undelivered) = (Text(OutputNames.FailedQueueUrl), Text(OutputNames.UndeliveredQueueUrl));
        var group = stage.Only("aws:elasticache/replicationGroup:ReplicationGroup");
        var clusterMode = group.Has("replicasPerNodeGroup");
        var member = new LocalMember(Text(OutputNames.ReplicationGroupId), Text(OutputNames.PrimaryEndpoint), Text(OutputNames.TopicArn))
        {
            ClusterEnabled = clusterMode,
            NodesPerShard = clusterMode ? group.Number("replicasPerNodeGroup") + 1 : group.Number("numCacheClusters"),
            SnapshotRetentionLimit = group.Number("snapshotRetentionLimit"),
            Parameters = LocalParameterGroup.Of(stage),
        };
        services.ElastiCache.Add(name, member);
        services.DataPlane.AddEndpoint(member.PrimaryEndpoint);
        services.DataPlane.AddEndpoint(Text(OutputNames.ReaderEndpoint));
        services.HealthChecks.Add(name, stage);
        foreach (var parameter in stage.All("aws:ssm/parameter:Parameter"))
        {
            services.Ssm.Parameters.Set(name, parameter.Text("name"), parameter.Text("value"));
        }
        var metrics = new LocalMetrics(services.CloudWatch.Measured, name);
        var queues = parts.Use(new LocalQueues(services.EmulatorUrl, name));
        await queues.CreateAsync(failed);
        await queues.CreateAsync(undelivered);

        var endpoints = services.FunctionEndpoints(name);
        var invocations = parts.Use(new LocalInvocations(() => LocalFunction.Of(stage, name, endpoints, minute), minute));
        invocations.Invoked = (_, invocation) =>
        {
            metrics.Send(invocation.Log);
            return Task.CompletedTask;
        };
        invocations.GivenUp = record => queues.SendAsync(failed, record);
        var permissions = new LocalPermissions(stage.Resources);
        var topic = new LocalTopic(permissions, invocations)
        {
            ElastiCacheRefused = () => member.TopicStatus = "inactive",
            Undelivered = letter => queues.SendAsync(undelivered, letter),
        };
        services.Sns.Add(name, topic);

        var function = parts.Use(LocalFunction.Of(stage, name, endpoints, minute));
        var rule = new LocalRule(stage.Resources, permissions, invocations, minute);
        var resolver = parts.Use(new LocalResolver(name, services.DataPlane));
        return new(name, stack, stage, member, function, invocations, topic, rule, metrics, queues, resolver);

        string Text(string output) => (string)stage.Output(output);
    }
}
