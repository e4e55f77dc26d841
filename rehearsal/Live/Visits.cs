using System.Collections.Concurrent;

namespace SessionStore.Rehearsal.Live;

/// <summary>What the application's visitors saw.</summary>
internal sealed class Visits
{
    /// <summary>The forms that were answered: what a visitor was told is done.</summary>
    public ConcurrentQueue<VisitAnswer> Answers { get; } = new();

    public ConcurrentQueue<VisitPage> Pages { get; } = new();

    /// <summary>The requests that failed.</summary>
    public ConcurrentQueue<VisitFailure> Failures { get; } = new();

    /// <summary>What they saw until now, in order.</summary>
    public VisitFacts Facts => new(
        [.. Answers.OrderBy(answer => answer.At)], [.. Pages.OrderBy(page => page.At)], [.. Failures.OrderBy(failure => failure.At)]);
}

/// <summary>A form that was answered.</summary>
/// <param name="At">When, since the start.</param>
/// <param name="Things">How many things the basket has held since, as far as the visitor knows.</param>
internal sealed record VisitAnswer(string Visitor, TimeSpan At, int Things);

/// <summary>A page that a visitor saw.</summary>
/// <param name="Asked">When it was asked for, since the start.</param>
/// <param name="At">When it was there, since the start.</param>
/// <param name="Pause">How long the visitor waited for it, failed requests and the form before it included.</param>
/// <param name="Things">How many things were in the basket; null where the page did not know the visitor.</param>
/// <param name="ServedBy">The Region that made the page.</param>
internal sealed record VisitPage(string Visitor, TimeSpan Asked, TimeSpan At, TimeSpan Pause, int? Things, string ServedBy);

/// <summary>A request that failed.</summary>
/// <param name="At">When the visitor knew, since the start.</param>
/// <param name="Why">The status, or what became of the connection.</param>
internal sealed record VisitFailure(string Visitor, TimeSpan At, string Why);

/// <summary>What the visitors of a run saw.</summary>
internal sealed record VisitFacts(
    IReadOnlyList<VisitAnswer> Answers, IReadOnlyList<VisitPage> Pages, IReadOnlyList<VisitFailure> Failures)
{
    /// <summary>The longest that a visitor waited for a page.</summary>
    public TimeSpan LongestPause => Pages.Select(page => page.Pause).DefaultIfEmpty().Max();

    /// <summary>
    /// The answers that a later page has belied: what the visitor was told to be in the basket was not, or the session was gone. Each with
    /// the first such page.
    /// </summary>
    public IEnumerable<(VisitAnswer Answer, VisitPage Page)> Lost =>
        from answer in Answers
        let page = Pages.FirstOrDefault(seen => seen.Visitor == answer.Visitor && seen.Asked >= answer.At
            && (seen.Things is null || seen.Things < answer.Things))
        where page is not null
        select (answer, page);

    /// <summary>
    /// The pages that show fewer things than have been put into the basket since the visitor signed in, each with the last answer before:
    /// a change that another process has overwritten is missing on every page from then on.
    /// </summary>
    /// <param name="isExcused">Which answers are not counted, by when they were given.</param>
    public IEnumerable<(VisitAnswer Answer, VisitPage Page)> Short(Func<TimeSpan, bool> isExcused) =>
        from page in Pages
        let answers = Answers.Where(answer => answer.Visitor == page.Visitor && answer.At <= page.Asked).ToArray()
        where answers.Length > 0 && (page.Things ?? 0) < answers.Reverse().TakeWhile(answer => answer.Things > 0)
            .Count(answer => !isExcused(answer.At))
        select (answers[^1], page);
}
