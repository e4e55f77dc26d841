using Amazon.Lambda.Core;
using Amazon.Route53;
using Amazon.Route53.Model;

namespace SessionStore.Failover;

/// <summary>Carries out a notice: look, decide, change in one transaction, and look again when somebody else was faster.</summary>
public sealed class Reconciler(
    FailoverSettings settings, Lookout lookout, WriterZone zone, NotificationCheck notifications, TimeProvider time)
{
    /// <summary>How often a role or a change is asked for while it is waited for.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    /// <summary>How many races in a row are lost before the function throws.</summary>
    public const int MostRounds = 5;

    // Two Regions that collide once would collide again if both came back after the same pause.
    private const int ShortestPauseMilliseconds = 100;
    private const int LongestPauseMilliseconds = 500;

    /// <summary>Handles one notice about this Region's group. Safe to repeat.</summary>
    /// <param name="kind">What the notice asks for.</param>
    /// <param name="published">When the notice was published; null when that is not known.</param>
    /// <param name="measured">Receives what is learned on the way, also when the work fails.</param>
    /// <param name="budget">The invocation's time.</param>
    /// <param name="log">The invocation's log.</param>
    /// <exception cref="FailoverException">The role did not come, the record is foreign, or every race was lost.</exception>
    /// <exception cref="AmazonRoute53Exception">Route 53 refused, after the SDK's retries.</exception>
    public async Task HandleAsync(
        NoticeKind kind, DateTimeOffset? published, Measurements measured, TimeBudget budget, ILambdaLogger log)
    {
        var sight = await lookout.LookAsync(budget.Token).ConfigureAwait(false);
        try
        {
            if (await SettleAsync(kind, sight, measured, budget, log).ConfigureAwait(false) is { } change)
            {
                measured.RecordMoveTime = measured.RecordMoved && published is { } since ? MoveTime(since) : null;
                await AwaitSyncAsync(change, budget, log).ConfigureAwait(false);
            }
        }
        finally
        {
            measured.NotificationActive =
                await notifications.ReportAsync(sight.Notifications, settings.ReplicationGroupId, log).ConfigureAwait(false);
        }
    }

    private async Task<ChangeInfo?> SettleAsync(
        NoticeKind kind, Sight sight, Measurements measured, TimeBudget budget, ILambdaLogger log)
    {
        var started = budget.Used;
        for (var round = 1; ; round++)
        {
            measured.IsPrimary = sight.Group.Role == MemberRole.Primary;
            if (kind == NoticeKind.Promoted)
            {
                sight = await AwaitRoleAsync(sight, started, budget, log).ConfigureAwait(false);
                measured.IsPrimary = sight.Group.Role == MemberRole.Primary;
            }
            // False until proven: a foreign record, a missing endpoint or a lost race leaves it so.
            measured.RecordMatches = Plan.ClaimAfter(kind, sight.Group, sight.Records) == Claim.Own ? false : null;
            var plan = Plan.For(kind, sight.Group, sight.Records, settings, Plan.Renewal(round));
            measured.RecordMatches = plan.Claim == Claim.Own ? !plan.MovesRecord : null;
            log.LogPlan(kind, sight, plan, settings);
            if (plan.Changes.Count == 0)
            {
                return null;
            }
            try
            {
                var comment = $"session-store: {kind} of {settings.ReplicationGroupId}";
                var change = await zone.ChangeAsync(plan.Changes, comment, budget.Token).ConfigureAwait(false);
                measured.RecordMoved = plan.MovesRecord;
                measured.RecordMatches = plan.Claim == Claim.Own ? true : null;
                return change;
            }
            catch (InvalidChangeBatchException e) when (round >= MostRounds)
            {
                throw new FailoverException(
                    $"{settings.WriterName} changed between looking and writing {MostRounds} times in a row; "
                    + "expected to read and replace it undisturbed.", e);
            }
            catch (InvalidChangeBatchException e)
            {
                log.LogInformation("Lost a race for {writerName}, looking again: {reason}", settings.WriterName, e.Message);
            }
            await budget.PauseAsync(TimeSpan.FromMilliseconds(
                Random.Shared.Next(ShortestPauseMilliseconds, LongestPauseMilliseconds))).ConfigureAwait(false);
            sight = await lookout.LookAgainAsync(sight, budget.Token).ConfigureAwait(false);
        }
    }

    // ElastiCache may publish the notice before it shows the new role. A pin settles whose the record is: nothing to wait for then.
    private async Task<Sight> AwaitRoleAsync(Sight sight, TimeSpan started, TimeBudget budget, ILambdaLogger log)
    {
        while (Plan.ClaimAfter(NoticeKind.Promoted, sight.Group, sight.Records) == Claim.None)
        {
            var waited = budget.Used - started;
            if (waited >= settings.RoleWait || budget.Left <= PollInterval)
            {
                throw new FailoverException(
                    $"Replication group {sight.Group.Id} has the role {sight.Group.Role} {waited.TotalSeconds:0.#} s after its promotion "
                    + "notice; expected Primary. The notice is retried.");
            }
            log.LogInformation("{replicationGroupId} has the role {role}, not Primary yet; looking again", sight.Group.Id, sight.Group.Role);
            await budget.PauseAsync(PollInterval).ConfigureAwait(false);
            sight = await lookout.LookAgainAsync(sight, budget.Token).ConfigureAwait(false);
        }
        return sight;
    }

    // The change is made: not seeing it arrive everywhere is no failure, and the minute rule looks again.
    private async Task AwaitSyncAsync(ChangeInfo change, TimeBudget budget, ILambdaLogger log)
    {
        try
        {
            var inSync = change.Status == ChangeStatus.INSYNC;
            while (!inSync && budget.Left > PollInterval)
            {
                await budget.PauseAsync(PollInterval).ConfigureAwait(false);
                inSync = await zone.IsInSyncAsync(change.Id, budget.Token).ConfigureAwait(false);
            }
            if (inSync)
            {
                log.LogInformation("Change {changeId} is INSYNC: every Route 53 server answers with it", change.Id);
            }
            else
            {
                log.LogWarning("Change {changeId} was accepted but was not INSYNC when the invocation ran out of time", change.Id);
            }
        }
        catch (Exception e)
        {
            log.LogWarning(e, "Change {changeId} was accepted but whether it is INSYNC could not be learned", change.Id);
        }
    }

    // Clocks differ a little; a move never takes less than nothing.
    private TimeSpan MoveTime(DateTimeOffset published) =>
        time.GetUtcNow() - published is { Ticks: > 0 } elapsed ? elapsed : TimeSpan.Zero;
}
