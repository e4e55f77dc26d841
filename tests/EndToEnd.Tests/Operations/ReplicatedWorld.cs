using System.Text.Json;

namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>
/// A store with a Region that a replicator fills, and a replicator in the primary's Region that rests: what they tell CloudWatch, and what
/// their instances make of commands, is the test's.
/// </summary>
public abstract class ReplicatedWorld : OperatedWorld
{
    private protected List<string> Done { get; } = [];

    private protected override Task<World> StartAsync(TimeSpan minute) => World.StartAsync(OptionFiles.Of("replicator"), minute);

    [SetUp]
    public void Replicate()
    {
        Away.Member.RoleAsync = () => Task.FromResult<string?>(null);
        World.CloudWatch.Measured.Forget(FunctionMetrics.Namespace);
        Rests(Home);
        IsInStep(Away, lag: 40);
        Done.Clear();
        World.Ssm.Commands.Scripts.Clear();
        World.Ssm.Commands.Cancelled.Clear();
        World.Ssm.Commands.Run = (region, _, script) => Task.FromResult(Answer(region, script));
        foreach (var region in new[] { Home, Away })
        {
            region.Member.Parameters.Forget(Parameter);
            region.Member.Parameters.ApplyAsync = (_, _) => Task.CompletedTask;
        }
        World.Route53.Requests.Clear();
    }

    /// <summary>The parameter that refuses writes.</summary>
    private protected const string Parameter = "min-replicas-to-write";

    /// <summary>What the parameter is changed to, in both Regions.</summary>
    private protected IEnumerable<string> Changes => new[] { Home, Away }.SelectMany(region =>
        region.Member.Parameters.Changes.Select(change => $"{region.Name}: {change}"));

    /// <summary>What an instance makes of a script: the health of a replicator in step, the truth about writes, and orders.</summary>
    private protected (int ExitCode, string Output, string Error) Answer(string region, string script)
    {
        if (script.StartsWith("cat ", StringComparison.Ordinal))
        {
            return (0, Health(0).Split('\n')[0], "");
        }
        if (script.StartsWith("for ", StringComparison.Ordinal))
        {
            return (0, string.Concat(Enumerable.Range(0, 5).Select(second => Health(second))), "");
        }
        lock (Done)
        {
            Done.Add($"{region}: {script[script.IndexOf("SessionStore.Replicator ", StringComparison.Ordinal)..]}");
        }
        var refuses = Region(region).Member.Parameters[Parameter].Length > 1;
        return (0, script.EndsWith(" probe", StringComparison.Ordinal) ? JsonSerializer.Serialize(new
        {
            takesWrites = !refuses,
            answer = refuses ? "NOREPLICAS Not enough good replicas to write." : null,
        }) : "it takes nothing of a replicator any more", "");
    }

    /// <summary>A replicator's health, as it is read.</summary>
    private protected static string Health(int second, bool inStep = true, double lag = 0) => JsonSerializer.Serialize(new
    {
        phase = inStep ? "following" : "waiting",
        why = "held by an order",
        inStep,
        lagMilliseconds = lag,
        waiting = 0,
        time = DateTimeOffset.UnixEpoch.AddSeconds(second),
    }) + "\n--\n";

    private protected void Rests(LocalRegion region)
    {
        Tell(region, ReplicatorMetrics.Resting, 1);
        Tell(region, ReplicatorMetrics.RefusedKeys, 0);
    }

    private protected void IsInStep(LocalRegion region, double lag, bool inStep = true)
    {
        Tell(region, ReplicatorMetrics.Resting, 0);
        Tell(region, ReplicatorMetrics.InStep, inStep ? 1 : 0);
        Tell(region, ReplicatorMetrics.Lag, lag);
        Tell(region, ReplicatorMetrics.Deaf, 0);
        Tell(region, ReplicatorMetrics.RefusedKeys, 0);
        Tell(region, ReplicatorMetrics.Differences, 0);
    }

    private protected void Tell(LocalRegion region, string metric, double value) => World.CloudWatch.Measured.Put(
        region.Name, FunctionMetrics.Namespace, metric, FunctionMetrics.ReplicationGroupId, region.Member.ReplicationGroupId, value);

    private protected void Forget() => World.CloudWatch.Measured.Forget(FunctionMetrics.Namespace);
}
