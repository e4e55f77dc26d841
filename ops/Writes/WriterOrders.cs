using System.Diagnostics;
using System.Globalization;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Replicating;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Writes;

/// <summary>Tells a Region's group to refuse writes, or to take them again, and asks the store whether it does.</summary>
/// <param name="force">Whether to believe ElastiCache where the replicator's instance does not answer.</param>
internal sealed class WriterOrders(CommandContext context, DeployedRegion region, bool force)
{
    private const string Pending = "InvalidCacheParameterGroupState";

    private static readonly string[] _refusals = ["NOREPLICAS", "READONLY"];

    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(2);

    private readonly MinReplicasReader _reader = new(context.Clients);

    /// <summary>What the parameter is now.</summary>
    /// <exception cref="OpsException">The group does not exist any more.</exception>
    public async Task<MinReplicas> ReadAsync(CancellationToken cancellationToken) =>
        await _reader.ReadAsync(region, cancellationToken)
        ?? throw new OpsException($"{region.ReplicationGroupId} does not exist any more");

    /// <summary>Gives the parameter another value.</summary>
    /// <param name="value">
    /// The value; 0, the default in every family, is a reset, which leaves nothing behind that Pulumi would show.
    /// </param>
    /// <exception cref="OpsException">ElastiCache refuses it, or it is unknown whether it has changed.</exception>
    public async Task SetAsync(MinReplicas now, int value, CancellationToken cancellationToken)
    {
        var input = new
        {
            CacheParameterGroupName = now.ParameterGroup,
            ParameterNameValues = new[]
            {
                new { ParameterName = MinReplicas.Parameter, ParameterValue = value.ToString(CultureInfo.InvariantCulture) },
            },
        };
        var operation = value == 0 ? "reset-cache-parameter-group" : "modify-cache-parameter-group";
        await context.FollowAsync(async () =>
        {
            try
            {
                await AwsCli.CallAsync("elasticache", region.Name, operation, input, cancellationToken);
                return (await ReadAsync(cancellationToken)).Value == value ? null : $"{now.ParameterGroup} does not show it yet";
            }
            // An earlier change is still on its way to the nodes: the provider tries again, too (resourceResetParameterGroup in
            // internal/service/elasticache/parameter_group.go of hashicorp/terraform-provider-aws).
            catch (OpsException busy) when (busy.Message.Contains(Pending, StringComparison.Ordinal))
            {
                return busy.Message;
            }
        }, cancellationToken, TimeSpan.FromMinutes(1));
        context.Tell(string.Create(CultureInfo.InvariantCulture, $"{MinReplicas.Parameter} is {value} in {now.ParameterGroup}"));
    }

    /// <summary>Waits until the store takes writes, or refuses them, and tells who has said so.</summary>
    /// <param name="within">How long; null for as long as the command waits for anything.</param>
    /// <exception cref="OpsException">It does not, or it could not be found out.</exception>
    public async Task FollowAsync(bool takesWrites, TimeSpan? within, CancellationToken cancellationToken)
    {
        var (group, said) = (region.ReplicationGroupId, "");
        var (host, clock) = (region.ReplicatorGroup is null ? null : new WorkerHost(region), Stopwatch.StartNew());
        await context.FollowAsync(async () =>
        {
            try
            {
                if (host is not null)
                {
                    var probe = await host.ProbeAsync(cancellationToken);
                    said = probe.Answer ?? "";
                    if (probe.TakesWrites != takesWrites)
                    {
                        return takesWrites ? $"{group} still refuses writes: {probe.Answer}" : $"{group} still takes writes";
                    }
                    // A store without memory, for instance, still takes what needs none.
                    if (!takesWrites && !_refusals.Contains(said.Split(' ')[0]))
                    {
                        return $"{group} refuses writes for another reason: {said}";
                    }
                    // With shards one that refuses is enough for the answer, and not for the promotion.
                    return takesWrites || (await ReadAsync(cancellationToken)).InSync ? null : NotYet(group);
                }
            }
            catch (OpsException failure) when (force)
            {
                context.Tell($"Ignored by --force: {failure.Message}");
                host = null;
            }
            // Right after the change the nodes may not be shown as applying it yet.
            return (await ReadAsync(cancellationToken)).InSync && clock.Elapsed > _pause ? null : NotYet(group);
        }, cancellationToken, within);
        var asked = host is not null ? "" : "; only ElastiCache was asked, which shows the parameter on all nodes, and not the store";
        context.Tell(takesWrites ? $"{group} takes writes{asked}"
            : $"{group} refuses writes{(said.Length > 0 ? $": {said}" : "")}{asked}");
    }

    private static string NotYet(string group) => $"{group} has not taken the parameter on all nodes";
}
