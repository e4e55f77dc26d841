using SessionStore.Engine;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>One Region.</summary>
/// <param name="Name">The Region's name, such as us-east-1.</param>
/// <param name="Stack">The name of its stack.</param>
/// <param name="Stage">What its stack registered.</param>
/// <param name="Member">Its member of the Global Datastore.</param>
/// <param name="Function">Its failover function, to be invoked by hand.</param>
/// <param name="Invocations">What Lambda invokes of it by itself, in environments of their own.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Rule">Its minute rule, which begins when it is told to.</param>
/// <param name="Metrics">What is measured in it.</param>
/// <param name="Queues">Its dead-letter queues.</param>
public sealed record LocalRegion(
    string Name,
    string Stack,
    StageRun Stage,
    LocalMember Member,
    LocalFunction Function,
    LocalInvocations Invocations,
    LocalTopic Topic,
    LocalRule Rule,
    LocalMetrics Metrics,
    LocalQueues Queues);
