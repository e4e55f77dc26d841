using Amazon.Lambda.Core;

namespace SessionStore.Failover;

/// <summary>Decides, and waits for what a decision has to wait for, whether Route 53 answers or not.</summary>
/// <param name="settings">What the stage told the function.</param>
/// <param name="reader">Looks.</param>
/// <param name="time">Tells the time.</param>
/// <param name="decide">The rule, <see cref="Decision.Of"/>.</param>
internal sealed class Judge(FailoverSettings settings, RegionStateReader reader, TimeProvider time, Func<Situation, Decision> decide)
{
    /// <summary>How often a role or a change is asked for while it is waited for.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    /// <summary>Decides.</summary>
    /// <param name="notice">What is asked for.</param>
    /// <param name="published">When the notice was published; null when that is not known.</param>
    /// <param name="group">The replication group of this Region.</param>
    /// <param name="known">What the Regions share.</param>
    /// <param name="measured">Receives the role.</param>
    public Decision Decide(Notice notice, DateTimeOffset? published, ReplicationGroup group, Known known, Measurements measured)
    {
        measured.IsPrimary = group.Role == MemberRole.Primary;
        var elsewhere = notice.Kind != NoticeKind.PinElsewhere ? null
            : notice.IsAbout(group.Id) ? group.Id : notice.ReplicationGroupId.Trim().ToLowerInvariant();
        return decide(new Situation(
            notice.Kind, published, group.Id, group.Role, known.Pinned, known.History, time.GetUtcNow(), settings.RoleHold, elsewhere));
    }

    /// <summary>
    /// Whether the record should name this group. One that is held back for longer than any role is out of date is a second primary:
    /// somebody has to look.
    /// </summary>
    public bool IsEntitled(Decision decision) =>
        decision.Standing == Standing.Here
        || (decision.Standing == Standing.Held && decision.History.Claim is { } claim && time.GetUtcNow() - claim.At >= settings.RoleHold);

    /// <summary>Waits a little and looks again: ElastiCache may publish the notice before it shows the new role.</summary>
    /// <param name="state">What was seen.</param>
    /// <param name="started">When the wait began, in the budget's time.</param>
    /// <param name="budget">The invocation's time.</param>
    /// <param name="log">The invocation's log.</param>
    /// <exception cref="FailoverException">The role did not come in time.</exception>
    public async Task<RegionState> LookForRoleAsync(RegionState state, TimeSpan started, TimeBudget budget, ILambdaLogger log)
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
}
