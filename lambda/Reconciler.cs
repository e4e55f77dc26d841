using Amazon.Lambda.Core;
using Amazon.Route53;
using Amazon.Route53.Model;

namespace SessionStore.Failover;

/// <summary>Carries out a notice: look, decide, change in one transaction, and look again when somebody else was faster.</summary>
/// <param name="settings">What the stage told the function.</param>
/// <param name="reader">Looks.</param>
/// <param name="zone">Changes.</param>
/// <param name="notifications">Looks whether ElastiCache still publishes.</param>
/// <param name="time">Tells the time.</param>
/// <param name="overrides">Keeps what is needed while Route 53 does not answer; null where the function does not override.</param>
/// <param name="decide">Decides; null for <see cref="Decision.Of"/>.</param>
/// <param name="random">Tells how long to pause; null for one that nobody can foresee.</param>
internal sealed class Reconciler(
    FailoverSettings settings, RegionStateReader reader, WriterZone zone, NotificationCheck notifications, TimeProvider time,
    Overrides? overrides = null, Func<Situation, Decision>? decide = null, Random? random = null)
{
    /// <summary>How often a role or a change is asked for while it is waited for.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    /// <summary>How many refusals in a row are taken before the function throws.</summary>
    public const int MostRounds = 5;

    // Two Regions that collide once would collide again if both came back after the same pause.
    private const int ShortestPauseMilliseconds = 100;
    private const int LongestPauseMilliseconds = 500;

    private readonly Func<Situation, Decision> _decide = decide ?? Decision.Of;
    private readonly Random _random = random ?? Random.Shared;

    /// <summary>Handles one notice that concerns this Region's group. Safe to repeat.</summary>
    /// <param name="notice">What is asked for.</param>
    /// <param name="published">When the notice was published; null when that is not known.</param>
    /// <param name="measured">Receives what is learned on the way, also when the work fails.</param>
    /// <param name="budget">The invocation's time.</param>
    /// <param name="log">The invocation's log.</param>
    /// <exception cref="FailoverException">
    /// The role did not come, the record is foreign, Route 53 refused every round, or what was decided could not be kept.
    /// </exception>
    /// <exception cref="AmazonRoute53Exception">Route 53 failed, after the SDK's retries.</exception>
    public async Task HandleAsync(
        Notice notice, DateTimeOffset? published, Measurements measured, TimeBudget budget, ILambdaLogger log)
    {
        var state = await reader.ReadAsync(budget.Token).ConfigureAwait(false);
        try
        {
            var settled = await SettleAsync(notice, published, state, measured, budget, log).ConfigureAwait(false);
            var failure = await KeepAsync(notice, published, state, settled, measured, budget, log).ConfigureAwait(false);
            if (settled.Change is { } change)
            {
                measured.RecordMoveTime = measured.RecordMoved && published is { } since ? MoveTime(since) : null;
                await AwaitSyncAsync(change, budget, log).ConfigureAwait(false);
            }
            if (failure is not null && notice.Kind == NoticeKind.Reconcile)
            {
                // All else is done. But what cannot be kept today is missing on the day it is needed: nothing else would tell.
                throw failure;
            }
        }
        finally
        {
            measured.NotificationActive =
                await notifications.ReportAsync(state.Notifications, settings.ReplicationGroupId, budget, log).ConfigureAwait(false);
        }
    }

    // Behind the change: whatever becomes of it takes nothing from a promotion. Only what another process has decided while Route 53 did
    // not answer leads to another round.
    private async Task<FailoverException?> KeepAsync(
        Notice notice, DateTimeOffset? published, RegionState state, Settled settled, Measurements measured, TimeBudget budget,
        ILambdaLogger log)
    {
        try
        {
            var handsOver = measured.Overriding;
            for (var round = 1; overrides is not null && settled.Plan is { } plan; round++)
            {
                var news = await overrides.KeepAsync(plan, log, budget.Token).ConfigureAwait(false);
                handsOver |= plan.MovesRecord && overrides.Branch.OverridingSince is not null;
                if (!news || round == MostRounds)
                {
                    break;
                }
                state = await reader.ReadAgainAsync(state, budget.Token).ConfigureAwait(false);
                settled = await SettleAsync(notice, published, state, measured, budget, log).ConfigureAwait(false);
            }
            // The look that makes the change still overrides: the next one finds the record as it is to be.
            measured.Overriding |= handsOver;
            return null;
        }
        catch (FailoverException e)
        {
            log.LogWarning(
                e, "The records of {writerName} could not be kept for a time when Route 53 does not answer", settings.WriterName);
            return e;
        }
    }

    private async Task<Settled> SettleAsync(
        Notice notice, DateTimeOffset? published, RegionState state, Measurements measured, TimeBudget budget, ILambdaLogger log)
    {
        var (started, recalled) = (budget.Used, overrides is null);
        for (var round = 1; ; round++)
        {
            if (state.Records is not { } records)
            {
                await SettleInSilenceAsync(notice, published, state, started, measured, budget, log).ConfigureAwait(false);
                return new(null, null);
            }
            measured.ControlPlaneAnswers = overrides is null ? null : true;
            var decision = Decide(notice, published, state.Group, KnownFrom(records), measured);
            if (decision.AwaitsRole)
            {
                state = await LookForRoleAsync(state, started, budget, log).ConfigureAwait(false);
                round--;
                continue;
            }
            // False until proven: a foreign record, a missing endpoint or a lost race leaves it so.
            measured.RecordMatches = IsEntitled(decision) ? false : null;
            var plan = Plan.For(decision, state.Group, records, settings, ChangeAction.CREATE);
            if (!recalled && plan.Changes.Count > 0 && (notice.Kind != NoticeKind.Promoted || overrides!.Branch != Branch.None))
            {
                // What other processes have decided while Route 53 did not answer counts before a change is made. Only a promotion does
                // not wait for it, unless it is known that there is something.
                recalled = true;
                if (await overrides!.HasNewsAsync(log, budget.Token).ConfigureAwait(false))
                {
                    round--;
                    continue;
                }
            }
            measured.RecordMatches = decision.Standing == Standing.Here ? !plan.MovesRecord : measured.RecordMatches;
            // An override ends with what it was for, not with what goes wrong from here on.
            measured.Overriding = plan.MovesRecord && overrides?.Branch.OverridingSince is not null;
            log.LogPlan(notice.Kind, state.Group, records, plan, settings);
            if (plan.Changes.Count == 0)
            {
                return new(plan, null);
            }
            InvalidChangeBatchException refusal;
            try
            {
                var change = await zone.ChangeAsync(
                    renewal => Plan.For(decision, state.Group, records, settings, renewal).Changes,
                    $"session-store: {notice.Kind} of {settings.ReplicationGroupId}",
                    reason => log.LogInformation(
                        "Route 53 refused to create anew what a batch deletes, so it is put there instead: {reason}", reason),
                    budget.Token).ConfigureAwait(false);
                measured.RecordMoved |= plan.MovesRecord;
                measured.RecordMatches = decision.Standing == Standing.Here ? true : measured.RecordMatches;
                return new(plan, change);
            }
            catch (SilenceException silence)
            {
                // The change may have been made all the same: whoever looks next learns it.
                state = state with { Records = null, Silence = silence };
                continue;
            }
            catch (InvalidChangeBatchException e) when (round >= MostRounds)
            {
                throw new FailoverException(
                    $"Route 53 has refused {MostRounds} changes of {settings.WriterName} in a row, the last one because: {e.Message}; "
                    + "expected to read and replace it undisturbed.", e);
            }
            catch (InvalidChangeBatchException e)
            {
                refusal = e;
            }
            await budget.PauseAsync(TimeSpan.FromMilliseconds(
                _random.Next(ShortestPauseMilliseconds, LongestPauseMilliseconds))).ConfigureAwait(false);
            state = await reader.ReadAgainAsync(state, budget.Token).ConfigureAwait(false);
            if (state.Records?.AreAs(records) is not true)
            {
                log.LogInformation("Lost a race for {writerName}, looking again: {reason}", settings.WriterName, refusal.Message);
                continue;
            }
            log.LogWarning(
                "Route 53 refused a change of {writerName} although nobody else made one: {reason}", settings.WriterName, refusal.Message);
        }
    }

    // The same decision, on the records as last read: where it would move the record, this Region overrides it.
    private async Task SettleInSilenceAsync(
        Notice notice, DateTimeOffset? published, RegionState state, TimeSpan started, Measurements measured, TimeBudget budget,
        ILambdaLogger log)
    {
        (measured.ControlPlaneAnswers, measured.Overriding, measured.RecordMatches) = (false, false, null);
        var kept = await overrides!.RecallAsync(log, budget.Token).ConfigureAwait(false);
        while (true)
        {
            var known = overrides.Onto(kept);
            if (kept.Records is null && !notice.IsOrder && known.Pinned is null)
            {
                throw new FailoverException(
                    $"{state.Silence!.Message} Nothing is known of {settings.WriterName} either: {settings.RecordsParameter} holds no copy "
                    + "of its records. Until Route 53 answers, only a pin is carried out.", state.Silence);
            }
            // Where the records are not known a role says nothing, only an order does.
            var group = kept.Records is null ? state.Group with { Role = MemberRole.StandAlone } : state.Group;
            var decision = Decide(notice, published, group, known, measured);
            measured.IsPrimary = state.Group.Role == MemberRole.Primary;
            if (decision.AwaitsRole)
            {
                state = await LookForRoleAsync(state, started, budget, log).ConfigureAwait(false);
                continue;
            }
            var moves = Plan.Moves(decision, group, kept.Records, settings);
            log.LogDecision(notice.Kind, state.Group, known.History, decision, settings);
            await overrides.DecidedAsync(kept, known, decision, moves, log, budget.Token).ConfigureAwait(false);
            measured.Overriding = moves;
            log.LogSilence(state, kept, moves, settings);
            return;
        }
    }

    private Known KnownFrom(WriterRecords records) => overrides?.Onto(records) ?? new(records.PinnedGroup, records.HistoryOrEmpty);

    private Decision Decide(Notice notice, DateTimeOffset? published, ReplicationGroup group, Known known, Measurements measured)
    {
        measured.IsPrimary = group.Role == MemberRole.Primary;
        var elsewhere = notice.Kind != NoticeKind.PinElsewhere ? null
            : notice.IsAbout(group.Id) ? group.Id : notice.ReplicationGroupId.Trim().ToLowerInvariant();
        return _decide(new Situation(
            notice.Kind, published, group.Id, group.Role, known.Pinned, known.History, time.GetUtcNow(), settings.RoleHold, elsewhere));
    }

    // A group that is held back for longer than any role is out of date is a second primary: somebody has to look.
    private bool IsEntitled(Decision decision) =>
        decision.Standing == Standing.Here
        || (decision.Standing == Standing.Held && decision.History.Claim is { } claim && time.GetUtcNow() - claim.At >= settings.RoleHold);

    // ElastiCache may publish the notice before it shows the new role.
    private async Task<RegionState> LookForRoleAsync(RegionState state, TimeSpan started, TimeBudget budget, ILambdaLogger log)
    {
        var waited = budget.Used - started;
        if (waited >= settings.RoleWait || budget.Left <= PollInterval)
        {
            throw new FailoverException(
                $"Replication group {state.Group.Id} has the role {state.Group.Role} {waited.TotalSeconds:0.#} s after its promotion "
                + "notice; expected Primary. The notice is retried.");
        }
        log.LogInformation("{replicationGroupId} has the role {role}, not Primary yet; looking again", state.Group.Id, state.Group.Role);
        await budget.PauseAsync(PollInterval).ConfigureAwait(false);
        return await reader.ReadAgainAsync(state, budget.Token).ConfigureAwait(false);
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

    private sealed record Settled(Plan? Plan, ChangeInfo? Change);
}
