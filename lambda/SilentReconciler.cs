using Amazon.Lambda.Core;

namespace SessionStore.Failover;

/// <summary>
/// Carries out a notice while Route 53 does not answer: the same decision, on the records as last read. Where it would move the record,
/// this Region overrides it.
/// </summary>
/// <param name="settings">What the stage told the function.</param>
/// <param name="judge">Decides.</param>
/// <param name="overrides">Knows what was last read, and keeps what is decided.</param>
internal sealed class SilentReconciler(FailoverSettings settings, Judge judge, Overrides overrides)
{
    /// <summary>Decides and keeps the decision.</summary>
    /// <param name="notice">What is asked for.</param>
    /// <param name="published">When the notice was published; null when that is not known.</param>
    /// <param name="state">What was seen.</param>
    /// <param name="started">When the wait for a role began, in the budget's time.</param>
    /// <param name="measured">Receives what is learned.</param>
    /// <param name="budget">The invocation's time.</param>
    /// <param name="log">The invocation's log.</param>
    /// <exception cref="FailoverException">
    /// Nothing is known of the records, the record last read is foreign, the role did not come, or the decision could not be kept.
    /// </exception>
    public async Task SettleAsync(
        Notice notice, DateTimeOffset? published, RegionState state, TimeSpan started, Measurements measured, TimeBudget budget,
        ILambdaLogger log)
    {
        (measured.ControlPlaneAnswers, measured.Overriding, measured.RecordMatches) = (false, false, null);
        while (true)
        {
            // Again after each wait: the operator may have spoken.
            var kept = await overrides.RecallAsync(log, budget.Token).ConfigureAwait(false);
            var known = overrides.Onto(kept);
            if (kept.Records is null && !notice.IsOrder && known.Pinned is null)
            {
                throw new FailoverException(
                    $"{state.Silence!.Message} Nothing is known of {settings.WriterName} either: {settings.RecordsParameter} holds no copy "
                    + "of its records. Until Route 53 answers, only a pin is carried out.", state.Silence);
            }
            // Where the records are not known a role says nothing, only an order does.
            var group = kept.Records is null ? state.Group with { Role = MemberRole.StandAlone } : state.Group;
            var decision = judge.Decide(notice, published, group, known, measured);
            measured.IsPrimary = state.Group.Role == MemberRole.Primary;
            if (decision.AwaitsRole)
            {
                state = await judge.LookForRoleAsync(state, started, budget, log).ConfigureAwait(false);
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
}
