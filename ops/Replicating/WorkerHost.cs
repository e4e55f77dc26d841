using System.Globalization;
using System.Text.Json;
using SessionStore.Contract;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Replicating;

/// <summary>
/// A Region's replicator, by commands on its instance: the operator's machine has no way into the VPC, and needs none. Each command is the
/// worker's own program beside the worker that runs, with its settings.
/// </summary>
internal sealed class WorkerHost(DeployedRegion region)
{
    private const int Different = 1;

    private const string Separator = "--";

    private static readonly TimeSpan _short = TimeSpan.FromMinutes(1), _compare = TimeSpan.FromHours(1);

    /// <summary>Reads what the worker wrote within the last second, or when it was last alive.</summary>
    /// <exception cref="OpsException">It could not be read.</exception>
    public async Task<WorkerHealth> HealthAsync(CancellationToken cancellationToken) =>
        Parse<WorkerHealth>(await RunAsync($"cat {ReplicatorHost.HealthFile}", _short, 0, cancellationToken), ReplicatorHost.HealthFile);

    /// <summary>Reads that several times, a second apart.</summary>
    /// <exception cref="OpsException">It could not be read.</exception>
    public async Task<IReadOnlyList<WorkerHealth>> HealthAsync(int times, CancellationToken cancellationToken)
    {
        var turns = string.Join(' ', Enumerable.Range(1, times).Select(turn => turn.ToString(CultureInfo.InvariantCulture)));
        var script = $"for turn in {turns}; do [ $turn = 1 ] || sleep 1; cat {ReplicatorHost.HealthFile} || exit 1; echo; "
            + $"echo {Separator}; done";
        var printed = await RunAsync(script, _short, 0, cancellationToken);
        return
        [
            .. printed.Split($"\n{Separator}", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(text => Parse<WorkerHealth>(text, ReplicatorHost.HealthFile)),
        ];
    }

    /// <summary>Asks the Region's store, by trying to write a key of the replicator's own, whether it takes writes.</summary>
    /// <exception cref="OpsException">It was not found out.</exception>
    public async Task<WriteProbe> ProbeAsync(CancellationToken cancellationToken) =>
        Parse<WriteProbe>(await RunAsync(Worker("probe"), _short, 0, cancellationToken), "what probe printed");

    /// <summary>Closes the Region's store to its replicator: when this has returned, nothing of it lands any more.</summary>
    /// <param name="minutes">For how long; null for good.</param>
    /// <exception cref="OpsException">It is unknown whether the store is closed.</exception>
    public Task HoldAsync(int? minutes, CancellationToken cancellationToken) => RunAsync(
        Worker(minutes is { } time ? string.Create(CultureInfo.InvariantCulture, $"hold --minutes {time}") : "hold"), _short, 0,
        cancellationToken);

    /// <summary>Opens it again.</summary>
    /// <exception cref="OpsException">It is unknown whether it is open.</exception>
    public Task ReleaseAsync(CancellationToken cancellationToken) => RunAsync(Worker("release"), _short, 0, cancellationToken);

    /// <summary>Compares both stores now, key by key.</summary>
    /// <exception cref="OpsException">It was not found out.</exception>
    public async Task<StoreComparison> CompareAsync(CancellationToken cancellationToken) =>
        Parse<StoreComparison>(await RunAsync(Worker("compare"), _compare, Different, cancellationToken), "what compare printed");

    // The settings are variables of the service alone; systemd would not hand them to another program.
    private static string Worker(string arguments) =>
        $"set -a; . {ReplicatorHost.EnvironmentFile}; set +a; export HOME=/root; exec {ReplicatorHost.Program} {arguments}";

    private async Task<string> RunAsync(string script, TimeSpan longest, int highestExitCode, CancellationToken cancellationToken)
    {
        var group = region.ReplicatorGroup ?? throw new OpsException($"stack {region.Stack} has no output "
            + $"{OutputNames.ReplicatorGroupName}: no replicator runs in {region.Name}");
        var outcome = await new RunCommand(region.Name, group).RunAsync(script, longest, cancellationToken);
        return outcome.ExitCode >= 0 && outcome.ExitCode <= highestExitCode ? outcome.Output : throw new OpsException(
            $"the replicator's instance in {region.Name}: \"{script.Split("; exec ")[^1]}\" ended with {outcome.ExitCode}: "
                + outcome.Words);
    }

    private static T Parse<T>(string json, string source)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new OpsException($"{source}: expected a JSON object of this version's replicator");
        }
    }
}
