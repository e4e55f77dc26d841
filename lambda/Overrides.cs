using Amazon.Lambda.Core;

namespace SessionStore.Failover;

/// <summary>
/// Keeps what a decision needs while Route 53 does not answer, and what was decided then. What one process knows is never all: others may
/// have carried out an order, or a claim, in between. So the parameter is read again whenever it counts, and what either knows is kept.
/// </summary>
/// <param name="settings">What the stage told the function.</param>
/// <param name="parameter">
/// Makes that in which it is kept, when it is first needed: neither the client of Systems Manager nor its assembly belongs between a
/// promotion notice and the change of the record.
/// </param>
/// <param name="time">Tells the time.</param>
/// <param name="random">Tells how long to pause; null for one that nobody can foresee.</param>
internal sealed class Overrides(FailoverSettings settings, Func<RecordsParameter> parameter, TimeProvider time, Random? random = null)
{
    // Two processes that write at once see it in what they read afterwards.
    private const int MostWrites = 4;
    private const int ShortestPauseMilliseconds = 50;
    private const int LongestPauseMilliseconds = 250;

    private readonly Lazy<RecordsParameter> _parameter = new(parameter);
    private readonly Random _random = random ?? Random.Shared;
    private Kept? _known, _shown;

    /// <summary>What this process knows to have been decided while Route 53 did not answer.</summary>
    public Branch Branch => _known?.Branch ?? Branch.None;

    /// <summary>What a decision rests on while Route 53 answers.</summary>
    /// <param name="records">As they were just read.</param>
    public Known Onto(WriterRecords records)
    {
        _known = (_known ?? Kept.Nothing) with { Records = KeptRecords.Of(records, settings.WriterName) };
        return Branch.Onto(new(records.PinnedGroup, records.HistoryOrEmpty), settings.ReplicationGroupId);
    }

    /// <summary>Recalls what is known when Route 53 does not answer.</summary>
    /// <exception cref="FailoverException">The parameter could not be read, and this process knows nothing itself.</exception>
    public async Task<Kept> RecallAsync(ILambdaLogger log, CancellationToken cancellationToken)
    {
        try
        {
            return await LoadAsync(log, cancellationToken).ConfigureAwait(false);
        }
        catch (FailoverException e) when (_known is not null)
        {
            log.LogWarning(e, "{parameter} could not be read: going on with what this process knows", _parameter.Value.Name);
            return _known;
        }
    }

    /// <summary>What a decision rests on while Route 53 does not answer.</summary>
    /// <param name="kept">What was recalled.</param>
    public Known Onto(Kept kept) => kept.Branch.Onto(
        new(kept.Records?.Pinned, kept.Records?.History ?? WriterHistory.Empty), settings.ReplicationGroupId);

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
        branch = branch with { OverridingSince = moves ? branch.OverridingSince ?? WriterHistory.Precise(now) : null };
        var decided = kept with { Branch = branch };
        if (_shown?.Text() == decided.Text())
        {
            _known = decided;
            return;
        }
        for (var write = 1; ; write++)
        {
            await _parameter.Value.WriteAsync(decided.Text(), cancellationToken).ConfigureAwait(false);
            var seen = await ReadAsync(log, cancellationToken).ConfigureAwait(false);
            if (Holds(seen.Branch, decided.Branch))
            {
                (_known, _shown) = (decided, seen);
                return;
            }
            if (write == MostWrites)
            {
                throw new FailoverException(
                    $"Parameter {_parameter.Value.Name} did not hold what was written to it, {MostWrites} times in a row; expected no "
                    + "more than one other writer at a time. Nothing is overridden by this decision.");
            }
            decided = decided with { Branch = decided.Branch.With(seen.Branch) with { OverridingSince = branch.OverridingSince } };
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(ShortestPauseMilliseconds, LongestPauseMilliseconds)), time,
                cancellationToken).ConfigureAwait(false);
        }
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
        var before = Branch;
        var read = _known!.Records;
        var known = await LoadAsync(log, cancellationToken).ConfigureAwait(false) with { Records = read };
        _known = known;
        if (known.Branch != before)
        {
            return true;
        }
        if (plan.Changes.Count == 0 && known.Branch != Branch.None)
        {
            // All of it is in the records: they name this group, or it is no longer entitled.
            log.LogInformation("What was decided while Route 53 did not answer is in its records: {branch} is done", known.Branch);
            known = known with { Branch = Branch.None };
        }
        var text = known.Text();
        if (_shown!.Text() != text)
        {
            await _parameter.Value.WriteAsync(text, cancellationToken).ConfigureAwait(false);
            _shown = known;
        }
        _known = known;
        return false;
    }

    private async Task<Kept> LoadAsync(ILambdaLogger log, CancellationToken cancellationToken)
    {
        var shown = _shown = await ReadAsync(log, cancellationToken).ConfigureAwait(false);
        // Of two copies of the records the one with more changes is newer, and what this process has read itself is no older than its
        // like.
        var own = _known;
        var records = own?.Records is { } mine && !(shown.Records?.History.Changes > mine.History.Changes) ? mine : shown.Records;
        _known = new(records, shown.Branch.With(own?.Branch ?? Branch.None));
        return _known;
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

    private static bool Holds(Branch seen, Branch decided) =>
        seen.With(decided) is var both && (both.Order, both.Claim) == (seen.Order, seen.Claim);
}
