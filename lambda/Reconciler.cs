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
/// <param name="decide">Decides; null for <see cref="Decision.Of"/>.</param>
/// <param name="random">Tells how long to pause; null for one that nobody can foresee.</param>
internal sealed class Reconciler(
    FailoverSettings settings, RegionStateReader reader, WriterZone zone, NotificationCheck notifications, TimeProvider time,
    Func<Situation, Decision>? decide = null, Random? random = null)
{
    /// <summary>How often a role or a change is asked for while it is waited for.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    /// <summary>How many refusals in a row are taken before the function throws.</summary>
    public const int MostRounds = 5;

    // Two Regions that collide once would collide again if both came back after the same pause.
    private const int ShortestPauseMilliseconds = 100;
    private const int LongestPauseMilliseconds = 500;

    // How Route 53 words the refusal of a CREATE ("Tried to create resource record set [...] but it already exists").
    private const string AlreadyExists = "already exists";

    private readonly Func<Situation, Decision> _decide = decide ?? Decision.Of;
    private readonly Random _random = random ?? Random.Shared;

    // DELETE and CREATE of one name and type in one batch is what AWS's own example of the API sends; that DELETE and UPSERT are taken
    // likewise is documented nowhere, so that form is only an answer to a refusal that asks for it. A warm function remembers the answer.
    private ChangeAction _renewal = ChangeAction.CREATE;

    /// <summary>Handles one notice about this Region's group. Safe to repeat.</summary>
    /// <param name="kind">What the notice asks for.</param>
    /// <param name="published">When the notice was published; null when that is not known.</param>
    /// <param name="measured">Receives what is learned on the way, also when the work fails.</param>
    /// <param name="budget">The invocation's time.</param>
    /// <param name="log">The invocation's log.</param>
    /// <exception cref="FailoverException">The role did not come, the record is foreign, or Route 53 refused every round.</exception>
    /// <exception cref="AmazonRoute53Exception">Route 53 failed, after the SDK's retries.</exception>
    public async Task HandleAsync(
        NoticeKind kind, DateTimeOffset? published, Measurements measured, TimeBudget budget, ILambdaLogger log)
    {
        var state = await reader.ReadAsync(budget.Token).ConfigureAwait(false);
        try
        {
            if (await SettleAsync(kind, published, state, measured, budget, log).ConfigureAwait(false) is { } change)
            {
                measured.RecordMoveTime = measured.RecordMoved && published is { } since ? MoveTime(since) : null;
                await AwaitSyncAsync(change, budget, log).ConfigureAwait(false);
            }
        }
        finally
        {
            measured.NotificationActive =
                await notifications.ReportAsync(state.Notifications, settings.ReplicationGroupId, budget, log).ConfigureAwait(false);
        }
    }

    private async Task<ChangeInfo?> SettleAsync(
        NoticeKind kind, DateTimeOffset? published, RegionState state, Measurements measured, TimeBudget budget, ILambdaLogger log)
    {
        var started = budget.Used;
        for (var round = 1; ; round++)
        {
            var decision = Decide(kind, published, state, measured);
            for (; decision.AwaitsRole; decision = Decide(kind, published, state, measured))
            {
                state = await LookForRoleAsync(state, started, budget, log).ConfigureAwait(false);
            }
            // False until proven: a foreign record, a missing endpoint or a lost race leaves it so.
            measured.RecordMatches = IsEntitled(decision) ? false : null;
            var plan = Plan.For(decision, state.Group, state.Records, settings, _renewal);
            measured.RecordMatches = decision.Standing == Standing.Here ? !plan.MovesRecord : measured.RecordMatches;
            log.LogPlan(kind, state, plan, settings);
            if (plan.Changes.Count == 0)
            {
                return null;
            }
            InvalidChangeBatchException refusal;
            try
            {
                var change = await ChangeAsync(kind, plan, state, budget, log).ConfigureAwait(false);
                measured.RecordMoved = plan.MovesRecord;
                measured.RecordMatches = decision.Standing == Standing.Here ? true : measured.RecordMatches;
                return change;
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
            var before = state.Records;
            state = await reader.ReadAgainAsync(state, budget.Token).ConfigureAwait(false);
            if (!state.Records.AreAs(before))
            {
                log.LogInformation("Lost a race for {writerName}, looking again: {reason}", settings.WriterName, refusal.Message);
                continue;
            }
            log.LogWarning(
                "Route 53 refused a change of {writerName} although nobody else made one: {reason}", settings.WriterName, refusal.Message);
        }
    }

    // Both forms compare, by what they delete.
    private async Task<ChangeInfo> ChangeAsync(NoticeKind kind, Plan plan, RegionState state, TimeBudget budget, ILambdaLogger log)
    {
        var comment = $"session-store: {kind} of {settings.ReplicationGroupId}";
        try
        {
            return await zone.ChangeAsync(plan.Changes, comment, budget.Token).ConfigureAwait(false);
        }
        catch (InvalidChangeBatchException e) when (
            e.Message.Contains(AlreadyExists, StringComparison.OrdinalIgnoreCase)
            && _renewal == ChangeAction.CREATE && plan.Changes.Any(change => change.Action == ChangeAction.DELETE))
        {
            log.LogInformation("Route 53 refused to create anew what a batch deletes, so it is put there instead: {reason}", e.Message);
            var other = Plan.For(plan.Decision, state.Group, state.Records, settings, ChangeAction.UPSERT);
            var change = await zone.ChangeAsync(other.Changes, comment, budget.Token).ConfigureAwait(false);
            _renewal = ChangeAction.UPSERT;
            return change;
        }
    }

    private Decision Decide(NoticeKind kind, DateTimeOffset? published, RegionState state, Measurements measured)
    {
        measured.IsPrimary = state.Group.Role == MemberRole.Primary;
        return _decide(new Situation(
            kind, published, state.Group.Id, state.Group.Role, state.Records.PinnedGroup, state.Records.HistoryOrEmpty, time.GetUtcNow(),
                settings.RoleHold));
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
}
