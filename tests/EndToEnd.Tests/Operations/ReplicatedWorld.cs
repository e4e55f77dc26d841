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
        World.Ssm.Commands.Run = (region, _, script) =>
        {
            lock (Done)
            {
                Done.Add($"{region}: {script[script.IndexOf("SessionStore.Replicator ", StringComparison.Ordinal)..]}");
            }
            return Task.FromResult((0, "it takes nothing of a replicator any more", ""));
        };
        World.Route53.Requests.Clear();
    }

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
