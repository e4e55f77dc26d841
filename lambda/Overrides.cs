using Amazon.Lambda.Core;

namespace SessionStore.Failover;

/// <summary>
/// Keeps what a decision needs while Route 53 does not answer, and what was decided then. What one process knows is never all: others may
/// have carried out an order, or made a claim, in between. So the parameter is read again whenever it counts.
/// </summary>
/// <param name="settings">What the stage told the function.</param>
/// <param name="parameter">
/// Makes that in which it is kept, when it is first needed: neither the client of Systems Manager nor its assembly belongs between a
/// promotion notice and the change of the record.
/// </param>
/// <param name="time">Tells the time.</param>
/// <param name="merge">Merges a branch; null for <see cref="Branch.Onto"/>.</param>
/// <param name="random">Tells how long to pause; null for one that nobody can foresee.</param>
internal sealed class Overrides(
    FailoverSettings settings, Func<RecordsParameter> parameter, TimeProvider time, Merge? merge = null, Random? random = null)
{
    /// <summary>
    /// For how long a process joins what it knows of the branch to what the parameter shows. A parameter has no compare-and-set: a value
    /// that was sent before can arrive after it, but not for long. Later, what is no longer there was dropped by another process.
    /// </summary>
    public static readonly TimeSpan Joined = TimeSpan.FromMinutes(3);

    // Two processes that write at once see it in what they read afterwards.
    private const int MostWrites = 4;
    private const int ShortestPauseMilliseconds = 50;
    private const int LongestPauseMilliseconds = 250;

    private readonly Lazy<RecordsParameter> _parameter = new(parameter);
    private readonly Merge _merge = merge ?? ((branch, known, group, hold) => branch.Onto(known, group, hold));
    private readonly Random _random = random ?? Random.Shared;

    // What this process has read of the records, what it knows of the branch and since when, and what the parameter last showed to it.
    private KeptRecords? _records;
    private DateTimeOffset _branchAt = DateTimeOffset.MinValue;
    private Kept? _shown;

    /// <summary>What this process knows to have been decided while Route 53 did not answer.</summary>
    public Branch Branch { get; private set; } = Branch.None;

    /// <summary>What a decision rests on while Route 53 answers.</summary>
    /// <param name="records">As they were just read.</param>
    public Known Onto(WriterRecords records)
    {
        _records = KeptRecords.Of(records, settings.WriterName);
        return _merge(Branch, new(records.PinnedGroup, records.HistoryOrEmpty), settings.ReplicationGroupId, settings.RoleHold);
    }

    /// <summary>What a decision rests on while Route 53 does not answer.</summary>
    /// <param name="kept">What was recalled.</param>
    public Known Onto(Kept kept) => _merge(
        kept.Branch, new(kept.Records?.Pinned, kept.Records?.History ?? WriterHistory.Empty), settings.ReplicationGroupId,
        settings.RoleHold);

    /// <summary>
    /// Recalls what is known. What this process knows itself is not enough: another may have been told that another Region is pinned.
    /// </summary>
    /// <exception cref="FailoverException">The parameter could not be read.</exception>
    public async Task<Kept> RecallAsync(ILambdaLogger log, CancellationToken cancellationToken)
    {
        var shown = _shown = await ReadAsync(log, cancellationToken).ConfigureAwait(false);
        // Of two copies of the records the one with more changes is newer, and what this process has read itself is no older than its
        // like.
        var records = _records is { } mine && !(shown.Records?.History.Changes > mine.History.Changes) ? mine : shown.Records;
        var joined = time.GetUtcNow() - _branchAt < Joined;
        return Remember(new(records, joined ? shown.Branch.With(Branch) : shown.Branch));
    }

    /// <summary>Looks, while Route 53 answers, whether another process has decided something while it did not.</summary>
    /// <exception cref="FailoverException">The parameter could not be read, and there is something in it that is not done.</exception>
    public async Task<bool> HasNewsAsync(ILambdaLogger log, CancellationToken cancellationToken)
    {
        var (before, read) = (Branch, _records);
        try
        {
            await RecallAsync(log, cancellationToken).ConfigureAwait(false);
        }
        catch (FailoverException e) when (before == Branch.None)
        {
            log.LogWarning(e, "Going on as if nothing had been decided while Route 53 did not answer");
        }
        _records = read;
        return Branch != before;
    }

    /// <summary>Keeps what was decided while Route 53 did not answer, before anything follows from it.</summary>
    /// <param name="kept">What was recalled.</param>
    /// <param name="known">What the decision rests on.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="moves">Whether it moves the record as it was last read: this Region overrides.</param>
    /// <param name="log">The invocation's log.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="FailoverException">It could not be kept, so nothing may follow.</exception>
    public async Task DecidedAsync(
        Kept kept, Known known, Decision decision, bool moves, ILambdaLogger log, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var branch = kept.Branch.And(known, decision, settings.ReplicationGroupId, now);
        var since = moves ? branch.OverridingSince ?? WriterHistory.Precise(now) : (DateTimeOffset?)null;
        var decided = kept with { Branch = branch with { OverridingSince = since } };
        for (var write = 1; _shown?.Text() != decided.Text(); write++)
        {
            await _parameter.Value.WriteAsync(decided.Text(), cancellationToken).ConfigureAwait(false);
            var seen = _shown = await ReadAsync(log, cancellationToken).ConfigureAwait(false);
            if (seen.Branch.Holds(decided.Branch))
            {
                break;
            }
            if (write == MostWrites)
            {
                throw new FailoverException(
                    $"Parameter {_parameter.Value.Name} did not hold what was written to it, {MostWrites} times in a row; expected no "
                    + "more than one other writer at a time. Nothing is overridden by this decision.");
            }
            decided = decided with { Branch = decided.Branch.With(seen.Branch) with { OverridingSince = since } };
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(ShortestPauseMilliseconds, LongestPauseMilliseconds)), time,
                cancellationToken).ConfigureAwait(false);
        }
        Remember(decided);
    }

    /// <summary>
    /// Keeps the records once Route 53 has answered and all is done, and drops the branch when there is nothing left of it to be done.
    /// </summary>
    /// <param name="plan">What was done.</param>
    /// <param name="log">The invocation's log.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>Whether there is a branch that the plan did not know of: what another process has decided.</returns>
    /// <exception cref="FailoverException">The parameter could not be read or written.</exception>
    public async Task<bool> KeepAsync(Plan plan, ILambdaLogger log, CancellationToken cancellationToken)
    {
        var (before, read) = (Branch, _records);
        var kept = await RecallAsync(log, cancellationToken).ConfigureAwait(false);
        if (kept.Branch != before)
        {
            _records = read;
            return true;
        }
        if (plan.Changes.Count == 0 && kept.Branch != Branch.None)
        {
            // All of it is in the records: they name this group, or it is no longer entitled.
            log.LogInformation("What was decided while Route 53 did not answer is in its records: {branch} is done", kept.Branch);
            kept = kept with { Branch = Branch.None };
        }
        kept = Remember(kept with { Records = read });
        if (_shown!.Text() != kept.Text())
        {
            await _parameter.Value.WriteAsync(kept.Text(), cancellationToken).ConfigureAwait(false);
            _shown = kept;
        }
        return false;
    }

    private Kept Remember(Kept kept)
    {
        (_records, Branch, _branchAt) = (kept.Records, kept.Branch, time.GetUtcNow());
        return kept;
    }

    private async Task<Kept> ReadAsync(ILambdaLogger log, CancellationToken cancellationToken)
    {
        var value = await _parameter.Value.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (Kept.Parse(value) is { } kept)
        {
            return kept;
        }
        log.LogWarning(
            "{parameter} holds nothing that the function has written, and is taken for empty: {value}", _parameter.Value.Name, value);
        return Kept.Nothing;
    }
}
