using SessionStore.Rehearsal.Live;

namespace SessionStore.Rehearsal.Reports;

/// <summary>How a page says what became of promises: by a mark, a word and a colour, so that nobody needs the colour.</summary>
internal static class Judged
{
    public static string Mark(Judgement judgement) => judgement switch { Judgement.Kept => "✓", Judgement.Broken => "✗", _ => "?" };

    public static string Word(Judgement judgement) => $"{judgement}".ToLowerInvariant();

    /// <summary>The class in the style sheet.</summary>
    public static string Class(Judgement judgement) => Word(judgement);

    /// <summary>What became of all promises of some runs.</summary>
    public static string Sentence(IReadOnlyList<Facts> runs)
    {
        var broken = runs.Sum(run => Verdict.On(run).Count(finding => finding.Judgement == Judgement.Broken));
        var spoilt = runs.Count(run => run.Spoilt is not null);
        var of = runs.Count == 1 ? "" : $" in {runs.Count} runs";
        return string.Join("; ",
        [
            broken > 0 ? $"{broken} {(broken == 1 ? "promise" : "promises")} broken{of}"
                : spoilt > 0 ? $"No promise broken, as far as it went{of}"
                : $"Every promise was kept{of}",
            .. spoilt == 0 ? Array.Empty<string>()
                : runs.Count == 1 ? ["the rehearsal could not be played to its end"]
                : [$"{spoilt} could not be played to the end"],
        ]) + ".";
    }
}
