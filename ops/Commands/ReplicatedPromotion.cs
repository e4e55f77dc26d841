using System.Globalization;
using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Ops.Status;
using SessionStore.Ops.Store;
using SessionStore.Ops.Writes;

namespace SessionStore.Ops.Commands;

/// <summary>
/// Promotes a Region that a replicator fills now, and the way back. No role of ElastiCache's moves the name here: an order does, like a
/// pin, and it comes after the Region's store has been closed to its replicator.
/// </summary>
internal static class ReplicatedPromotion
{
    /// <summary>Whether a promotion is one of this kind: the Region is replicated, or the writer name leads to one that is.</summary>
    public static bool IsFor(StoreStatus status, DeployedRegion promoted) =>
        promoted.IsReplicated || ReplicatedChecks.Writer(status) is { IsReplicated: true };

    /// <summary>
    /// Checks, asks, has the old writer refuse writes, closes the store to its replicator, orders, follows until the writer name leads
    /// there, and has the old writer take writes again.
    /// </summary>
    /// <exception cref="OpsException">A check failed, and nothing was changed; or the change was not done in time.</exception>
    public static async Task<int> RunAsync(
        CommandContext context, StoreStatus status, DeployedRegion promoted, PromoteOptions options, CancellationToken cancellationToken)
    {
        var (name, region, member) = (context.Store.WriterName, promoted.Name, status.At(promoted));
        if (status.Record.Silence is null && status.Record.Target == promoted.PrimaryEndpoint)
        {
            return await ResumeAsync(context, status, promoted, options, cancellationToken);
        }
        // Of a datastore's members only the primary takes writes, and without a pin the name goes to it by itself.
        var kind = promoted.IsReplicated ? NoticeKind.Pin : NoticeKind.Unpin;
        var refusal = WriterRefusal.Of(status, ReplicatedChecks.Writer(status), options);
        string[] problems = [.. ReplicatedChecks.Problems(status, promoted, kind), .. refusal.Problems];
        string[] behind = options.AcceptLag || refusal.Continues ? [] : [.. ReplicatedChecks.Behind(member, options.LagLimit)];
        if (behind.Length > 0)
        {
            Refusals.Throw($"{region} cannot be promoted", [.. behind, "--accept-lag loses what has not been replicated", .. problems]);
        }
        var ignored = Refusals.Check($"{region} cannot be promoted", problems, options.Force);
        var lag = member.LagSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds} s") : "unknown";
        var state = member.Replicator?.Words ?? "in an unknown state";
        var deed = $"promote {region} (replicator {state}, lag {lag})";
        string[] warnings = [.. ReplicatedChecks.Warnings(status, promoted, kind), .. refusal.Warnings(name, region)];
        if (!context.Confirm(deed, [.. ignored, .. warnings], region))
        {
            return 0;
        }
        var plan = new PromotionPlan(
            status, promoted, kind, refusal.Told, options.RefuseFor, refusal.Continues, options.AcceptLag, options.Force);
        var deeds = new PromotionDeeds(context, plan);
        await deeds.PrepareAsync(cancellationToken);
        await CarryOutAsync(context, plan, deeds, Led.Elsewhere, cancellationToken);
        context.Tell($"the replicator of {region} rests once it sees the name; status shows it within two minutes");
        return 0;
    }

    // The name is there already: what is left is what a promotion that was killed has left behind.
    private static async Task<int> ResumeAsync(
        CommandContext context, StoreStatus status, DeployedRegion promoted, PromoteOptions options, CancellationToken cancellationToken)
    {
        var (name, region) = (context.Store.WriterName, promoted.Name);
        context.Say($"{name} leads to {region} already.");
        if (status.Regions.FirstOrDefault(other => other.Region != promoted && other.Writes is { Refuses: true }) is not { } old)
        {
            context.Say("Nothing has been changed.");
            return 0;
        }
        var warning = $"{old.Region.Name} refuses writes since a promotion that did not come to its end: {old.Writes!.Words}.";
        if (context.Confirm($"let {old.Region.Name} take writes again", [warning], old.Region.Name))
        {
            var plan = new PromotionPlan(
                status, promoted, NoticeKind.Pin, old.Region, options.RefuseFor, Continues: true, options.AcceptLag, options.Force);
            await CarryOutAsync(context, plan, new PromotionDeeds(context, plan), Led.There, cancellationToken);
        }
        return 0;
    }

    private static async Task CarryOutAsync(
        CommandContext context, PromotionPlan plan, PromotionDeeds deeds, Led led, CancellationToken cancellationToken)
    {
        var run = new PromotionRun(deeds, led);
        try
        {
            await run.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && run.Look.Told == Told.Refuse)
        {
            throw new OpsException($"Interrupted. {WriterRefusal.Left(plan)}");
        }
        if (run.Failure is { } failure)
        {
            var told = run.Look switch
            {
                { Told: Told.Refuse } => WriterRefusal.Left(plan),
                { Told: Told.Accept, Was: true, Takes: null } => $"{plan.Told!.ReplicationGroupId} is told to take writes again; whether "
                    + "it does yet is unknown.",
                _ => null,
            };
            throw new OpsException(deeds.After(told is null ? failure : $"{failure}{Environment.NewLine}{told}"));
        }
    }
}
