using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Ops.Commands;
using SessionStore.Ops.Replicating;
using SessionStore.Ops.Status;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Writes;

/// <summary>The deeds of a promotion, at the real services.</summary>
/// <param name="context">Tells the person, and reaches the services.</param>
/// <param name="plan">What was looked at, and what the person wants.</param>
internal sealed class PromotionDeeds(CommandContext context, PromotionPlan plan) : IPromotionDeeds
{
    // What a drain may take while nobody takes writes: what was in step a moment ago needs none of it.
    private static readonly TimeSpan _drain = TimeSpan.FromMinutes(1);

    // While Route 53 does not answer, the name follows an override in two to three minutes (docs/operations.md).
    private static readonly TimeSpan _override = TimeSpan.FromMinutes(3);

    private readonly WriterOrders? _old = plan.Told is { } told ? new(context, told, plan.Force) : null;

    private readonly ReplicatorFence _fence = new(context, plan.Promoted);

    private bool _released;

    /// <summary>Until when the promoted Region's store is closed to its replicator; null where it is open.</summary>
    public DateTimeOffset? Closed { get; private set; }

    /// <summary>Tells what becomes of that when a promotion fails.</summary>
    public string After(string failure) => _fence.After(failure, Closed);

    /// <summary>
    /// Makes sure that both instances answer, before anybody waits for them: writers do, once writes are refused. What was started once is
    /// started sooner the next time.
    /// </summary>
    /// <exception cref="OpsException">One does not, or the old writer's store takes no writes now; nothing has been changed.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (plan.Told is not { ReplicatorGroup: not null } old || plan.Continues)
        {
            return;
        }
        try
        {
            var probe = await new WorkerHost(old).ProbeAsync(cancellationToken);
            await new WorkerHost(plan.Promoted).HealthAsync(cancellationToken);
            if (!probe.TakesWrites)
            {
                throw new OpsException($"{old.ReplicationGroupId} refuses writes already: {probe.Answer}");
            }
        }
        catch (OpsException failure) when (plan.Force)
        {
            context.Tell($"Ignored by --force: {failure.Message}");
        }
        catch (OpsException failure)
        {
            throw new OpsException($"{failure.Message}{Environment.NewLine}Nothing has been changed.");
        }
    }

    public async Task<MinReplicas?> ReadAsync(CancellationToken cancellationToken) =>
        _old is null ? null : await _old.ReadAsync(cancellationToken);

    public Task SetAsync(MinReplicas now, int value, CancellationToken cancellationToken) => _old!.SetAsync(now, value, cancellationToken);

    public Task FollowAsync(bool takesWrites, CancellationToken cancellationToken) =>
        _old!.FollowAsync(takesWrites, takesWrites ? TimeSpan.FromMinutes(2) : null, cancellationToken);

    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var host = new WorkerHost(plan.Promoted);
        try
        {
            await context.FollowAsync(
                async () =>
                {
                    var looks = await host.HealthAsync(Drained.Looks, cancellationToken);
                    var pending = Drained.Pending(looks);
                    if (plan.AcceptLag && !looks[^1].InStep)
                    {
                        throw new OpsException(pending!);
                    }
                    if (plan.Continues && !_released && !looks[^1].InStep)
                    {
                        // It may have been closed before it was killed: what an order holds, no replicator opens.
                        _released = true;
                        await host.ReleaseAsync(cancellationToken);
                    }
                    return pending;
                },
                cancellationToken,
                plan.Continues ? null : _drain);
            context.Tell($"{plan.Promoted.ReplicationGroupId} has everything that was written before");
        }
        catch (OpsException failure) when (plan.AcceptLag)
        {
            context.Tell($"Accepted by --accept-lag: {failure.Message}");
        }
    }

    public async Task CloseAsync(CancellationToken cancellationToken) => Closed = await _fence.CloseAsync(plan.Force, cancellationToken);

    public async Task OrderAsync(CancellationToken cancellationToken)
    {
        await (plan.Kind == NoticeKind.Pin
            ? PinCommand.OrderAsync(context, plan.Status, plan.Promoted, direct: false, cancellationToken)
            : UnpinCommand.OrderAsync(context, plan.Status, cancellationToken));
        if (plan.Kind == NoticeKind.Unpin)
        {
            // Not to wait for the minute rule: until the name moves, writers wait, or what they write is lost.
            await context.PublishAsync(plan.Promoted, MessageKeys.Reconcile, cancellationToken);
        }
        await RecordFollowing.FollowAsync(context, plan.Promoted, cancellationToken);
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var record = await context.StatusReader.RecordAsync(cancellationToken);
        var time = plan.RefuseFor + (record.Silence is null ? TimeSpan.Zero : _override);
        context.Tell($"{plan.Told!.ReplicationGroupId} goes on refusing writes for {time.TotalSeconds:0} s, until clients have followed");
        await Task.Delay(time, cancellationToken);
    }

    public async Task<Led> NameAsync(CancellationToken cancellationToken)
    {
        var record = await context.StatusReader.RecordAsync(cancellationToken);
        return record.Silence is not null ? Led.Unknown : record.Target == plan.Promoted.PrimaryEndpoint ? Led.There : Led.Elsewhere;
    }
}

/// <summary>What a promotion is to do.</summary>
/// <param name="Status">What was seen before.</param>
/// <param name="Kind">A pin on the Region, or, on the way back, the end of one.</param>
/// <param name="Told">The Region whose group refuses writes meanwhile; null for none.</param>
/// <param name="RefuseFor">For how long after the name has moved.</param>
/// <param name="Continues">Whether its writes were refused already: a promotion before this one was killed.</param>
/// <param name="AcceptLag">Whether to go on although the replicator is behind.</param>
/// <param name="Force">Whether to go on where the replicator's instances do not answer.</param>
internal sealed record PromotionPlan(
    StoreStatus Status, DeployedRegion Promoted, NoticeKind Kind, DeployedRegion? Told, TimeSpan RefuseFor, bool Continues, bool AcceptLag,
    bool Force);
