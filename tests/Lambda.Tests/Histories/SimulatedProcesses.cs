using SessionStore.Failover;

namespace SessionStore.Lambda.Tests.Histories;

/// <summary>
/// The processes in which one Region's function runs. Each handles one invocation at a time and remembers what it knew; an invocation meets
/// any of those that are idle, or a new one.
/// </summary>
internal sealed class SimulatedProcesses(
    FailoverSettings settings, SimulatedSystemsManager store, TimeProvider time, Merge? merge, Random random, double cold)
{
    private readonly List<SimulatedProcess> _idle = [];

    /// <summary>A process for an invocation.</summary>
    public SimulatedProcess Take(SimulatedNetwork network)
    {
        var process = _idle.Count == 0 || random.NextDouble() < cold ? new SimulatedProcess() : _idle[random.Next(_idle.Count)];
        _idle.Remove(process);
        process.Network = network;
        process.Overrides ??= settings.RecordsParameter is not { } name ? null : new Overrides(
            settings, () => new RecordsParameter(name, store.Client(() => process.Network!), time), time, merge, random);
        return process;
    }

    /// <summary>Gives a process back that has ended its invocation alive.</summary>
    public void Return(SimulatedProcess process) => _idle.Add(process);
}

/// <summary>One process.</summary>
internal sealed class SimulatedProcess
{
    /// <summary>The way of the invocation that it is in.</summary>
    public SimulatedNetwork? Network { get; set; }

    /// <summary>What it remembers; null where the function does not override.</summary>
    public Overrides? Overrides { get; set; }
}
